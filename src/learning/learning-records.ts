/** The words of learning: a learner, and why something is refused. Types only. */
import type { Locale } from '../i18n/format.ts';
import type { Money } from '../kernel/money.ts';

/** Who does something, where and when: a part of every call. */
export interface Learning {
  readonly guildId: string;
  readonly userId: string;
  readonly channelId: string;
  readonly at: Date;
}

/** One member and one course, from the first look on. */
export interface Learner {
  readonly courseId: number;
  readonly userId: string;
  readonly viewedAt: Date;
  readonly startedAt: Date | null;
  /** Stays, also when a younger version brings more lessons. */
  readonly finishedAt: Date | null;
  /** The version whose lessons were all done first. */
  readonly finishedId: number | null;
  /** 1 to 5. */
  readonly rating: number | null;
  readonly comment: string | null;
  readonly ratedAt: Date | null;
  readonly certificateCode: string | null;
  readonly certificateName: string | null;
  readonly roomProblem: RoomProblem | null;
}

/** Why somebody is not in a course's room: no channel is set, it has as many people as Discord allows, the bot may not, Discord failed. */
export type RoomProblem = 'no-channel' | 'full' | 'no-permission' | 'too-many-threads' | 'discord';

type Names = Readonly<Record<Locale, string>>;

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** A tier is missing: which one, what they have instead, and how to get it. */
    'learning.tier': {
      title: string;
      tier: Names;
      held: Names | null;
      /** What opens it and can be bought; null: nothing that can be bought does. */
      offer: { tier: Names; price: Money | null; days: number | null } | null;
      howTo: Readonly<Record<Locale, string | null>>;
      /** They had started it: what they did is kept. */
      hasStarted: boolean;
    };
    /** The course was taken down. */
    'learning.archived': { title: string; hasStarted: boolean };
    /** They have not started it. */
    'learning.not-started': { title: string };
    /** Nobody learns or rates what they made themselves. */
    'learning.own-course': { title: string };
    /** The course has no such lesson (any more). */
    'learning.lesson-unknown': { title: string };
    /** Only who did a lesson rates a course. */
    'learning.rate-first': { title: string };
    /** There is no certificate yet: so many lessons are done, of so many. */
    'learning.not-finished': { title: string; done: number; lessons: number };
    /** No certificate of this community has such a code. */
    'learning.code-unknown': Record<string, never>;
    /** A name without a letter. */
    'learning.name-empty': Record<string, never>;
  }
}
