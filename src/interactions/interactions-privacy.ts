/** What the log holds on a person: shown and erased. */
import { UpstreamError } from '../kernel/errors.ts';
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { kindOf } from './interactions-batch-rules.ts';
import {
  deletePerson,
  findVoiceStay,
  listInteractions,
  listMemberDays,
} from './interactions-privacy-store.ts';
import type { HeldInteraction } from './interactions-privacy-store.ts';

export const interactionsPrivacy: PrivacyPart = {
  feature: 'interactions',
  models: ['Interaction', 'MemberDay', 'VoiceStay'],

  async export(app, guildId, userId) {
    await app.interactions.flush();
    const interactions = await listInteractions(app, guildId, userId);
    const days = await listMemberDays(app, guildId, userId);
    const voice = await findVoiceStay(app, guildId, userId);
    if (interactions.length === 0 && days.length === 0 && !voice) return null;
    return { interactions: interactions.map(toReadable), days, voice: voice ? [voice] : [] };
  },

  /** @throws UpstreamError when events still wait for the database: what is erased now would come back with them. */
  async erase(app, guildId, userId) {
    if (!(await app.interactions.flush()))
      throw new UpstreamError('database', 'events still wait to be written; erasing now would miss them');
    return deletePerson(app, guildId, userId);
  },
};

/** What a row does not have is left out. */
function toReadable(row: HeldInteraction): Record<string, unknown> {
  return {
    kind: kindOf(row.kind),
    at: row.occurredAt,
    ...(row.channelId === '0' ? {} : { channelId: row.channelId }),
    id: row.subjectId,
    ...(row.referenceId === null ? {} : { inReplyTo: row.referenceId }),
    ...(row.emoji === '' ? {} : { emoji: row.emoji }),
    ...(row.editedAt === null ? {} : { editedAt: row.editedAt }),
    ...(row.deletedAt === null ? {} : { deletedAt: row.deletedAt }),
  };
}
