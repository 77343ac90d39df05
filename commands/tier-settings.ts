/** /tier settings: how tiers work in this community. */
import type { App } from '../src/app.ts';
import { action } from '../src/discord/command.ts';
import type { Action, Call } from '../src/discord/command.ts';
import { integer, oneOf, text } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { escapeMarkup, shorten } from '../src/i18n/markup.ts';
import { changeTierSettings } from '../src/tiers/tiers.ts';
import type { TierSettings } from '../src/tiers/tiers.ts';
import { COLOUR } from './tier-words.ts';

/** As much as /membership and reminders show. */
const HOW_TO_MAX = 900;
const GRACE_MAX = 90;
const REMINDER_MAX = 60;

export const tierSettings: Action = action({
  access: 'tier-admin',
  options: {
    currency: text({ min: 3, max: 3 }),
    overlap: oneOf(['wait', 'parallel']),
    'grace-days': integer({ min: 0, max: GRACE_MAX }),
    'reminder-days': integer({ min: 1, max: REMINDER_MAX }),
    'unknown-roles': oneOf(['keep', 'remove']),
    'how-to': text({ max: HOW_TO_MAX }),
    'how-to-zh': text({ max: HOW_TO_MAX }),
    clear: oneOf(['how-to']),
  },
  async run(app, call, given) {
    const present = app.tiers.settingsOf(call.guildId);
    const howTo = {
      ...(given.clear === 'how-to' ? { en: null, 'zh-CN': null } : present.howTo),
      ...(given['how-to'] !== null && { en: given['how-to'] }),
      ...(given['how-to-zh'] !== null && { 'zh-CN': given['how-to-zh'] }),
    };
    const isHowTo = given.clear !== null || given['how-to'] !== null || given['how-to-zh'] !== null;
    const changes: Partial<TierSettings> = {
      ...(given.currency !== null && { currency: given.currency }),
      ...(given.overlap !== null && { overlap: given.overlap }),
      ...(given['grace-days'] !== null && { graceDays: given['grace-days'] }),
      ...(given['reminder-days'] !== null && { reminderDays: given['reminder-days'] }),
      ...(given['unknown-roles'] !== null && { unknownRoles: given['unknown-roles'] }),
      ...(isHowTo && { howTo }),
    };
    if (Object.keys(changes).length === 0) return settingsReply(app, call);
    await changeTierSettings(app, call.guildId, changes);
    return { content: call.words.tiers.settings.saved, ...settingsReply(app, call) };
  },
});

function settingsReply(app: App, call: Call): Reply {
  const { currency, overlap, graceDays, reminderDays, unknownRoles, howTo } = app.tiers.settingsOf(
    call.guildId,
  );
  const { settings } = call.words.tiers;
  const { labels } = settings;
  const { notSet } = call.words.core;
  const line = (label: string, value: string): string => `**${label}** · ${value}`;
  const typed = (value: string | null): string => (value === null ? notSet : escapeMarkup(value));
  const lines = [
    line(labels.currency, currency ?? notSet),
    line(labels.overlap, settings.overlaps[overlap]),
    line(labels.grace, graceDays === 0 ? settings.noGrace : settings.grace({ days: graceDays })),
    line(labels.reminder, settings.reminder({ days: reminderDays })),
    line(labels.unknownRoles, settings.unknownRoles[unknownRoles]),
    line(labels.howTo, typed(howTo.en)),
    line(labels.howToZh, typed(howTo['zh-CN'])),
  ];
  const description = shorten(lines.join('\n'), LONGEST_DESCRIPTION);
  return { embeds: [{ title: settings.title, description, color: COLOUR.calm }] };
}
