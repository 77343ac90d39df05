/** What is held on a creator: their application and their points, and that they decided about others. */
import { dayOf } from '../kernel/calendar.ts';
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { withdrawPost } from './creators-lifecycle.ts';
import { deletePoints, listPoints } from './creators-points-store.ts';
import { deleteCreator, findCreator, updateDeciderToNobody } from './creators-store.ts';

export const creatorsPrivacy: PrivacyPart = {
  feature: 'creators',
  models: ['Creator', 'CreatorPoint'],
  async export(app, guildId, userId) {
    const creator = await findCreator(app, guildId, userId);
    const points = await listPoints(app, guildId, userId);
    if (!creator && points.length === 0) return null;
    const { timeZone } = app.communities.get(guildId);
    // The minute of a point would tell which learner gave it.
    const earned = points.map(({ at, ...point }) => ({ ...point, on: dayOf(at, timeZone) }));
    return { application: creator && toReadable(creator), points: earned };
  },
  async erase(app, guildId, userId) {
    const creator = await findCreator(app, guildId, userId);
    if (creator) await withdrawPost(app, creator);
    return (
      (await deleteCreator(app, guildId, userId)) +
      (await deletePoints(app, guildId, userId)) +
      (await updateDeciderToNobody(app, guildId, userId))
    );
  },
};

/** Who decided is somebody else. */
function toReadable({
  state,
  field,
  samples,
  locale,
  appliedAt,
  decidedAt,
  reason,
}: NonNullable<Awaited<ReturnType<typeof findCreator>>>) {
  return [{ state, field, samples, language: locale, appliedAt, decidedAt, reason }];
}
