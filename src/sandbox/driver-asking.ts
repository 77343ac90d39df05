/** How a person makes a bot act: a typed command, a menu's command, a button, a menu, a form. Each begins an interaction and waits for the answer. */
import { CommandKind, OptionKind } from './commands-shape.ts';
import type { CommandBook } from './commands-store.ts';
import { idOf, type MessageLike } from './driver-acts.ts';
import { type Answer, awaitAnswer, type WaitingOptions } from './driver-answer.ts';
import {
  findCommand,
  findOption,
  findShown,
  type GivenOptions,
  toAutocompleteData,
  toCommandData,
  toMenuData,
  type TypingContext,
} from './driver-command.ts';
import { findButton, findSelect, toSelectData } from './driver-components.ts';
import { type GivenFields, type SeenModal, toModalData } from './driver-modal.ts';
import {
  assertSees,
  defaultChannel,
  DriverError,
  nameOf,
  toSeenMessage,
  type Viewer,
} from './driver-seen.ts';
import type { GivenValue } from './driver-values.ts';
import { type InteractionHub, InteractionKind, type NewInteraction } from './interactions-hub.ts';
import { isObject } from './payload-form.ts';
import { COMPONENT } from './payload-inputs.ts';
import type { World } from './world.ts';
import type { JsonObject, MessageRecord } from './world-records.ts';

export interface DriverContext {
  readonly world: World;
  readonly hub: InteractionHub;
  readonly book: CommandBook;
}

export interface AskingOptions extends WaitingOptions {
  /** Default: the guild's system channel, or the first where the person may use commands. */
  readonly channelId?: string;
}

/** What an autocompleted option offers. */
export interface OfferedChoice {
  readonly name: string;
  readonly value: string | number;
}

export function toTyping(context: DriverContext, viewer: Viewer, channelId?: string): TypingContext {
  const { state } = context.world;
  return {
    state,
    book: context.book,
    origin: context.hub.origin(),
    viewer,
    channelId: channelId ?? defaultChannel(state, viewer),
    locale: state.user(viewer.userId).locale,
  };
}

async function ask(
  context: DriverContext,
  viewer: Viewer,
  given: Omit<NewInteraction, 'userId'>,
  how: WaitingOptions,
): Promise<Answer> {
  const record = context.hub.begin({ ...given, userId: viewer.userId });
  return awaitAnswer(context.hub, record, how);
}

export async function typeCommand(
  context: DriverContext,
  viewer: Viewer,
  line: string,
  options: GivenOptions,
  how: AskingOptions,
): Promise<Answer> {
  const typing = toTyping(context, viewer, how.channelId);
  const typed = findCommand(typing, line);
  const given = {
    applicationId: typed.command.applicationId,
    type: InteractionKind.command,
    channelId: typing.channelId,
    data: toCommandData(typing, typed, options),
    detail: typed.line,
  };
  return ask(context, viewer, given, how);
}

export async function autocomplete(
  context: DriverContext,
  viewer: Viewer,
  typing: { line: string; option: string; text: string; others: GivenOptions },
  how: AskingOptions,
): Promise<readonly OfferedChoice[]> {
  const place = toTyping(context, viewer, how.channelId);
  const typed = findCommand(place, typing.line);
  const focused = findOption(place, typed, typing.option);
  if (focused.autocomplete !== true) {
    throw new DriverError(`The option "${typing.option}" offers nothing while typing.`);
  }
  const record = context.hub.begin({
    applicationId: typed.command.applicationId,
    type: InteractionKind.autocomplete,
    userId: viewer.userId,
    channelId: place.channelId,
    data: toAutocompleteData(place, typed, focused, typing.text, typing.others),
    detail: `${typed.line} ${focused.name}`,
    choiceKind: focused.type === OptionKind.string ? 'string' : 'number',
  });
  await awaitAnswer(context.hub, record, how);
  return (record.choices ?? []).map(({ name, name_localizations: names, value }) => ({
    name: String((isObject(names) ? names[place.locale] : undefined) ?? name),
    value: typeof value === 'number' ? value : String(value),
  }));
}

