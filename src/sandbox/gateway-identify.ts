/** Reads what a client says of itself: IDENTIFY and RESUME. Decides the session asked for, or the code to close with. Pure. */
import { ALL_INTENTS, GatewayClose, Intent } from './api-codes.ts';
import type { SessionRequest } from './gateway-session.ts';
import type { ApplicationRecord, JsonObject } from './world-records.ts';

export type Identified =
  | { readonly application: ApplicationRecord; readonly request: SessionRequest }
  | { readonly closeCode: number; readonly reason: string };

/** @param guildsPerShard above it a shard is refused with 4011. */
export function readIdentify(
  data: unknown,
  applications: Iterable<ApplicationRecord>,
  limits: { guildCountOf(application: ApplicationRecord): number; guildsPerShard: number },
): Identified {
  if (!isObject(data)) return refuse(GatewayClose.decodeError, 'Error while decoding payload.');
  const application = findByToken(data.token, applications);
  if (!application) return refuse(GatewayClose.authenticationFailed, 'Authentication failed.');
  const shard = readShard(data.shard);
  if (!shard) return refuse(GatewayClose.invalidShard, 'Invalid shard.');
  if (limits.guildCountOf(application) > limits.guildsPerShard * shard[1]) {
    return refuse(GatewayClose.shardingRequired, 'Sharding required.');
  }
  const { intents } = data;
  if (
    typeof intents !== 'number' ||
    !Number.isInteger(intents) ||
    intents < 0 ||
    (intents & ~ALL_INTENTS) !== 0
  ) {
    return refuse(GatewayClose.invalidIntents, 'Invalid intent(s).');
  }
  if ((intents & deniedIntents(application)) !== 0) {
    return refuse(GatewayClose.disallowedIntents, 'Disallowed intent(s).');
  }
  const threshold = data.large_threshold;
  return {
    application,
    request: {
      intents,
      shard,
      largeThreshold: typeof threshold === 'number' ? Math.min(250, Math.max(50, threshold)) : 50,
    },
  };
}

/** @returns null when a field is missing. */
export function readResume(data: unknown): { token: unknown; sessionId: string; sequence: number } | null {
  if (!isObject(data) || typeof data.session_id !== 'string' || typeof data.seq !== 'number') return null;
  return { token: data.token, sessionId: data.session_id, sequence: data.seq };
}

/** Some clients write the prefix of the REST header into the frame. */
export function findByToken(
  token: unknown,
  applications: Iterable<ApplicationRecord>,
): ApplicationRecord | undefined {
  if (typeof token !== 'string') return undefined;
  const bare = token.replace(/^Bot /, '');
  for (const application of applications) {
    if (application.token === bare) return application;
  }
  return undefined;
}

export function isObject(data: unknown): data is JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function refuse(closeCode: number, reason: string): Identified {
  return { closeCode, reason };
}

function readShard(given: unknown): readonly [number, number] | null {
  if (given === undefined || given === null) return [0, 1];
  if (!Array.isArray(given) || given.length !== 2) return null;
  const [number, count] = given as unknown[];
  if (!Number.isInteger(number) || !Number.isInteger(count)) return null;
  const shard: readonly [number, number] = [Number(number), Number(count)];
  return shard[0] >= 0 && shard[0] < shard[1] ? shard : null;
}

function deniedIntents({ privileged }: ApplicationRecord): number {
  return (
    (privileged.guildMembers ? 0 : Intent.guildMembers) |
    (privileged.guildPresences ? 0 : Intent.guildPresences) |
    (privileged.messageContent ? 0 : Intent.messageContent)
  );
}
