/** What a command is called and says of itself in one language. English names must equal the declared ones. */

export interface OptionWords {
  /** Lower case, 1–32 characters, no spaces. */
  readonly name: string;
  /** 1–100 characters. */
  readonly description: string;
  /** Value → its words, 1–100 characters each. */
  readonly choices?: Readonly<Record<string, string>>;
}

export interface ActionWords {
  readonly name: string;
  readonly description: string;
  readonly options?: Readonly<Record<string, OptionWords>>;
}

export interface CommandWords extends ActionWords {
  readonly subcommands?: Readonly<Record<string, ActionWords>>;
}
