/** Forms that were refused, as they were filled in, so that nobody types twice. Held in memory only: what is in them is private. */
import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { Refusal } from '../kernel/errors.ts';
import { component } from './command.ts';
import type { Call, Component } from './command.ts';
import { componentId } from './components.ts';
import type { ModalReply } from './reply.ts';

const NAME = 'form.again';
const HELD_MAX = 500;
const HELD_MS = 3_600_000;

interface Held {
  readonly guildId: string;
  readonly userId: string;
  readonly at: Date;
  readonly form: ModalReply;
}

export class RefusedForms {
  /** The one kept longest is dropped first. */
  private readonly held = new Map<string, Held>();

  /** @returns the custom id of a button that opens the form again, for an hour and for nobody else. */
  keep({ guildId, userId, at }: Pick<Call, 'guildId' | 'userId' | 'at'>, form: ModalReply): string {
    const key = randomUUID();
    this.held.set(key, { guildId, userId, at, form });
    setTimeout(() => this.held.delete(key), HELD_MS).unref();
    const oldest = this.held.keys().next();
    if (this.held.size > HELD_MAX && !oldest.done) this.held.delete(oldest.value);
    return componentId(NAME, key);
  }

  /** Drops what somebody typed who asked to be forgotten. */
  forget(guildId: string, userId: string): void {
    for (const [key, held] of this.held)
      if (held.guildId === guildId && held.userId === userId) this.held.delete(key);
  }

  /** What the button does. Untraced, since the form may be an anonymous one. */
  readonly opened: Component = component({
    name: NAME,
    access: 'everyone',
    immediate: true,
    traced: false,
    run: async (_app: App, call, { args }) => this.find(args[0] ?? '', call),
  });

  private find(key: string, { userId, at }: Call): ModalReply {
    const held = this.held.get(key);
    const isStillHeld = held?.userId === userId && at.getTime() - held.at.getTime() < HELD_MS;
    if (!isStillHeld) throw new Refusal('form.gone', {});
    return held.form;
  }
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** What was typed into a form that was refused is not held any more: an hour is over, or the bot began anew. */
    'form.gone': Record<string, never>;
  }
}
