/** Errors as Discord's REST API words them: status, code, message, and for 50035 the tree of field errors. */

import type { PayloadError } from './payload-form.ts';

/** A refusal by the local Discord; the server answers with it as JSON. */
export class DiscordError extends Error {
  override readonly name = 'DiscordError';
  readonly status: number;
  readonly code: number;
  /** The tree under `errors` of a 50035: `{ content: { _errors: [{ code, message }] } }`. */
  readonly errors: Readonly<Record<string, unknown>> | null;

  constructor(
    status: number,
    code: number,
    message: string,
    errors: Readonly<Record<string, unknown>> | null = null,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  body(): Record<string, unknown> {
    return { message: this.message, code: this.code, ...(this.errors ? { errors: this.errors } : {}) };
  }
}

/** Status and words per code. Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const KNOWN = {
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownInvite: [404, 10006, 'Unknown Invite'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownOverwrite: [404, 10009, 'Unknown Overwrite'],
  unknownRole: [404, 10011, 'Unknown Role'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownEmoji: [400, 10014, 'Unknown Emoji'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownEntitlement: [404, 10029, 'Unknown Entitlement'],
  unknownBan: [404, 10026, 'Unknown Ban'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  unknownVoiceState: [404, 10065, 'Unknown Voice State'],
  unknownScheduledEvent: [404, 10070, 'Unknown Guild Scheduled Event'],
  notAuthorizedOnApplication: [
    403,
    20012,
    'You are not authorized to perform this action on this application',
  ],
  missingAccess: [403, 50001, 'Missing Access'],
  cannotExecuteOnDm: [400, 50003, 'Cannot execute action on a DM channel'],
  cannotEditOthersMessage: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotDm: [403, 50007, 'Cannot send messages to this user'],
  cannotSendInThisChannelType: [400, 50008, 'Cannot send messages in a non-text channel'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  wrongMessageCount: [
    400,
    50016,
    'Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete',
  ],
  cannotActOnSystemMessage: [403, 50021, 'Cannot execute action on a system message'],
  invalidChannelType: [400, 50024, 'Cannot execute action on this channel type'],
  messageTooOldToBulkDelete: [400, 50034, 'A message provided was too old to bulk delete'],
  invalidForm: [400, 50035, 'Invalid Form Body'],
  noMutualGuilds: [403, 50278, 'Cannot send messages to this user due to having no mutual guilds'],
  archivedThread: [400, 50083, 'Thread is archived'],
  malformedJson: [400, 50109, 'The request body contains invalid JSON.'],
  reactionBlocked: [403, 90001, 'Reaction was blocked'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  alreadyCrossposted: [400, 40033, 'This message has already been crossposted'],
  threadExists: [400, 160004, 'A thread has already been created for this message'],
  threadLocked: [400, 160005, 'Thread is locked'],
  tooManyThreads: [400, 160006, 'Maximum number of active threads reached'],
  finishedEvent: [400, 180000, 'Cannot update a finished event'],
  maxPins: [400, 30003, 'Maximum number of pins reached (250)'],
  maxReactions: [400, 30010, 'Maximum number of reactions reached (20)'],
  threadFull: [400, 30033, 'Maximum number of thread participants reached (1000)'],
  tooManyEvents: [400, 30038, 'Maximum number of guild scheduled events reached (100)'],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>;

export type KnownError = keyof typeof KNOWN;

/** A refusal by its name, e.g. `refusal('missingAccess')`. */
export function refusal(name: KnownError): DiscordError {
  const [status, code, message] = KNOWN[name];
  return new DiscordError(status, code, message);
}

/** 50035 with one field named: `invalidField('limit', 'NUMBER_TYPE_MAX', 'int value should be ≤ 100.')`. Nested fields are joined by dots. */
export function invalidField(field: string, code: string, message: string): DiscordError {
  const tree = field.split('.').reduceRight<Record<string, unknown>>((inner, key) => ({ [key]: inner }), {
    _errors: [{ code, message }],
  });
  const [status, number, words] = KNOWN.invalidForm;
  return new DiscordError(status, number, words, tree);
}

/** Throws what the checks of a payload found, if anything. @throws DiscordError */
export function assertValid(problem: PayloadError | null): void {
  if (problem) throw new DiscordError(problem.status, problem.code, problem.message, problem.errors ?? null);
}
