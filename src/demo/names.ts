/** What ids are called, and what time it is: for showing messages as people read them. */
import type { WorldState } from '../sandbox/world-state.ts';

export interface Names {
  /** When it is read, Unix milliseconds. */
  readonly now: number;
  /** Name and kind of a channel or thread; null for one that is gone. */
  channel(id: string): { readonly name: string; readonly isThread: boolean } | null;
  role(id: string): string | null;
  user(id: string): string | null;
}

export function namesIn(state: WorldState, guildId: string): Names {
  return {
    get now() {
      return state.now().getTime();
    },
    channel(id) {
      const channel = state.channels.get(id);
      return channel ? { name: channel.name, isThread: channel.thread !== null } : null;
    },
    role: (id) => state.guild(guildId).roles.get(id)?.name ?? null,
    user(id) {
      const user = state.users.get(id);
      return user ? (user.globalName ?? user.username) : null;
    },
  };
}
