/** The commands every application registered, global and per guild, with Discord's limits on how many. In memory. */
import { COMMANDS_PER_SCOPE } from './commands-rules.ts';
import { type CommandDefinition, type CommandRecord, toBody } from './commands-shape.ts';
import { DiscordError, refusal } from './rest-errors.ts';
import type { WorldState } from './world-state.ts';

/** Commands that may be made in one scope within a day; changing one that exists is free. */
const CREATES_PER_DAY = 200;
const DAY_MS = 86_400_000;

/** Whose commands, and where: `guildId` null is everywhere the application is. */
export interface CommandScope {
  readonly applicationId: string;
  readonly guildId: string | null;
}

/** One entry of a bulk overwrite; `id` names the command it replaces, else its name and kind do. */
export interface CommandEntry {
  readonly id?: string;
  readonly definition: CommandDefinition;
}

export class CommandBook {
  private readonly state: WorldState;
  private readonly scopes = new Map<string, Map<string, CommandRecord>>();
  /** Instants of the creates of the last day, per scope. */
  private readonly creates = new Map<string, number[]>();

  constructor(state: WorldState) {
    this.state = state;
  }

  /** In the order in which they were made. */
  list(scope: CommandScope): readonly CommandRecord[] {
    return [...this.in(scope).values()];
  }

  /** @throws DiscordError 10063 */
  get(scope: CommandScope, id: string): CommandRecord {
    const command = this.in(scope).get(id);
    if (command === undefined) throw refusal('unknownCommand');
    return command;
  }

  /** Every command a member could meet in the guild; of equal names the guild's own comes first. */
  availableIn(guildId: string): readonly CommandRecord[] {
    const guild = this.state.guild(guildId);
    const installed = [...this.state.applications.values()].filter(({ botId }) => guild.members.has(botId));
    return installed.flatMap(({ id }) => [
      ...this.list({ applicationId: id, guildId }),
      ...this.list({ applicationId: id, guildId: null }),
    ]);
  }

  /**
   * Registers a command; one of the same name and kind is replaced and keeps its id.
   * @throws DiscordError 30032 (too many), 30034 (too many made today)
   */
  create(scope: CommandScope, definition: CommandDefinition): { command: CommandRecord; isNew: boolean } {
    const present = this.findAlike(scope, definition);
    if (present !== undefined) return { command: this.put(scope, present.id, definition), isNew: false };
    this.assertRoom(this.list(scope), definition.type);
    this.countCreates(scope, 1);
    return { command: this.put(scope, this.state.ids.next(), definition), isNew: true };
  }

  /** @throws DiscordError 10063 */
  update(scope: CommandScope, id: string, definition: CommandDefinition): CommandRecord {
    this.get(scope, id);
    return this.put(scope, id, definition);
  }

  /** @throws DiscordError 10063 */
  delete(scope: CommandScope, id: string): void {
    this.get(scope, id);
    this.in(scope).delete(id);
  }

  /** Puts these commands in place of all others of the scope; those that stay keep their ids. */
  overwrite(scope: CommandScope, entries: readonly CommandEntry[]): readonly CommandRecord[] {
    const planned: CommandDefinition[] = [];
    for (const { definition } of entries) {
      this.assertRoom(planned, definition.type);
      planned.push(definition);
    }
    const present = this.in(scope);
    const kept = entries.map(({ id, definition }) =>
      id !== undefined && present.has(id) ? id : this.findAlike(scope, definition)?.id,
    );
    this.countCreates(scope, kept.filter((id) => id === undefined).length);
    const before = new Map(present);
    present.clear();
    return entries.map(({ definition }, index) => {
      const id = kept[index] ?? this.state.ids.next();
      return this.put(scope, id, definition, before.get(id));
    });
  }

  private in(scope: CommandScope): Map<string, CommandRecord> {
    const key = scopeKey(scope);
    const commands = this.scopes.get(key) ?? new Map<string, CommandRecord>();
    this.scopes.set(key, commands);
    return commands;
  }

  private findAlike(scope: CommandScope, like: CommandDefinition): CommandRecord | undefined {
    return this.list(scope).find(({ name, type }) => name === like.name && type === like.type);
  }

  private put(
    scope: CommandScope,
    id: string,
    definition: CommandDefinition,
    before: CommandRecord | undefined = this.in(scope).get(id),
  ): CommandRecord {
    const isSame =
      before !== undefined && JSON.stringify(toBody(before)) === JSON.stringify(toBody(definition));
    const version = isSame ? before.version : this.state.ids.next();
    const command: CommandRecord = { id, ...scope, ...definition, version };
    this.in(scope).set(id, command);
    return command;
  }

  private assertRoom(others: readonly CommandDefinition[], type: number): void {
    const most = COMMANDS_PER_SCOPE[type] ?? 0;
    if (others.filter((other) => other.type === type).length < most) return;
    throw new DiscordError(400, 30032, `Maximum number of application commands reached (${most}).`);
  }

  private countCreates(scope: CommandScope, count: number): void {
    const now = this.state.now().getTime();
    const key = scopeKey(scope);
    const recent = (this.creates.get(key) ?? []).filter((at) => at > now - DAY_MS);
    if (recent.length + count > CREATES_PER_DAY) {
      const message = `Max number of daily application command creates has been reached (${CREATES_PER_DAY})`;
      throw new DiscordError(400, 30034, message);
    }
    this.creates.set(key, [...recent, ...Array.from({ length: count }, () => now)]);
  }
}

function scopeKey({ applicationId, guildId }: CommandScope): string {
  return `${applicationId}/${guildId ?? ''}`;
}
