/** A course as a person would keep it on paper: what the rules say in words, without the table of states. For the walks. */
import type { CourseVersion } from '../../src/courses/courses.ts';
import { cleo, dan, mia, rita, rob, stan } from './course-people.ts';

/** Cleo's course at first; she reviews others', and may not review her own, not even when it was given to somebody else. */
export const PEOPLE = { cleo, dan, rita, rob, stan, mia };
type Name = keyof typeof PEOPLE;
const ACTS = [
  'revise',
  'edit',
  'submit',
  'withdraw',
  'approve',
  'changes',
  'reject',
  'publish',
  'archive',
  'restore',
  'give',
] as const;

export interface Step {
  /** Who does it; whom staff give the course to. */
  readonly who: Name;
  readonly act: (typeof ACTS)[number];
  /** Which version: 0 the youngest, 1 the one before, and so on. */
  readonly back: number;
}

const REVIEWERS: readonly Name[] = ['cleo', 'rita', 'rob', 'stan'];
/** Two reviewers are left when each of them had it. */
const TAKERS: readonly Name[] = ['cleo', 'dan', 'rita'];
const NAMES = Object.keys(PEOPLE) as Name[];
const EVERYTHING: readonly Step[] = [
  ...ACTS.filter((act) => act !== 'give').flatMap((act) =>
    NAMES.flatMap((who) => [0, 1, 2].map((back) => ({ who, act, back }))),
  ),
  ...TAKERS.map((who) => ({ who, act: 'give' as const, back: 0 })),
];

/** How often an act is chosen where it is possible: most walks are to see several versions published. */
const WEIGHTS: Partial<Record<Step['act'], number>> = {
  edit: 3,
  submit: 6,
  approve: 10,
  publish: 12,
  revise: 6,
  restore: 6,
};

export const NEEDED = 2;
/** Forbidden steps between two possible ones. */
const TRIES = 3;

/** What one version is by the words of the rules. */
interface Modelled {
  state: CourseVersion['state'];
  edits: number;
  /** Whether it says what is new: an update must. */
  saysNews: boolean;
  readonly approvedBy: Set<Name>;
  readonly decidedBy: Set<Name>;
}

/** The course as a person would keep it on paper. */
export class Model {
  versions: Modelled[] = [fresh(0, true)];
  live: Modelled | null = null;
  isArchived = false;
  creator: Name = 'cleo';
  /** Whose it ever was. */
  everybodys = new Set<Name>(['cleo']);

  /** @returns whether it was to work. */
  step({ who, act, back }: Step): boolean {
    const youngest = this.versions.at(-1)!;
    const version = this.versions[this.versions.length - 1 - back];
    if (act === 'revise') return this.revise(who, youngest);
    if (!version || (version !== youngest && version !== this.live)) return false;
    const isCreator = who === this.creator;
    const isOwner = isCreator || who === 'stan';
    const isReviewer = REVIEWERS.includes(who) && !this.everybodys.has(who);
    const { state } = version;
    switch (act) {
      case 'edit':
        if (!isCreator || state !== 'draft') return false;
        version.edits += 1;
        version.saysNews = true;
        return true;
      case 'submit':
        if (this.live && !version.saysNews) return false;
        return isCreator && state === 'draft' && became(version, 'submitted');
      case 'withdraw':
        return (
          isCreator && ['draft', 'submitted', 'approved'].includes(state) && became(version, 'withdrawn')
        );
      case 'approve':
        if (!isReviewer || state !== 'submitted' || version.decidedBy.has(who)) return false;
        version.decidedBy.add(who);
        version.approvedBy.add(who);
        return version.approvedBy.size < NEEDED || became(version, 'approved');
      case 'changes':
      case 'reject':
        if (!isReviewer || !['submitted', 'approved'].includes(state)) return false;
        version.approvedBy.delete(who);
        return became(version, act === 'reject' ? 'rejected' : 'changes-requested');
      case 'publish':
        if (!isOwner || state !== 'approved' || this.isArchived) return false;
        if (this.live) became(this.live, 'superseded');
        this.live = version;
        return became(version, 'published');
      case 'archive':
        if (!isOwner || state !== 'published') return false;
        this.isArchived = true;
        return became(version, 'archived');
      case 'restore':
        if (who !== 'stan' || state !== 'archived') return false;
        this.isArchived = false;
        return became(version, 'published');
      case 'give':
        return this.give(who, version);
    }
  }

  private isPossible(step: Step): boolean {
    return this.copy().step(step);
  }

  /** One of the steps that are possible now, where there is one. */
  possible(among: number): Step[] {
    const weighted = EVERYTHING.filter((step) => this.isPossible(step)).flatMap((step) =>
      Array.from({ length: WEIGHTS[step.act] ?? 1 }, () => step),
    );
    const step = weighted[among % weighted.length];
    return step ? [step] : [];
  }

  /** Some that are not, and were not tried in such a situation: first what comes closest to being allowed. */
  forbidden(tried: Set<string>): Step[] {
    const keyOf = ({ who, act, back }: Step) => {
      const version = this.versions.at(-1 - back);
      const hats = [who === this.creator, this.everybodys.has(who)];
      return [
        who,
        act,
        back,
        version?.state,
        version?.decidedBy.has(who),
        version === this.live,
        ...hats,
      ].join();
    };
    const possible = EVERYTHING.filter((step) => this.isPossible(step));
    const acts = new Set(possible.map(({ act }) => act));
    const distance = ({ who, act, back }: Step) =>
      (acts.has(act) ? 0 : 2) + back * 2 + (who === 'mia' || who === 'dan' ? 1 : 0);
    const steps = EVERYTHING.filter((step) => !possible.includes(step) && !tried.has(keyOf(step)))
      .toSorted((one, other) => distance(one) - distance(other))
      .slice(0, TRIES);
    for (const step of steps) tried.add(keyOf(step));
    return steps;
  }

  private copy(): Model {
    const copy = new Model();
    copy.versions = this.versions.map((version) => ({
      ...version,
      approvedBy: new Set(version.approvedBy),
      decidedBy: new Set(version.decidedBy),
    }));
    copy.live = this.live && copy.versions[this.versions.indexOf(this.live)]!;
    copy.isArchived = this.isArchived;
    copy.creator = this.creator;
    copy.everybodys = new Set(this.everybodys);
    return copy;
  }

  private give(to: Name, youngest: Modelled): boolean {
    const isInTheWorks = ['draft', 'submitted', 'approved'].includes(youngest.state);
    if (to === this.creator || (isInTheWorks && youngest.decidedBy.has(to))) return false;
    this.creator = to;
    this.everybodys.add(to);
    return true;
  }

  private revise(who: Name, youngest: Modelled): boolean {
    if (who !== this.creator || ['submitted', 'approved'].includes(youngest.state)) return false;
    if (youngest.state === 'draft') return true;
    const base = youngest.state === 'rejected' ? this.live : youngest;
    if (!base || base.state === 'archived') return false;
    const neverCameOut = youngest.state === 'withdrawn' || youngest.state === 'changes-requested';
    this.versions.push(fresh(base.edits, neverCameOut && youngest.saysNews));
    return true;
  }
}

function fresh(edits: number, saysNews: boolean): Modelled {
  return { state: 'draft', edits, saysNews, approvedBy: new Set(), decidedBy: new Set() };
}

function became(version: Modelled, state: Modelled['state']): true {
  version.state = state;
  return true;
}
