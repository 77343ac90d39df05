/** Daily active members over some weeks: line, 7-day mean, the reported week shaded, the maximum marked. */
import { categoryAxis, drawEchart, valueAxis } from '../drawing/echart.ts';
import { formatCompactCount, formatCount, formatDay, isKnown } from '../drawing/numbers.ts';
import { drawEmpty, drawPanel } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { textWidth } from '../drawing/text.ts';
import { colours } from '../drawing/theme.ts';

export interface DailyMembersPanel {
  title: string;
  /** Oldest first, usually 28, without holes. `on` is YYYY-MM-DD; a null count is a day that was not observed. */
  days: readonly { on: string; memberCount: number | null }[];
  /** The first day of the reported week, which runs to the last of `days`. */
  weekFromOn: string;
  lineLabel: string;
  meanLabel: string;
  weekLabel: string;
  /** Shown instead where no day is known. */
  emptyText: string;
}

const meanDays = 7;
const weekShade = 'rgba(255, 255, 255, 0.07)';

/** Mean of each day and the six before it; null until seven days are known without a gap. */
export function trailingMeans(counts: readonly (number | null)[]): (number | null)[] {
  return counts.map((_, index) => {
    if (index < meanDays - 1) return null;
    const window = counts.slice(index - meanDays + 1, index + 1).filter(isKnown);
    if (window.length < meanDays) return null;
    return window.reduce((sum, count) => sum + count, 0) / meanDays;
  });
}

/** A day between two unknown ones has no line to stand on: it is drawn as a dot. */
function isAlone(counts: readonly (number | null)[], index: number): boolean {
  return isKnown(counts[index]) && !isKnown(counts[index - 1]) && !isKnown(counts[index + 1]);
}

/** Pixels by which a label over a late day must move left to stay inside the picture; zero or less. */
function labelShift(drawing: Drawing, label: string, daysAfter: number, dayWidth: number): number {
  const size = drawing.type.axis;
  const half = textWidth(drawing, label, { size: size * 1.1, bold: true }) / 2;
  return Math.min(0, daysAfter * dayWidth + size * 0.9 - half);
}

function maximumMark(
  drawing: Drawing,
  width: number,
  labels: readonly string[],
  counts: readonly (number | null)[],
) {
  const highest = Math.max(...counts.filter(isKnown));
  if (highest <= 0) return {};
  const size = drawing.type.axis;
  const index = counts.indexOf(highest);
  const text = formatCount(drawing.locale, highest);
  // The axis labels take about four characters of the width.
  const dayWidth = (width - size * 4) / Math.max(1, labels.length - 1);
  return {
    markPoint: {
      symbol: 'circle',
      symbolSize: size * 0.75,
      itemStyle: { color: '#ffffff', borderColor: colours.accent, borderWidth: size * 0.2 },
      label: {
        show: true,
        position: 'top',
        distance: size * 0.4,
        color: colours.text,
        fontWeight: 700,
        fontSize: size * 1.1,
        offset: [labelShift(drawing, text, labels.length - 1 - index, dayWidth), 0],
        formatter: () => text,
      },
      data: [{ coord: [labels[index], highest] }],
    },
  };
}

function memberSeries(drawing: Drawing, width: number, panel: DailyMembersPanel, labels: readonly string[]) {
  const counts = panel.days.map((day) => (isKnown(day.memberCount) ? day.memberCount : null));
  const weekStart = panel.days.findIndex((day) => day.on === panel.weekFromOn);
  const shade =
    weekStart < 0 || weekStart === labels.length - 1
      ? {}
      : {
          markArea: {
            silent: true,
            itemStyle: { color: weekShade },
            data: [[{ xAxis: labels[weekStart] }, { xAxis: labels.at(-1) }]],
          },
        };
  const fade = [
    { offset: 0, color: 'rgba(88, 101, 242, 0.42)' },
    { offset: 1, color: 'rgba(88, 101, 242, 0.03)' },
  ];
  return [
    {
      type: 'line',
      z: 3,
      smooth: 0.35,
      smoothMonotone: 'x',
      showSymbol: true,
      data: counts.map((value, index) => ({
        value,
        symbol: isAlone(counts, index) ? 'circle' : 'none',
        symbolSize: drawing.type.axis * 0.6,
      })),
      lineStyle: { color: colours.accent, width: drawing.type.axis * 0.23 },
      itemStyle: { color: colours.accent },
      areaStyle: { color: { type: 'linear', x: 0, y: 0, x2: 0, y2: 1, colorStops: fade } },
      ...shade,
      ...maximumMark(drawing, width, labels, counts),
    },
    {
      type: 'line',
      z: 4,
      symbol: 'none',
      data: trailingMeans(counts),
      lineStyle: { color: colours.amber, width: drawing.type.axis * 0.14, type: [6, 5] },
    },
  ];
}

export function drawDailyMembersPanel(drawing: Drawing, area: Rect, panel: DailyMembersPanel): void {
  const isEmpty = !panel.days.some((day) => isKnown(day.memberCount));
  const hasMean = trailingMeans(panel.days.map((day) => day.memberCount)).some(isKnown);
  const body = drawPanel(
    drawing,
    area,
    panel.title,
    isEmpty
      ? []
      : [
          ...(hasMean ? [{ label: panel.meanLabel, colour: colours.amber, mark: 'dash' as const }] : []),
          { label: panel.weekLabel, colour: '#484b53', mark: 'block' },
          { label: panel.lineLabel, colour: colours.accent, mark: 'line' },
        ],
  );
  if (isEmpty) {
    drawEmpty(drawing, body, panel.emptyText);
    return;
  }
  const labels = panel.days.map((day) => formatDay(drawing.locale, day.on));
  const weekStart = panel.days.findIndex((day) => day.on === panel.weekFromOn);
  const phase = (weekStart < 0 ? 0 : weekStart) % 7;
  const axis = categoryAxis(drawing, labels);
  const size = drawing.type.axis;
  drawEchart(drawing, body, {
    grid: {
      left: 2,
      right: size,
      top: size * 1.7,
      bottom: 3,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      ...axis,
      boundaryGap: labels.length === 1,
      axisLabel: { ...axis.axisLabel, interval: (index: number) => index % 7 === phase || labels.length < 8 },
    },
    yAxis: {
      ...valueAxis(drawing, (value) => formatCompactCount(drawing.locale, value)),
      min: 0,
      minInterval: 1,
      splitNumber: size > 16 ? 3 : 4,
    },
    series: memberSeries(drawing, body.width, panel, labels),
  });
}
