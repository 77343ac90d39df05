/** Every command and component the bot has: one line each. A law test compares the list with the folder. */
import help from '../../commands/help.ts';
import me, { forget, forgetAsk, optOutPressed } from '../../commands/me.ts';
import type { Command, Component } from './command.ts';

export const allCommands: readonly Command[] = [help, me];

export const allComponents: readonly Component[] = [forgetAsk, forget, optOutPressed];
