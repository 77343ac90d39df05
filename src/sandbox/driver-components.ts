/** Buttons and menus as a person uses them: found in what they see, checked by the client, turned into the interaction's data. */
import {
  DriverError,
  type SeenButton,
  type SeenMessage,
  type SeenSelect,
  type Viewer,
} from './driver-seen.ts';
import { type GivenValue, Mentioned } from './driver-values.ts';
import { toResolved } from './interactions-payload.ts';
import { renderValue } from './payload-form.ts';
import { COMPONENT } from './payload-inputs.ts';
import type { JsonObject } from './world-records.ts';
import type { WorldState } from './world-state.ts';

/** The button a person means by its words, its emoji or its custom id. @throws DriverError when there is none, or it cannot be pressed */
export function findButton(message: SeenMessage, which: string): SeenButton & { customId: string } {
  const byId = message.buttons.filter(({ customId }) => customId === which);
  const found =
    byId.length > 0 ? byId : message.buttons.filter(({ label, emoji }) => label === which || emoji === which);
  const [button] = found;
  if (button === undefined) {
    const known = message.buttons.map(({ label, emoji, customId }) => label ?? emoji ?? customId).join(', ');
    throw new DriverError(`There is no button "${which}" on the message; there is ${known || 'none'}.`);
  }
  if (found.length > 1)
    throw new DriverError(`There are ${found.length} buttons "${which}"; name one by its custom id.`);
  if (button.disabled) throw new DriverError(`The button "${which}" is greyed out.`);
  if (button.customId === null)
    throw new DriverError(`The button "${which}" leads to ${button.url ?? 'a shop'}; no bot hears of it.`);
  return { ...button, customId: button.customId };
}

/** @throws DriverError when there is no such menu, or it is greyed out */
export function findSelect(message: SeenMessage, which: string): SeenSelect {
  const select = message.selects.find(
    ({ customId, placeholder }) => customId === which || placeholder === which,
  );
  if (select === undefined) {
    const known = message.selects.map(({ customId }) => customId).join(', ');
    throw new DriverError(`There is no menu "${which}" on the message; there is ${known || 'none'}.`);
  }
  if (select.disabled) throw new DriverError(`The menu "${which}" is greyed out.`);
  return select;
}

export interface ChoosingContext {
  readonly state: WorldState;
  readonly viewer: Viewer;
  readonly origin: string;
}

/** `data` of the interaction for a menu. @throws DriverError for too few, too many or unknown values */
export function toSelectData(
  context: ChoosingContext,
  select: SeenSelect,
  given: readonly GivenValue[],
): JsonObject {
  const mentioned = new Mentioned();
  const values = chooseValues(context, select, given, mentioned);
  const place = { guildId: context.viewer.guildId, readerId: context.viewer.userId, origin: context.origin };
  const resolved = toResolved(context.state, place, mentioned);
  return {
    custom_id: select.customId,
    component_type: select.kind,
    values,
    ...(select.kind === COMPONENT.stringSelect ? {} : { resolved: resolved ?? {} }),
  };
}

/** The chosen values as sent; what they refer to is added to `mentioned`. */
export function chooseValues(
  context: ChoosingContext,
  select: SeenSelect,
  given: readonly GivenValue[],
  mentioned: Mentioned,
): string[] {
  if (given.length < select.least || given.length > select.most) {
    const range = select.least === select.most ? `${select.most}` : `${select.least} to ${select.most}`;
    throw new DriverError(`The menu "${select.customId}" takes ${range} choices, not ${given.length}.`);
  }
  if (select.kind === COMPONENT.stringSelect)
    return given.map((value) => optionValue(select, renderValue(value)));
  return given.map((value) => {
    const id = typeof value === 'object' && 'id' in value ? value.id : renderValue(value);
    noteReference(context, select, id, mentioned);
    return id;
  });
}

function optionValue(select: SeenSelect, given: string): string {
  const option =
    select.options.find(({ value }) => value === given) ??
    select.options.find(({ label }) => label === given);
  if (option !== undefined) return option.value;
  const known = select.options.map(({ label }) => label).join(', ');
  throw new DriverError(`The menu "${select.customId}" has no option "${given}"; it has ${known}.`);
}

function noteReference(context: ChoosingContext, select: SeenSelect, id: string, mentioned: Mentioned): void {
  const { state, viewer } = context;
  const { userSelect, roleSelect, mentionableSelect, channelSelect } = COMPONENT;
  const { kind, channelTypes } = select;
  const guild = state.guild(viewer.guildId);
  const channel = guild.channels.get(id) ?? guild.threads.get(id);
  const fits = channel !== undefined && (channelTypes.length === 0 || channelTypes.includes(channel.type));
  if ((kind === userSelect || kind === mentionableSelect) && state.users.has(id)) mentioned.userIds.push(id);
  else if ((kind === roleSelect || kind === mentionableSelect) && guild.roles.has(id))
    mentioned.roleIds.push(id);
  else if (kind === channelSelect && fits) mentioned.channelIds.push(id);
  else throw new DriverError(`The menu "${select.customId}" does not offer ${id}.`);
}
