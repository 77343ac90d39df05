/** Between discord.js' interactions and our calls: who called, whether they may, and how an answer is given. */
import { DiscordAPIError, MessageFlags, PermissionFlagsBits } from 'discord.js';
import type {
  APIEmbed,
  APIMessageTopLevelComponent,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { App } from '../app.ts';
import { catalogues } from '../i18n/i18n.ts';
import { shorten } from '../i18n/markup.ts';
import { missingForMember } from './channel-problems.ts';
import type { Access, Call } from './command.ts';
import { LONGEST_CONTENT } from './reply.ts';
import type { ModalReply, Reply, UpdateReply } from './reply.ts';

export type ComponentInteraction = MessageComponentInteraction | ModalSubmitInteraction;

type AnyInteraction = ChatInputCommandInteraction | ComponentInteraction | AutocompleteInteraction;

/** Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes */
const UNKNOWN_INTERACTION = 10062;

interface DiscordMessage {
  /** Mentions in a message of ours notify nobody, whatever a member typed. */
  readonly allowedMentions: { parse: [] };
  readonly content?: string;
  readonly embeds?: APIEmbed[];
  readonly components?: APIMessageTopLevelComponent[];
  readonly files?: { attachment: Buffer; name: string; description?: string }[];
}

/** True when Discord gave the interaction up before we answered. */
export function isExpired(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === UNKNOWN_INTERACTION;
}

/** `guildId` is '' outside a server; the dispatcher refuses such calls. */
export function callOf(app: App, interaction: AnyInteraction, reference: string): Call {
  const guildId = interaction.guildId ?? '';
  const locale = app.languages.of(interaction.user.id, interaction.locale);
  const roleIds = roleIdsOf(interaction);
  const isAdmin = interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
  const { staffRoleId, adminRoleId } = app.communities.get(guildId);
  const holds = (roleId: string | null) => roleId !== null && roleIds.includes(roleId);
  const isTierAdmin = holds(adminRoleId);
  const isStaff = isAdmin || isTierAdmin || holds(staffRoleId);
  return {
    guildId,
    channelId: interaction.channelId ?? '',
    userId: interaction.user.id,
    displayName: displayNameOf(interaction),
    locale,
    words: catalogues[locale],
    isAdmin,
    isTierAdmin,
    isStaff,
    isReviewer: isStaff || holds(app.courses.settingsOf(guildId).reviewerRoleId),
    roleIds,
    missingIn: (channelId) =>
      interaction.inCachedGuild() ? missingForMember(interaction.member, channelId) : [],
    at: app.clock.now(),
    reference,
  };
}

export function isAllowed(
  call: Pick<Call, 'isAdmin' | 'isStaff' | 'isReviewer' | 'isTierAdmin'>,
  access: Access,
): boolean {
  switch (access) {
    case 'everyone':
      return true;
    case 'staff':
      return call.isStaff;
    case 'reviewer':
      return call.isReviewer;
    case 'tier-admin':
      return call.isTierAdmin;
    case 'admin':
      return call.isAdmin;
  }
}

/** A member without discord.js' own structure comes where the community is not in memory. */
function displayNameOf({ member, user }: AnyInteraction): string {
  if (!member) return user.displayName;
  return 'displayName' in member ? member.displayName : (member.nick ?? user.displayName);
}

function roleIdsOf(interaction: AnyInteraction): string[] {
  const roles = interaction.member?.roles;
  if (!roles) return [];
  return Array.isArray(roles) ? roles : [...roles.cache.keys()];
}

/** The ways of answering one interaction, with what was already done remembered. */
export interface Answer {
  /** Tells Discord that an answer is coming. `updates`: it will replace the message that carries the component. */
  defer(updates: boolean): Promise<void>;
  send(reply: Reply | ModalReply | UpdateReply): Promise<void>;
  /** A sentence only the caller sees, with what they can do about it; never replaces a message. */
  refuse(sentence: string, components?: readonly APIMessageTopLevelComponent[]): Promise<void>;
}

export function openAnswer(interaction: ChatInputCommandInteraction | ComponentInteraction): Answer {
  let deferred: 'no' | 'reply' | 'update' = 'no';

  async function privately(reply: Reply): Promise<void> {
    const body = toDiscord(reply);
    if (deferred === 'reply') await interaction.editReply(body);
    else if (deferred === 'update') await interaction.followUp({ ...body, flags: MessageFlags.Ephemeral });
    else await interaction.reply({ ...body, flags: MessageFlags.Ephemeral });
  }

  async function replace(reply: Reply): Promise<void> {
    const body = { content: '', embeds: [], components: [], attachments: [], ...toDiscord(reply) };
    if (deferred === 'update') await interaction.editReply(body);
    else if (deferred === 'no' && canUpdate(interaction)) await interaction.update(body);
    else await privately(reply);
  }

  return {
    async defer(updates) {
      if (updates && canUpdate(interaction)) {
        await interaction.deferUpdate();
        deferred = 'update';
      } else {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        deferred = 'reply';
      }
    },
    async send(reply) {
      if ('update' in reply) await replace(reply.update);
      else if (!('modal' in reply)) await privately(reply);
      else if (deferred === 'no' && !interaction.isModalSubmit()) await interaction.showModal(reply.modal);
      else
        throw new TypeError(
          'a form must be the first answer, and cannot answer another form: declare the component immediate',
        );
    },
    // A refusal that Discord refused would leave the caller without any answer.
    refuse: (sentence, components = []) =>
      privately({
        content: shorten(sentence, LONGEST_CONTENT),
        ...(components.length > 0 ? { components } : {}),
      }),
  };
}

function canUpdate(interaction: ChatInputCommandInteraction | ComponentInteraction) {
  return interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
}

/** Our reply in discord.js' words. */
export function toDiscord(reply: Reply): DiscordMessage {
  return {
    allowedMentions: { parse: [] },
    ...(reply.content === undefined ? {} : { content: reply.content }),
    ...(reply.embeds ? { embeds: [...reply.embeds] } : {}),
    ...(reply.components ? { components: [...reply.components] } : {}),
    ...(reply.files
      ? {
          files: reply.files.map(({ name, data, description }) => ({
            attachment: data,
            name,
            ...(description ? { description } : {}),
          })),
        }
      : {}),
  };
}
