/** Drafts lately shown to their creators, so that a form opens at once. The database is the truth. */
import type { Moved } from './courses-moves.ts';

/** A full draft is large: fifty lessons of four thousand characters. */
const HELD_MAX = 50;

export class DraftMemory {
  /** By version; the one used longest ago is dropped first. */
  private readonly drafts = new Map<number, Moved>();

  put(draft: Moved): void {
    this.drafts.delete(draft.version.id);
    this.drafts.set(draft.version.id, draft);
    const oldest = this.drafts.keys().next();
    if (this.drafts.size > HELD_MAX && !oldest.done) this.drafts.delete(oldest.value);
  }

  find(guildId: string, versionId: number): Moved | null {
    const draft = this.drafts.get(versionId);
    return draft?.course.guildId === guildId ? draft : null;
  }

  /** What is held of a creator who asked to be forgotten. */
  dropCreator(guildId: string, userId: string): void {
    for (const [versionId, { course }] of this.drafts)
      if (course.guildId === guildId && course.creatorId === userId) this.drafts.delete(versionId);
  }

  dropCommunity(guildId: string): void {
    for (const [versionId, { course }] of this.drafts)
      if (course.guildId === guildId) this.drafts.delete(versionId);
  }
}