/** A command from the menu ("Apps") of a message or a person. */
export async function useMenu(
  context: DriverContext,
  viewer: Viewer,
  name: string,
  target: { message: MessageLike } | { userId: string },
  how: AskingOptions,
): Promise<Answer> {
  const message = 'message' in target ? assertSees(context.world.state, viewer, idOf(target.message)) : null;
  const typing = toTyping(context, viewer, message?.channelId ?? how.channelId);
  const command = findShown(typing, message ? CommandKind.message : CommandKind.user, name);
  const ids =
    message === null ? { userId: 'userId' in target ? target.userId : '' } : { messageId: message.id };
  const given = {
    applicationId: command.applicationId,
    type: InteractionKind.command,
    channelId: typing.channelId,
    data: toMenuData(typing, command, ids),
    detail: command.name,
    ...(message === null ? {} : { metadata: { target_message_id: message.id } }),
  };
  return ask(context, viewer, given, how);
}

export async function press(
  context: DriverContext,
  viewer: Viewer,
  message: MessageLike | Answer,
  button: string,
  how: WaitingOptions,
): Promise<Answer> {
  const source = sourceOf(context, viewer, message);
  const { customId } = findButton(toSeenMessage(source), button);
  const data = { custom_id: customId, component_type: COMPONENT.button };
  return useComponent(context, viewer, source, data, how);
}

export async function choose(
  context: DriverContext,
  viewer: Viewer,
  message: MessageLike | Answer,
  chosen: { menu: string; values: readonly GivenValue[] },
  how: WaitingOptions,
): Promise<Answer> {
  const source = sourceOf(context, viewer, message);
  const select = findSelect(toSeenMessage(source), chosen.menu);
  const place = { state: context.world.state, viewer, origin: context.hub.origin() };
  return useComponent(context, viewer, source, toSelectData(place, select, chosen.values), how);
}

async function useComponent(
  context: DriverContext,
  viewer: Viewer,
  source: MessageRecord,
  data: JsonObject,
  how: WaitingOptions,
): Promise<Answer> {
  const { state } = context.world;
  const applicationId = source.applicationId ?? state.applicationOfBot(source.author.id)?.id;
  if (applicationId === undefined) throw new DriverError('No bot hears of components on that message.');
  const type = InteractionKind.component;
  const detail = String(data['custom_id']);
  return ask(
    context,
    viewer,
    { applicationId, type, channelId: source.channelId, data, detail, source },
    how,
  );
}

export async function submit(
  context: DriverContext,
  viewer: Viewer,
  form: SeenModal | Answer,
  fields: GivenFields,
  how: WaitingOptions,
): Promise<Answer> {
  const { state } = context.world;
  const modal = 'fields' in form ? form : form.modal;
  const cause = modal === null ? undefined : context.hub.get(modal.interactionId);
  if (modal === null || cause === undefined) throw new DriverError('There is no form to send.');
  if (cause.userId !== viewer.userId) {
    throw new DriverError(`${nameOf(state, viewer.userId)} was not shown that form.`);
  }
  const { channelId } = cause;
  const { locale } = state.user(viewer.userId);
  const filling = { state, viewer, origin: context.hub.origin(), channelId, locale };
  const given = {
    applicationId: cause.applicationId,
    type: InteractionKind.modal,
    channelId,
    data: toModalData(filling, modal, fields),
    detail: modal.customId,
    cause,
    source: cause.source ?? null,
  };
  return ask(context, viewer, given, how);
}

function sourceOf(context: DriverContext, viewer: Viewer, message: MessageLike | Answer): MessageRecord {
  const id = typeof message === 'string' || 'id' in message ? idOf(message) : message.message?.id;
  if (id === undefined) throw new DriverError('That answer has no message.');
  return assertSees(context.world.state, viewer, id);
}
