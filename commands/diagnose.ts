/** /diagnose: how the bot is doing, and what to mend. */
import { action, command } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { botVersion, diagnose, renderFinding, worstLevel } from '../src/diagnosis/diagnosis.ts';
import type { Finding, Level } from '../src/diagnosis/diagnosis.ts';

/** Discord's own green, yellow and red. */
const COLOURS: Record<Level, number> = { ok: 0x57f287, warning: 0xfee75c, problem: 0xed4245 };

const RANKS: Record<Level, number> = { problem: 0, warning: 1, ok: 2 };

export default command({
  name: 'diagnose',
  action: action({
    access: 'staff',
    options: {},
    async run(app, call) {
      const findings = await diagnose(app, call.guildId);
      const { timeZone } = app.communities.get(call.guildId);
      return diagnosisReply(call, findings, timeZone);
    },
  }),
});

function diagnosisReply({ words }: Call, findings: readonly Finding[], timeZone: string): Reply {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  const headline = words.diagnosis.headline({ problems: count('problem'), warnings: count('warning') });
  const worstFirst = findings.toSorted((a, b) => RANKS[a.level] - RANKS[b.level]);
  const lines = [`**${headline}**`, ...worstFirst.map((finding) => renderFinding(finding, words))];
  // Whole lines, and from the end: what is in order is left out first.
  while (lines.join('\n').length > LONGEST_DESCRIPTION) lines.pop();
  return {
    embeds: [
      {
        title: words.diagnosis.title,
        description: lines.join('\n'),
        color: COLOURS[worstLevel(findings)],
        footer: { text: words.diagnosis.version({ version: botVersion(), timeZone }) },
      },
    ],
  };
}
