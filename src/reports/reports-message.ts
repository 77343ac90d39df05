/** A snapshot as a message: the text, the hero that reads inline, the full card to open, and the button that explains. */
import {
  renderActivityCard,
  renderActivityHero,
  renderSatisfactionCard,
  renderSatisfactionHero,
} from '../charts/charts.ts';
import { componentId } from '../discord/components.ts';
import type { AttachedFile, Reply } from '../discord/reply.ts';
import { formatDayRange, formatInstant } from '../i18n/format.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import { activityCard, activityHero } from './reports-activity-card.ts';
import { activityLines } from './reports-activity-text.ts';
import { coverageLine } from './reports-coverage-text.ts';
import type { CardOccasion } from './reports-card-frame.ts';
import { satisfactionCard, satisfactionHero } from './reports-satisfaction-card.ts';
import { satisfactionLines } from './reports-satisfaction-text.ts';
import { weekOfSnapshot } from './reports-snapshot.ts';
import type { ReportSnapshot } from './reports-snapshot.ts';

/** Source: https://discord.com/developers/docs/resources/message#create-message */
const MAX_CONTENT = 2000;
/** Source: https://discord.com/developers/docs/resources/message#attachment-object */
const MAX_ALT = 1024;
const ACCENT = 0x5865f2;
/** Discord's numbers of an action row, a button and the grey style. Source: https://discord.com/developers/docs/components/reference */
const ACTION_ROW = 1;
const BUTTON = 2;
const SECONDARY = 2;
/** Channels named for people who cannot see the card. */
const ALT_CHANNELS = 5;

export interface ReportOccasion {
  readonly kind: CardOccasion;
  /** When it was to be posted; for the line that marks a late one. */
  readonly dueAt?: Date;
}

/** The custom id of the button below the report with this marker: what the post is found by. */
export function explainId(marker: string): string {
  return componentId('report.explain', marker);
}

/** The message of a report, without its button. Text and alt texts are within Discord's limits. */
export async function reportMessage(
  snapshot: ReportSnapshot,
  locale: Locale,
  occasion: ReportOccasion,
): Promise<Reply> {
  const content = reportText(snapshot, locale, occasion);
  if (!hasPictures(snapshot)) return { content };
  const [hero, card] = await reportPictures(snapshot, locale, occasion.kind);
  const { fullCard } = catalogues[locale].reports;
  // The card hangs on an embed as a small picture, so that Discord shows the hero large and alone.
  const embed = {
    color: ACCENT,
    title: fullCard.title,
    description: fullCard[snapshot.kind],
    thumbnail: { url: `attachment://${card.name}` },
  };
  return { content, embeds: [embed], files: [hero, card] };
}

/** The button that explains the figures; its id carries the marker. */
export function explainButton(marker: string, locale: Locale): NonNullable<Reply['components']> {
  const label = catalogues[locale].reports.explainButton;
  return [
    {
      type: ACTION_ROW,
      components: [{ type: BUTTON, style: SECONDARY, label, custom_id: explainId(marker) }],
    },
  ];
}

/** The whole text; lines that would not fit are left out from the end. */
export function reportText(snapshot: ReportSnapshot, locale: Locale, occasion: ReportOccasion): string {
  const { reports } = catalogues[locale];
  const heading = reports.heading({ title: reports.titles[snapshot.kind], range: rangeOf(snapshot, locale) });
  const late =
    occasion.kind === 'late' && occasion.dueAt
      ? [reports.late({ due: formatInstant(occasion.dueAt, 'f') })]
      : [];
  return fitLines([heading, ...late, ...linesOf(snapshot, locale)], MAX_CONTENT);
}

/** As many of the lines as fit into so many characters, from the first on. */
export function fitLines(lines: readonly string[], most: number): string {
  let text = '';
  for (const line of lines) {
    const longer = text === '' ? line : `${text}\n${line}`;
    if (longer.length > most) return text;
    text = longer;
  }
  return text;
}

function linesOf(snapshot: ReportSnapshot, locale: Locale): string[] {
  if (snapshot.unobserved) return [catalogues[locale].reports.notHereYet];
  const lines =
    snapshot.kind === 'activity'
      ? activityLines(snapshot.reading, locale)
      : satisfactionLines(snapshot.reading, locale);
  const coverage = coverageLine(snapshot, locale);
  return coverage === null ? lines : [...lines, coverage];
}

function rangeOf(snapshot: ReportSnapshot, locale: Locale): string {
  const { fromOn, lastOn } = weekOfSnapshot(snapshot);
  return formatDayRange(fromOn, lastOn, locale);
}

/** Pictures with nothing on them are not sent. */
function hasPictures(snapshot: ReportSnapshot): boolean {
  if (snapshot.unobserved) return false;
  if (snapshot.kind === 'activity') return snapshot.reading.days.some((day) => (day.activeMembers ?? 0) > 0);
  return snapshot.reading.satisfaction.score !== null || snapshot.reading.recommendation.score !== null;
}

async function reportPictures(
  snapshot: ReportSnapshot,
  locale: Locale,
  occasion: CardOccasion,
): Promise<[AttachedFile, AttachedFile]> {
  const { activity, satisfaction } = catalogues[locale].reports;
  const range = rangeOf(snapshot, locale);
  const text = plainText(linesOf(snapshot, locale).filter((line) => !line.includes('<#')));
  const name = `${snapshot.kind}-${weekOfSnapshot(snapshot).fromOn}`;
  const file = (ending: string, data: Buffer, alt: string): AttachedFile => ({
    name: `${name}${ending}.png`,
    data,
    description: alt.slice(0, MAX_ALT),
  });
  if (snapshot.kind === 'activity') {
    const channels = snapshot.reading.channels.slice(0, ALT_CHANNELS).map((channel) => channel.name);
    return [
      file(
        '',
        await renderActivityHero(activityHero(snapshot, locale, occasion)),
        activity.alt({ range, text }),
      ),
      file(
        '-card',
        await renderActivityCard(activityCard(snapshot, locale, occasion)),
        activity.cardAlt({ range, channels: channels.filter(Boolean) }),
      ),
    ];
  }
  return [
    file(
      '',
      await renderSatisfactionHero(satisfactionHero(snapshot, locale, occasion)),
      satisfaction.alt({ range, text }),
    ),
    file(
      '-card',
      await renderSatisfactionCard(satisfactionCard(snapshot, locale, occasion)),
      satisfaction.cardAlt({ range }),
    ),
  ];
}

/** The lines without Discord's markup, for alt texts. */
function plainText(lines: readonly string[]): string {
  return lines.map((line) => line.replaceAll(/\*\*|^-# |`/g, '')).join(' ');
}
