/** `App`: everything the running bot holds, built in one place. */
import type { CommunityMemory } from './communities/communities.ts';
import type { Config } from './config.ts';
import type { Database } from './db/client.ts';
import type { Command } from './discord/command.ts';
import type { GatewayState } from './discord/gateway-state.ts';
import type { Messenger } from './discord/messenger.ts';
import type { InteractionLog } from './interactions/interactions.ts';
import type { Clock } from './kernel/clock.ts';
import type { KeyedHash } from './kernel/keyed-hash.ts';
import type { LanguageMemory } from './languages/languages.ts';
import type { Logger } from './logger.ts';
import type { SurveyMemory } from './surveys/surveys.ts';

export interface App {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly db: Database;
  /** Keyed hashes under ANSWER_KEY: anonymous answers, opted-out members. */
  readonly keyedHash: KeyedHash;
  /** Every command the bot has, for /help. */
  readonly commands: readonly Command[];
  readonly messenger: Messenger;
  /** The connection to Discord, and what the bot may do where. */
  readonly gateway: GatewayState;
  /** Settings of every community, in memory. */
  readonly communities: CommunityMemory;
  /** Languages people chose, in memory. */
  readonly languages: LanguageMemory;
  /** Open surveys, in memory: forms are built from it at once. */
  readonly surveys: SurveyMemory;
  readonly interactions: InteractionLog;
}
