/** Draws one echarts chart into a picture. The only importer of echarts; panels hand it options, never chart objects. */
import { createCanvas } from '@napi-rs/canvas';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkPointComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import type { EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { fontFamily } from './fonts.ts';
import type { Drawing, Rect } from './picture.ts';
import { colours } from './theme.ts';

setPlatformAPI({ createCanvas: () => createCanvas(1, 1) });
use([BarChart, LineChart, GridComponent, MarkAreaComponent, MarkPointComponent, CanvasRenderer]);

/** Draws a chart into `area`, at the resolution of the picture, without animation. */
export function drawEchart(drawing: Drawing, area: Rect, option: EChartsCoreOption): void {
  const { ctx, scale } = drawing;
  const canvas = createCanvas(Math.ceil(area.width * scale), Math.ceil(area.height * scale));
  const size = { width: area.width, height: area.height, devicePixelRatio: scale };
  const chart = init(canvas, null, { renderer: 'canvas', ...size });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily }, ...option });
    ctx.drawImage(canvas, area.x, area.y, area.width, area.height);
  } finally {
    // An undisposed chart keeps its canvas and a timer for good.
    chart.dispose();
  }
}

/** The look of a value axis: dashed lines, no axis line, quiet labels. */
export function valueAxis(drawing: Drawing, label: (value: number) => string) {
  return {
    type: 'value' as const,
    splitNumber: 4,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colours.grid, type: [3, 4], width: 1 } },
    axisLabel: { color: colours.muted, fontSize: drawing.type.axis, formatter: label },
  };
}

/** The look of a category axis: a thin base line and quiet labels. */
export function categoryAxis(drawing: Drawing, labels: readonly string[]) {
  return {
    type: 'category' as const,
    data: [...labels],
    axisLine: { lineStyle: { color: colours.grid } },
    axisTick: { show: false },
    axisLabel: {
      color: colours.muted,
      fontSize: drawing.type.axis,
      margin: Math.round(drawing.type.axis * 0.7),
    },
  };
}
