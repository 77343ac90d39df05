/** What the acts share: the stage, the bot's process, the delivery, and the facts the local Discord's ledger cannot know. */
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { BotProcess } from './bot-process.ts';
import type { Community } from './community.ts';
import type { Delivery, Happening } from './delivery.ts';
import type { Script } from './script.ts';
import type { Stage } from './stage.ts';
import { shanghai } from './story-time.ts';
import { countSatisfaction, type SatisfactionTruth, type SurveyTruth } from './truth-satisfaction.ts';
import { CourseBook, type CourseKey, type Funnel } from './truth-courses.ts';
import { TierBook } from './truth-tiers.ts';
import { countTruth, type Truth, type TruthFacts, type TruthSpan } from './truth.ts';

/** A report the scheduler posted, with what the local Discord had counted at that moment. */
export interface PostedReport {
  readonly kind: 'activity' | 'satisfaction';
  /** First day of the week. */
  readonly weekOn: string;
  readonly late: boolean;
  readonly messageId: string;
  readonly text: string;
  readonly activity: Truth;
  readonly satisfaction: SatisfactionTruth;
}

/** Nothing happens in the community while the bot is away; Unix milliseconds. */
export interface Pause {
  readonly from: number;
  readonly to: number;
}

export interface Story {
  readonly script: Script;
  readonly community: Community;
  readonly sandbox: Sandbox;
  readonly stage: Stage;
  readonly bot: BotProcess;
  readonly delivery: Delivery;
  /** Local midnight of the first day of each week, oldest first. */
  readonly weeks: readonly TruthSpan[];
  readonly facts: StoryFacts;
  readonly reports: PostedReport[];
  /** What was privately answered to `/report`, by kind and week. */
  readonly previews: Map<string, string>;
  /** The moments in which the bot was killed. */
  readonly crashes: TruthSpan[];
  /** Signals and exit codes of the bot's ends that were part of the story. */
  restarts: number;
}

/** A list of acts, each at its time. */
export type Acts = (story: Story) => readonly Happening[];

export class StoryFacts implements TruthFacts {
  readonly excluded = new Set<string>();
  readonly optedOut = new Map<string, number>();
  readonly forgotten = new Set<string>();
  readonly surveys: (SurveyTruth & { readonly title: string })[] = [];
  readonly founders: { userId: string; from: number }[];
  /** Who was granted which paid tier until when. */
  readonly tiers = new TierBook();
  /** The courses, and what people did with them. */
  readonly courses = new CourseBook();
  /** What /course report said of each course. */
  readonly courseReport = new Map<CourseKey, Funnel>();
  /** Whether /verify names the owner of each certificate, by its code. */
  readonly verified = new Map<string, boolean>();
  /** Of the invite to a paid tier. */
  inviteCode: string | null = null;
  /** Who paid for a year and will get the money back. */
  refundable: string | null = null;
  /** Lines of the files that /tier export made. */
  exported: { readonly grants: number; readonly payments: number } | null = null;
  private readonly community: Community;

  constructor(community: Community, script: Script) {
    this.community = community;
    this.founders = community.residents.flatMap(({ userId, stays: [first] }) =>
      first && first.from < script.from ? [{ userId, from: first.from }] : [],
    );
  }

  readonly channelOf = (channelId: string): string => {
    const channel = this.community.sandbox.world.state.channels.get(channelId);
    return channel?.thread && channel.parentId !== null ? channel.parentId : channelId;
  };

  readonly isForum = (channelId: string): boolean => channelId === this.community.places.forum;

  get learnt(): TruthFacts['learnt'] {
    return this.courses.acts;
  }

  /** Everybody who took part in a survey that is closed; the log notes it at the close. */
  get participations(): TruthFacts['participations'] {
    return this.surveys.flatMap(({ closedAt, answers }) =>
      closedAt === null
        ? []
        : [...answers.keys()].map((userId) => ({ userId, channelId: '0', at: closedAt })),
    );
  }

  /** All trace of a person goes, and nothing new comes. */
  forget(userId: string): void {
    this.forgotten.add(userId);
    for (const { answers } of this.surveys) answers.delete(userId);
  }
}

export function activityTruth({ sandbox, facts }: Story, span: TruthSpan): Truth {
  return countTruth(sandbox.world.state.ledger, facts, span);
}

export function satisfactionTruth({ facts }: Story, span: TruthSpan): SatisfactionTruth {
  return countSatisfaction(facts.surveys, span);
}

/** An act at a time on Shanghai's clocks: the bot's clock stands there, and all before it has arrived. */
export function actAt(wallTime: string, run: () => Promise<void>): Happening {
  return { at: shanghai(wallTime), exact: true, run };
}
