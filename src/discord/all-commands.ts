/** Every command and component the bot has: one line each. A law test compares the list with the folder. */
import type { Command, Component } from './command.ts';

export const allCommands: readonly Command[] = [];

export const allComponents: readonly Component[] = [];
