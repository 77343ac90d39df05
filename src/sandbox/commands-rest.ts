/** REST routes of application commands: list, register, change, delete, overwrite in bulk, permissions. */
import { checkCommand, checkCommands } from './commands-rules.ts';
import { toBody, toCommandJson, toDefinition } from './commands-shape.ts';
import type { CommandBook, CommandScope } from './commands-store.ts';
import { isObject } from './payload-form.ts';
import { assertValid, DiscordError, refusal } from './rest-errors.ts';
import { bodyObject, created, noContent, ok, param, type RestCall, type RestRouter } from './rest-router.ts';
import type { WorldState } from './world-state.ts';

const GLOBAL = '/applications/{application_id}/commands';
const GUILD = '/applications/{application_id}/guilds/{guild_id}/commands';

export function addCommandRoutes(router: RestRouter, state: WorldState, book: CommandBook): void {
  for (const base of [GLOBAL, GUILD]) {
    const one = `${base}/{command_id}`;
    router.add('GET', base, (call) => {
      const localizations = call.query.get('with_localizations') === 'true';
      const scope = scopeOf(state, call);
      return ok(book.list(scope).map((command) => toCommandJson(command, { localizations })));
    });
    router.add('POST', base, (call) => {
      const scope = scopeOf(state, call);
      assertValid(checkCommand(call.body));
      const { command, isNew } = book.create(scope, toDefinition(bodyObject(call)));
      return (isNew ? created : ok)(toCommandJson(command));
    });
    router.add('PUT', base, (call) => {
      const scope = scopeOf(state, call);
      assertValid(checkCommands(call.body));
      const bodies = Array.isArray(call.body) ? call.body.filter(isObject) : [];
      const entries = bodies.map((body) => ({
        ...(typeof body['id'] === 'string' ? { id: body['id'] } : {}),
        definition: toDefinition(body),
      }));
      return ok(book.overwrite(scope, entries).map((command) => toCommandJson(command)));
    });
    router.add('GET', one, (call) =>
      ok(toCommandJson(book.get(scopeOf(state, call), param(call, 'command_id')))),
    );
    router.add('PATCH', one, (call) => {
      const scope = scopeOf(state, call);
      const before = book.get(scope, param(call, 'command_id'));
      const body = { ...toBody(before), ...bodyObject(call), type: before.type };
      assertValid(checkCommand(body));
      return ok(toCommandJson(book.update(scope, before.id, toDefinition(body))));
    });
    router.add('DELETE', one, (call) => {
      book.delete(scopeOf(state, call), param(call, 'command_id'));
      return noContent;
    });
  }
  addPermissionRoutes(router, state, book);
}

/** Nobody has changed who may use a command beyond its own `default_member_permissions`; bots may not change it at all. */
function addPermissionRoutes(router: RestRouter, state: WorldState, book: CommandBook): void {
  const all = `${GUILD}/permissions`;
  const one = `${GUILD}/{command_id}/permissions`;
  router.add('GET', all, (call) => {
    scopeOf(state, call);
    return ok([]);
  });
  router.add('GET', one, (call) => {
    const scope = scopeOf(state, call);
    const known = [...book.list(scope), ...book.list({ ...scope, guildId: null })];
    if (!known.some(({ id }) => id === param(call, 'command_id'))) throw refusal('unknownCommand');
    throw new DiscordError(404, 10066, 'Unknown application command permissions');
  });
  router.add('PUT', one, () => {
    throw new DiscordError(403, 20001, 'Bots cannot use this endpoint');
  });
}

/** @throws DiscordError 20012 for another application, 50001 for a guild the bot is not in */
function scopeOf(state: WorldState, call: RestCall): CommandScope {
  const { application } = call;
  if (application === null || application.id !== param(call, 'application_id')) {
    throw refusal('notAuthorizedOnApplication');
  }
  const guildId = call.params['guild_id'] ?? null;
  if (guildId !== null && !state.guilds.get(guildId)?.members.has(application.botId)) {
    throw refusal('missingAccess');
  }
  return { applicationId: application.id, guildId };
}
