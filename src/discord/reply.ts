/** What a command or component hands back, and what is posted in public: data, in Discord's own JSON shapes. */
import type {
  APIEmbed,
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackData,
} from 'discord.js';

export interface AttachedFile {
  /** With its ending, e.g. week.png. */
  readonly name: string;
  readonly data: Buffer;
  /** Text for people who cannot see the picture; required for pictures. */
  readonly description?: string;
}

/** Characters of a message's text. Source: https://docs.discord.com/developers/resources/message#create-message */
export const LONGEST_CONTENT = 2_000;
/** Characters of an embed's description. Source: https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
export const LONGEST_DESCRIPTION = 4_096;

/** A message, answered privately to a call or posted in a channel. Mentions in it notify nobody. */
export interface Reply {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly APIMessageTopLevelComponent[];
  readonly files?: readonly AttachedFile[];
}

/** A form; only an action declared `immediate` may answer with one, since it must be the first response. */
export interface ModalReply {
  readonly modal: APIModalInteractionResponseCallbackData;
}

/** Replaces the message whose button or menu was used, instead of answering with a new one. Only for private messages of ours. */
export interface UpdateReply {
  readonly update: Reply;
}
