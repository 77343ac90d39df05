/** What is held on the roles a member was given and lost: shown and erased. What is still to be carried out stays until it is. */
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { rolesOfMember } from './roles.ts';
import { deleteClosed, updateForgotten } from './roles-store.ts';

export const rolesPrivacy: PrivacyPart = {
  feature: 'roles',
  models: ['RoleTask'],
  async export(app, guildId, userId) {
    const records = await rolesOfMember(app, guildId, userId);
    if (records.length === 0) return null;
    return {
      roles: records.map(({ roleId, wanted, purpose, state, wishedAt, finishedAt, problem, callCount }) => ({
        roleId,
        wish: wanted ? 'to hold it' : 'not to hold it',
        purpose,
        state,
        wishedAt,
        finishedAt,
        problem,
        requestsToDiscord: callCount,
      })),
    };
  },
  async erase(app, guildId, userId) {
    await updateForgotten(app, guildId, userId);
    return deleteClosed(app, guildId, userId);
  },
};
