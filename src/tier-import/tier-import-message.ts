/** An import in words, for whoever asks and for the staff channel. */
import { button, buttonRow } from '../discord/buttons.ts';
import { componentId } from '../discord/components.ts';
import type { Reply } from '../discord/reply.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import { shorten } from '../i18n/markup.ts';
import type { ImportReport } from './tier-import-report.ts';
import type { LineProblem } from './tier-import-rules.ts';

/** Discord's blurple. */
const COLOUR = 0x5865f2;
/** Of one sentence in a message; the file has the whole. */
const PROBLEM_SHOWN = 300;

export const APPLY = 'tier.import-apply';
export const DROP = 'tier.import-drop';
export const REFRESH = 'tier.import-refresh';
export const LINES = 'tier.import-lines';
/** Also the marker by which the post in the staff channel is found again. */
export const SHOW = 'tier.import-show';

/** Everything, for holders of the admin role. */
export function reportMessage(report: ImportReport, locale: Locale): Reply {
  const words = catalogues[locale].tierImport;
  const { state, lines, appliedBy, appliedAt, problems } = report;
  const problemCount = lines.wrong + lines.failed;
  const shown = problems.map(({ line, problem }) =>
    words.problemLine({
      line,
      column: problem.column,
      text: shorten(problemWords(problem, locale), PROBLEM_SHOWN),
    }),
  );
  const description = [
    ...countLines(report, locale),
    ...(appliedBy && appliedAt ? [words.appliedBy({ userId: appliedBy, at: appliedAt })] : []),
    ...(shown.length > 0 ? ['', ...shown] : []),
    ...(problemCount > shown.length ? [words.moreProblems({ count: problemCount - shown.length })] : []),
    ...(problemCount > 0 && state !== 'dropped' ? ['', words.reimport] : []),
  ];
  return { embeds: [embedOf(report, locale, description)], components: buttonsOf(report, locale) };
}

/** For the staff channel: numbers only, since who paid is not for everybody there. */
export function endMessage(report: ImportReport, locale: Locale): Reply {
  const { buttons } = catalogues[locale].tierImport;
  const show = button(buttons.show, componentId(SHOW, report.id));
  return {
    embeds: [embedOf(report, locale, countLines(report, locale))],
    components: buttonRow([show]),
  };
}

/** What is wrong with a line, as plain text. */
export function problemWords({ code, facts }: LineProblem, locale: Locale): string {
  const sentence = catalogues[locale].tierImport.problems[code] as (given: LineProblem['facts']) => string;
  return sentence(facts);
}

function countLines(
  { state, lines, absentCount, amountMinor, currency, rolesOpen }: ImportReport,
  locale: Locale,
): string[] {
  const words = catalogues[locale].tierImport;
  const { ready, known, wrong, done, failed } = lines;
  const all = ready + known + wrong + done + failed;
  const isBegun = state === 'applying' || state === 'done';
  return [
    words.states[state],
    ...(state === 'applying' ? [words.progress({ done: all - ready, all })] : []),
    isBegun ? words.done({ count: done }) : words.ready({ count: ready }),
    ...(known > 0 ? [words.known({ count: known })] : []),
    ...(wrong > 0 ? [words.wrong({ count: wrong })] : []),
    ...(failed > 0 ? [words.failed({ count: failed })] : []),
    ...(amountMinor > 0 && currency ? [words.amount({ minor: amountMinor, currency })] : []),
    ...(absentCount ? [words.absent({ count: absentCount })] : []),
    ...(rolesOpen > 0 ? [words.rolesOpen({ count: rolesOpen })] : []),
  ];
}

function embedOf(report: ImportReport, locale: Locale, lines: readonly string[]) {
  return { title: catalogues[locale].tierImport.title(report), description: lines.join('\n'), color: COLOUR };
}

function buttonsOf({ id, state, lines }: ImportReport, locale: Locale): NonNullable<Reply['components']> {
  const words = catalogues[locale].tierImport.buttons;
  const isChecked = state === 'checked';
  return buttonRow([
    ...(isChecked && lines.ready > 0 ? [button(words.apply, componentId(APPLY, id), 'main')] : []),
    ...(isChecked ? [button(words.drop, componentId(DROP, id), 'danger')] : []),
    ...(state === 'applying' || state === 'done' ? [button(words.refresh, componentId(REFRESH, id))] : []),
    ...(lines.wrong + lines.failed > 0 && !isChecked ? [button(words.lines, componentId(LINES, id))] : []),
  ]);
}
