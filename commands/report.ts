/** /report: staff look at a weekly report before or after it is posted; the button below a posted one explains its figures. */
import { action, command, component } from '../src/discord/command.ts';
import { day } from '../src/discord/options.ts';
import { explainReport, previewReport } from '../src/reports/reports.ts';
import type { ReportKind } from '../src/reports/reports.ts';

function preview(kind: ReportKind) {
  return action({
    access: 'staff',
    options: { week: day() },
    run: (app, { guildId, locale }, { week }) => previewReport(app, { guildId, kind, on: week, locale }),
  });
}

export default command({
  name: 'report',
  subcommands: { activity: preview('activity'), satisfaction: preview('satisfaction') },
});

/** The button "What do these numbers mean?"; its argument is the report's marker. Answered from memory. */
export const reportExplain = component({
  name: 'report.explain',
  access: 'everyone',
  immediate: true,
  run: async (_app, { words }, { args }) => ({ content: explainReport(args[0] ?? '', words) }),
});
