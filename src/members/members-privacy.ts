/** What is held on when a person was a member: shown and erased. */
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { deleteStays, listStays } from './members-store.ts';

export const membersPrivacy: PrivacyPart = {
  feature: 'memberships',
  models: ['MemberStay'],
  async export(app, guildId, userId) {
    const stays = await listStays(app, guildId, userId);
    return stays.length === 0 ? null : { stays };
  },
  async erase(app, guildId, userId) {
    return deleteStays(app, guildId, userId);
  },
};
