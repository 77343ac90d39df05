/** The words of courses: what a course, a version and a lesson are, and why something is refused. Types only. */
import type { ChannelProblem } from '../discord/messenger.ts';
import type { CourseAct, VersionState } from './courses-states-rules.ts';

export const LEVELS = ['beginner', 'intermediate', 'advanced'] as const;
export type Level = (typeof LEVELS)[number];

/** The languages a course can be taught in. */
export const TAUGHT_IN = ['en', 'zh-CN', 'both'] as const;
export type TaughtIn = (typeof TAUGHT_IN)[number];

/** What a reviewer looks at. */
export const CHECKS = ['correctness', 'structure', 'originality', 'language'] as const;
export type Check = (typeof CHECKS)[number];

export const VERDICTS = ['approve', 'changes', 'reject'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A lesson brings a link, a text, or both. */
export interface Lesson {
  /** Stays the same over versions, so that progress does; unique within the course. */
  readonly key: string;
  readonly title: string;
  /** An http or https address. */
  readonly link: string | null;
  readonly text: string | null;
  readonly minutes: number;
}

/** What a creator writes. */
export interface CourseContent {
  readonly title: string;
  readonly summary: string;
  /** Keys of topics, in the creator's order. */
  readonly topics: readonly string[];
  readonly level: Level;
  readonly language: TaughtIn;
  /** The lowest tier that opens it; null: everybody. */
  readonly tierId: number | null;
  readonly lessons: readonly Lesson[];
  /** What is new against the version before; null in a first one. */
  readonly changes: string | null;
}

export interface CourseVersion extends CourseContent {
  readonly id: number;
  readonly guildId: string;
  readonly courseId: number;
  /** 1, 2, 3 … within the course. */
  readonly number: number;
  readonly state: VersionState;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly threadState: 'none' | 'due' | 'open' | 'closed' | 'failed';
  readonly reviewThreadId: string | null;
  readonly announceState: 'none' | 'due' | 'posted' | 'failed';
  /** null: nothing of it can stand in the channel yet. */
  readonly announceBegunAt: Date | null;
  readonly announceId: string | null;
}

/** Where the learners of a course meet; a role opens a channel that staff made. */
export type RoomKind = 'none' | 'thread' | 'role';

export interface Course {
  readonly id: number;
  readonly guildId: string;
  /** null: they asked to be forgotten. */
  readonly creatorId: string | null;
  /** Whose it was before it was given to somebody else: its words are theirs, too. Unordered, each once. */
  readonly formerCreatorIds: readonly string[];
  /** The version that people learn from; null before the first. */
  readonly publishedId: number | null;
  readonly archivedAt: Date | null;
  readonly roomKind: RoomKind;
  readonly roomRoleId: string | null;
  /** null until the first learner comes. */
  readonly roomThreadId: string | null;
  /** Who was let into the thread for making the course; another than the creator is to be taken out. */
  readonly roomCreatorId: string | null;
  readonly roomProblem: string | null;
  readonly createdAt: Date;
  readonly remindedAt: Date | null;
}

/** A course that people can find and learn: held in memory, so without its lessons. */
export interface PublishedCourse extends Pick<
  Course,
  'guildId' | 'creatorId' | 'roomKind' | 'roomRoleId' | 'roomThreadId' | 'roomCreatorId' | 'roomProblem'
> {
  readonly courseId: number;
  readonly versionId: number;
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  readonly topics: readonly string[];
  readonly level: Level;
  readonly language: TaughtIn;
  readonly tierId: number | null;
  readonly lessonCount: number;
  readonly minutes: number;
  /** When this version was published. */
  readonly updatedAt: Date;
  /** When the first one was. */
  readonly firstAt: Date;
  /** Whether an older version was published before this one. */
  readonly isUpdate: boolean;
}

/** What learners made of a course. */
export interface CourseStanding {
  /** 1 to 5; null where nobody rated. */
  readonly ratingMean: number | null;
  readonly ratingCount: number;
  readonly learnerCount: number;
  readonly finishedCount: number;
}

export interface CourseReview {
  readonly versionId: number;
  /** null: they asked to be forgotten. */
  readonly userId: string | null;
  readonly verdict: Verdict;
  /** What was found good. */
  readonly checklist: readonly Check[];
  readonly reason: string | null;
  readonly at: Date;
}

/** One line of a course's history. */
export interface CourseEntry {
  readonly versionId: number | null;
  /** null: the bot, or somebody who asked to be forgotten. */
  readonly userId: string | null;
  readonly kind: CourseAct | 'drafted' | 'room' | 'transferred' | 'reminded' | 'recounted';
  readonly at: Date;
  readonly note: string | null;
}

/** How a community runs its courses. */
export interface CourseSettings {
  readonly reviewerRoleId: string | null;
  /** Where the private threads of courses and submissions are opened. */
  readonly roomsChannelId: string | null;
  readonly announceChannelId: string | null;
  /** Reviewers who must approve a version, never whose course it is or was. */
  readonly approvalsNeeded: number;
  readonly staleDays: number;
  readonly anonymousQuestions: boolean;
  /** What creators share each month, in minor units of the community's currency; null: nothing. */
  readonly poolMinor: number | null;
}

export const DEFAULT_SETTINGS: CourseSettings = {
  reviewerRoleId: null,
  roomsChannelId: null,
  announceChannelId: null,
  approvalsNeeded: 2,
  staleDays: 90,
  anonymousQuestions: true,
  poolMinor: null,
};

/** Somebody who acts on a course. */
export interface Actor {
  readonly userId: string;
  readonly isReviewer: boolean;
  readonly isStaff: boolean;
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** There is no such course here, or nothing of it may be seen by who asks. */
    'course.unknown': Record<string, never>;
    /** In this state of the version the act is not possible, whoever asks. */
    'course.state': { title: string; number: number; state: VersionState; act: CourseAct };
    /** Only its creator may do this. */
    'course.creator-only': { title: string };
    /** Only reviewers may do this; the role, null: only staff. */
    'course.reviewers-only': { reviewerRoleId: string | null };
    /** Only its creator or staff may do this. */
    'course.owner-only': { title: string };
    /** Nobody reviews a course that is or was their own. */
    'course.own-review': { title: string };
    /** They decided about this version already. */
    'course.reviewed-already': { title: string; verdict: Verdict };
    /** Whoever approves found everything good; what they did not tick. */
    'course.checklist': { missing: readonly Check[] };
    /** Who asks for changes or rejects says why. */
    'course.no-reason': Record<string, never>;
    /** A button of an older version. */
    'course.old-version': { title: string; number: number; latest: number };
    /** A course that was never published was rejected: it ends there. */
    'course.rejected': { title: string; reason: string | null };
    /** A course that was taken down is published again only after staff restored it. */
    'course.archived': { title: string };
    /** A newer version is in the works already. */
    'course.in-the-works': { title: string; number: number; state: VersionState };
    /** What a version still lacks before it can be submitted. */
    'course.incomplete': { missing: readonly ('lessons' | 'summary' | 'topics' | 'changes')[] };
    /** A title holds nothing but blanks. */
    'course.title': Record<string, never>;
    /** What was typed is longer than it may be; both in characters. */
    'course.too-long': { given: string; length: number; most: number };
    /** The lesson was removed meanwhile. */
    'course.lesson-gone': Record<string, never>;
    /** The draft could not be read in the time Discord leaves for a form. */
    'course.form-late': Record<string, never>;
    /** A lesson's address is none. */
    'course.link': { given: string };
    /** A lesson has neither link nor text. */
    'course.lesson-empty': { title: string };
    /** A topic's name holds what no name holds, or is too long. */
    'course.topic': { given: string; most: number };
    'course.too-many-topics': { most: number };
    'course.too-many-lessons': { most: number };
    /** Minutes of a lesson that are no whole number from 1 to `most`. */
    'course.minutes': { given: string; most: number };
    /** The tier a course requires does not exist any more. */
    'course.tier-gone': Record<string, never>;
    /** The role that everybody has cannot be the reviewers'. */
    'course.reviewer-role-everyone': Record<string, never>;
    /** No role was named for a room that a role opens. */
    'course.room-role-missing': Record<string, never>;
    /** A role that stands for something else already cannot open a room. */
    'course.room-role-taken': { roleId: string };
    /** Nor can one whose holders rule over the server. */
    'course.room-role-ruling': { roleId: string };
    /** Nor that of another course: taking it from one's learners would take it from the other's. */
    'course.room-role-used': { roleId: string; title: string };
    /** Only approved creators are given a course. */
    'course.not-a-creator': { userId: string };
    /** Whoever decided about the version in the works would have reviewed their own. */
    'course.transfer-reviewer': { userId: string; title: string };
    /** It is theirs already. */
    'course.transfer-same': { userId: string; title: string };
    /** The bot cannot open threads in the channel that is set. */
    'course.rooms-channel': { channelId: string; problem: ChannelProblem };
    /** More drafts in the works than one creator may have. */
    'course.too-many-drafts': { most: number };
  }
}
