/** S over the last weeks: a line with the band of its interval, broken where a week had not enough data. */
import { categoryAxis, drawEchart, valueAxis } from '../drawing/echart.ts';
import { formatDay, formatDecimal, isKnown } from '../drawing/numbers.ts';
import type { Interval } from '../drawing/numbers.ts';
import { drawEmpty, drawPanel } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { colours } from '../drawing/theme.ts';

export interface ScoreTrendPanel {
  title: string;
  /** Oldest first. `fromOn` is the first day of the week; a null score is a week without enough data. */
  weeks: readonly { fromOn: string; score: number | null; interval: Interval | null }[];
  scoreLabel: string;
  intervalLabel: string;
  emptyText: string;
}

const bandColour = 'rgba(61, 219, 192, 0.16)';

/** Two stacked lines, the lower unseen: what lies between is the interval. */
function bandSeries(weeks: ScoreTrendPanel['weeks']) {
  const hidden = { type: 'line', stack: 'interval', symbol: 'none', lineStyle: { opacity: 0 }, silent: true };
  return [
    { ...hidden, data: weeks.map((week) => week.interval?.low ?? null) },
    {
      ...hidden,
      data: weeks.map((week) => (week.interval === null ? null : week.interval.high - week.interval.low)),
      areaStyle: { color: bandColour },
    },
  ];
}

function scoreSeries(drawing: Drawing, weeks: ScoreTrendPanel['weeks']) {
  const size = drawing.type.axis;
  const last = weeks.findLastIndex((week) => isKnown(week.score));
  return {
    type: 'line',
    z: 3,
    data: weeks.map((week, index) => ({
      value: isKnown(week.score) ? week.score : null,
      symbolSize: index === last ? size * 0.9 : size * 0.6,
      itemStyle:
        index === last
          ? { color: '#ffffff', borderColor: colours.teal, borderWidth: 3 }
          : { color: colours.teal },
      label: {
        show: index === last,
        position: 'top',
        distance: 7,
        color: colours.text,
        fontWeight: 700,
        fontSize: size * 1.1,
        formatter: () => formatDecimal(drawing.locale, week.score, 2),
      },
    })),
    symbol: 'circle',
    showSymbol: true,
    showAllSymbol: true,
    lineStyle: { color: colours.teal, width: size * 0.23 },
  };
}

/** S moves little from week to week: the axis starts at the whole number below, with at least two points to 5. */
function axisLow(weeks: ScoreTrendPanel['weeks']): number {
  const lows = weeks.flatMap((week) => [week.score, week.interval?.low]).filter(isKnown);
  return Math.max(1, Math.min(3, Math.floor(Math.min(...lows))));
}

export function drawScoreTrendPanel(drawing: Drawing, area: Rect, panel: ScoreTrendPanel): void {
  const { weeks } = panel;
  const isEmpty = !weeks.some((week) => isKnown(week.score));
  const hasBand = weeks.some((week) => week.interval !== null);
  const legend = [
    { label: panel.scoreLabel, colour: colours.teal, mark: 'line' as const },
    ...(hasBand ? [{ label: panel.intervalLabel, colour: '#2f5a5a', mark: 'block' as const }] : []),
  ];
  const body = drawPanel(drawing, area, panel.title, isEmpty ? [] : legend);
  if (isEmpty) {
    drawEmpty(drawing, body, panel.emptyText);
    return;
  }
  const axis = categoryAxis(
    drawing,
    weeks.map((week) => formatDay(drawing.locale, week.fromOn)),
  );
  const size = drawing.type.axis;
  const lowest = axisLow(weeks);
  drawEchart(drawing, body, {
    grid: {
      left: 2,
      right: size,
      top: size * 0.8,
      bottom: 3,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: axis,
    yAxis: {
      ...valueAxis(drawing, (value) => formatDecimal(drawing.locale, value, lowest > 2 ? 1 : 0)),
      min: lowest,
      max: 5,
      interval: lowest > 2 ? 0.5 : 1,
    },
    series: [...(hasBand ? bandSeries(weeks) : []), scoreSeries(drawing, weeks)],
  });
}
