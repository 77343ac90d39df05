/** Messages per day, this week beside last week, weekday by weekday. */
import { categoryAxis, drawEchart, valueAxis } from '../drawing/echart.ts';
import { formatCompactCount, formatWeekday, isKnown } from '../drawing/numbers.ts';
import { drawEmpty, drawPanel } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { colours } from '../drawing/theme.ts';

export interface DailyMessagesPanel {
  title: string;
  /** The days of the reported week in order; `lastWeekCount` is the same weekday a week before. null: not observed. */
  days: readonly { on: string; messageCount: number | null; lastWeekCount: number | null }[];
  thisWeekLabel: string;
  lastWeekLabel: string;
  emptyText: string;
}

const lastWeekColour = '#56606b';

function barSeries(drawing: Drawing, counts: readonly (number | null)[], isThisWeek: boolean) {
  const size = drawing.type.axis;
  return {
    type: 'bar',
    data: counts.map((count) => (isKnown(count) ? count : null)),
    barMaxWidth: 30,
    barGap: '12%',
    barCategoryGap: '26%',
    itemStyle: { color: isThisWeek ? colours.goodDeep : lastWeekColour, borderRadius: [4, 4, 0, 0] },
    label: isThisWeek
      ? {
          show: true,
          position: 'top',
          distance: 4,
          color: colours.text,
          fontWeight: 700,
          fontSize: size * 0.95,
          formatter: (bar: { value: unknown }) =>
            typeof bar.value === 'number' ? formatCompactCount(drawing.locale, bar.value) : '',
        }
      : { show: false },
  };
}

export function drawDailyMessagesPanel(drawing: Drawing, area: Rect, panel: DailyMessagesPanel): void {
  const isEmpty = !panel.days.some((day) => isKnown(day.messageCount) || isKnown(day.lastWeekCount));
  const hasLastWeek = panel.days.some((day) => isKnown(day.lastWeekCount));
  const legend = [
    { label: panel.thisWeekLabel, colour: colours.goodDeep, mark: 'block' as const },
    ...(hasLastWeek ? [{ label: panel.lastWeekLabel, colour: lastWeekColour, mark: 'block' as const }] : []),
  ];
  const body = drawPanel(drawing, area, panel.title, isEmpty ? [] : legend);
  if (isEmpty) {
    drawEmpty(drawing, body, panel.emptyText);
    return;
  }
  const weekdays = panel.days.map((day) => formatWeekday(drawing.locale, day.on));
  const lastWeek = panel.days.map((day) => day.lastWeekCount);
  const thisWeek = panel.days.map((day) => day.messageCount);
  drawEchart(drawing, body, {
    grid: {
      left: 2,
      right: 4,
      top: drawing.type.axis * 1.9,
      bottom: 3,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: categoryAxis(drawing, weekdays),
    yAxis: {
      ...valueAxis(drawing, (value) => formatCompactCount(drawing.locale, value)),
      min: 0,
      minInterval: 1,
    },
    series: [
      ...(hasLastWeek ? [barSeries(drawing, lastWeek, false)] : []),
      barSeries(drawing, thisWeek, true),
    ],
  });
}
