/** The three ways something ends badly that is not a bug: refused, the far side failed, the bot cannot start. Facts, never sentences. */

/**
 * Every refusal code and the facts its sentence needs. Features add theirs beside their rules:
 * `declare module '../kernel/errors.ts' { interface RefusalFacts { 'survey.closed': { closedAt: Date } } }`;
 * the catalogues must then have the sentence in every language, and docs/refusals.md the code, or nothing compiles or passes.
 */
export interface RefusalFacts {
  /** Only staff may do this; the role that counts as staff, if one is set. */
  'access.staff-only': { staffRoleId: string | null };
  /** Only those who may manage the server may do this. */
  'access.admin-only': Record<string, never>;
  /** Only holders of the admin role may do this; null when none is set, so that nobody may. */
  /** Who looks after paid tiers; gone: that role was deleted. */
  'access.tier-admin-only': { adminRoleId: string | null; isGone: boolean };
  /** A command was used outside a server. */
  'access.server-only': Record<string, never>;
  /** A button, menu or form that this version does not know, or whose id is damaged. */
  'component.unknown': Record<string, never>;
  /** An option of a command that this version does not have. */
  'option.invalid': { option: string };
  /** A calendar day that does not exist or is not written as YYYY-MM-DD. */
  'option.day': { given: string };
  /** A time zone nobody knows. */
  'option.time-zone': { given: string };
}

export type RefusalCode = keyof RefusalFacts;

/** What a person asked for cannot be done, for a reason they can understand and mostly mend. */
export class Refusal<C extends RefusalCode = RefusalCode> extends Error {
  readonly code: C;
  readonly facts: RefusalFacts[C];

  constructor(code: C, facts: RefusalFacts[C]) {
    super(`refused: ${code}`);
    this.name = 'Refusal';
    this.code = code;
    this.facts = facts;
  }
}

/** Somebody we depend on (Discord, the database) did not do what was asked; trying later may help. */
export class UpstreamError extends Error {
  /** Who failed, for the log: 'discord' or 'database'. */
  readonly upstream: 'discord' | 'database';

  constructor(upstream: 'discord' | 'database', what: string, options?: ErrorOptions) {
    super(what, options);
    this.name = 'UpstreamError';
    this.upstream = upstream;
  }
}

/** The bot cannot start or go on: what is wrong and how to mend it, for the operator; printed without a stack. */
export class StartError extends Error {
  readonly what: string;
  readonly mend: string;

  constructor(what: string, mend: string, options?: ErrorOptions) {
    super(`${what} ${mend}`, options);
    this.name = 'StartError';
    this.what = what;
    this.mend = mend;
  }
}
