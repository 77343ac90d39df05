/** What staff see of an application in their channel, and what an applicant is told. */
import { button, buttonRow } from '../discord/buttons.ts';
import { componentId } from '../discord/components.ts';
import type { Reply } from '../discord/reply.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import type { Creator } from './creators-rules.ts';

/** Names of the buttons under an application. */
export const APPROVE_BUTTON = 'creator.approve';
export const REJECT_BUTTON = 'creator.reject';

type Post = Pick<Creator, 'userId' | 'appliedAt' | 'field' | 'samples'>;

/** The button's id names the very application: a later one of the same person has others. */
export function decisionId(name: string, { userId, appliedAt }: Pick<Post, 'userId' | 'appliedAt'>): string {
  return componentId(name, userId, appliedAt.getTime());
}

export function applicationPost(creator: Post, { creators: words }: Catalogue): Reply {
  return {
    embeds: [{ title: words.post.title, description: words.post.application(creator) }],
    components: buttonRow([
      button(words.post.approve, decisionId(APPROVE_BUTTON, creator), 'main'),
      button(words.post.reject, decisionId(REJECT_BUTTON, creator), 'danger'),
    ]),
  };
}

/** The same, once it is decided: it has no buttons any more. */
export function decidedPost(creator: Creator, { creators: words }: Catalogue): Reply {
  const description = [words.post.application(creator), '', words.post.decided(creator)].join('\n');
  return { embeds: [{ title: words.post.title, description }], components: [] };
}

/** What stays of it when its author asks to be forgotten. */
export function forgottenPost({ creators: words }: Catalogue): Reply {
  return { embeds: [{ title: words.post.title, description: words.post.forgotten }], components: [] };
}

export function decisionMessage(
  { state, reason }: Creator,
  communityName: string,
  { creators: words }: Catalogue,
): Reply {
  return {
    content:
      state === 'approved'
        ? words.told.approved({ communityName })
        : words.told.rejected({ communityName, reason }),
  };
}
