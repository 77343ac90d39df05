/** Colours and type sizes of every picture. Numbers and names only: nothing here draws. */

export type ChartLocale = 'en' | 'zh-CN';

/** Contrast of text colours on `panel` is at least 4.5:1 (WCAG AA); `faint` is for marks, never for words. */
export const colours = {
  background: '#1e1f22',
  panel: '#2b2d31',
  panelEdge: '#34363c',
  track: '#1f2024',
  grid: '#3d4047',
  faint: '#4e525b',
  text: '#f2f3f5',
  soft: '#c9ccd3',
  muted: '#a3a7b1',
  accent: '#5865f2',
  accentSoft: '#98a1fb',
  teal: '#3ddbc0',
  pink: '#eb459e',
  good: '#57e389',
  goodDeep: '#23a55a',
  bad: '#ff7b7b',
  amber: '#f0b132',
} as const;

export const badgeColours = { ground: '#4a3a17', colour: colours.amber } as const;
export const topicColours = { ground: '#35395c', colour: '#c9ceff' } as const;

/** A certificate's paper and inks: each ink has a contrast of at least 4.5:1 on `ground`; `gold` is for ornaments, never for words. */
export const paper = {
  ground: '#fcfaf4',
  ink: '#1b1e36',
  soft: '#4b5069',
  muted: '#646a82',
  indigo: '#343a9c',
  deep: '#20235c',
  gold: '#c4a152',
  goldLight: '#e9d49a',
  goldDeep: '#94722a',
} as const;

/** From 1 (worst) to 5 (best): warm to cool, so that the order survives red-green colour blindness. */
export const ratingColours = ['#e0525c', '#f0a04b', '#7d8290', '#4aa3c7', '#2fbf8f'] as const;

/** Hour-of-week heat, from quiet to busy. */
export const heatColours = ['#25283a', '#34398a', '#4f5be6', '#8791fa', '#c3c9ff', '#f4f5ff'] as const;

/** Type sizes in logical pixels, by what the words are for. */
export interface TypeScale {
  title: number;
  subtitle: number;
  community: number;
  panelTitle: number;
  legend: number;
  axis: number;
  tileLabel: number;
  tileValue: number;
  tileChange: number;
  tileNote: number;
  body: number;
  small: number;
  footer: number;
}

/** For full cards, drawn at 1.5 pixels per logical pixel and opened by a click. */
export const cardType: TypeScale = {
  title: 31,
  subtitle: 15,
  community: 20,
  panelTitle: 17,
  legend: 13,
  axis: 13,
  tileLabel: 14.5,
  tileValue: 36,
  tileChange: 15,
  tileNote: 13,
  body: 15,
  small: 13,
  footer: 13,
};

/** For pictures read inline in Discord, which shows them at about half their size: nothing below 22. */
export const heroType: TypeScale = {
  title: 36,
  subtitle: 22,
  community: 23,
  panelTitle: 27,
  legend: 22,
  axis: 22,
  tileLabel: 24,
  tileValue: 56,
  tileChange: 25,
  tileNote: 22,
  body: 24,
  small: 22,
  footer: 22,
};
