/** What somebody is called: for pictures and files, where a mention would be a number. */

export interface Name {
  /** As the community sees them. Not for messages: there a mention shows the latest. */
  readonly name: string;
  /** Of the account, without @. */
  readonly username: string;
}

export interface Names {
  /** As it was within the hour, also of who has left; null where Discord does not say. Never throws. */
  of(guildId: string, userId: string): Promise<Name | null>;
}
