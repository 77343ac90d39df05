/**
 * Who is in which voice channel of one community, and which ten-minute slots of company that makes. Pure: told what happened and when,
 * it answers what to log. Humans in counted channels only; whoever tells it leaves out bots, the AFK channel and excluded channels.
 */

/** One interaction per started ten minutes with at least one other human. */
const VOICE_SLOT_MS = 600_000;

/** Where one member's stay in a voice channel stands. */
export interface VoiceStay {
  readonly userId: string;
  readonly channelId: string;
  /** Since when at least one other human has been there without a break; null while alone. */
  readonly inCompanyAtMs: number | null;
  /** Slots of this company already logged. */
  readonly loggedSlots: number;
}

/** A slot that began before the moment told and is to be logged now. */
export interface VoiceSlot {
  readonly userId: string;
  readonly channelId: string;
  readonly startMs: number;
}

export interface VoiceOutcome {
  readonly slots: readonly VoiceSlot[];
  /** Stays that are not as they were. */
  readonly changed: readonly VoiceStay[];
  /** Members whose stay ended. */
  readonly ended: readonly string[];
}

interface Open {
  channelId: string;
  inCompanyAtMs: number | null;
  loggedSlots: number;
}

/** The slots of a company that began before `atMs`: one of exactly ten minutes has one, a millisecond more begins the second. */
export function startedSlots(inCompanyAtMs: number, atMs: number): number {
  return Math.max(0, Math.ceil((atMs - inCompanyAtMs) / VOICE_SLOT_MS));
}

/** The voice channels of one community. */
export class VoiceRooms {
  private readonly stays = new Map<string, Open>();
  private slots: VoiceSlot[] = [];
  private readonly touched = new Set<string>();
  /** Before this moment no slot begins that is not logged: lets `tick` cost nothing most of the time. */
  private quietUntilMs: number;

  /** @param stays where it stood when the bot last knew. */
  constructor(stays: readonly VoiceStay[] = []) {
    for (const { userId, ...stay } of stays) this.stays.set(userId, { ...stay });
    this.quietUntilMs = this.nextSlotMs();
  }

  /** A member is now in this channel, or in none that counts. Hearing the same again changes nothing. */
  move(userId: string, channelId: string | null, atMs: number): VoiceOutcome {
    const before = this.stays.get(userId);
    if ((before?.channelId ?? null) !== channelId) {
      if (before) this.leave(userId, before, atMs);
      if (channelId !== null) {
        this.stays.set(userId, { channelId, inCompanyAtMs: null, loggedSlots: 0 });
        this.touched.add(userId);
        this.settleCompany(channelId, atMs);
      }
    }
    return this.outcome();
  }

  /** Time has passed: the slots of those who are still together. */
  tick(atMs: number): VoiceOutcome {
    if (atMs > this.quietUntilMs) for (const [userId, stay] of this.stays) this.logSlots(userId, stay, atMs);
    return this.outcome();
  }

  /**
   * Everybody who is in voice now, after a time in which nobody listened. Who is still in the same channel goes on, unless the silence
   * was longer than a slot: then company begins anew, so that nothing is counted that was not seen.
   *
   * @param lastKnownMs until when it is known what happened.
   */
  reconcile(present: ReadonlyMap<string, string>, lastKnownMs: number, nowMs: number): VoiceOutcome {
    const silent = nowMs - lastKnownMs > VOICE_SLOT_MS;
    // Leaving deletes the entry it stands at, which iterating a Map allows.
    for (const [userId, stay] of this.stays) {
      if (present.get(userId) !== stay.channelId) this.leave(userId, stay, lastKnownMs);
      else if (silent) this.endCompany(userId, stay, lastKnownMs);
    }
    for (const [userId, channelId] of present) {
      if (this.stays.has(userId)) continue;
      this.stays.set(userId, { channelId, inCompanyAtMs: null, loggedSlots: 0 });
      this.touched.add(userId);
    }
    for (const channelId of new Set(present.values())) this.settleCompany(channelId, nowMs);
    return this.outcome();
  }

  /** Who is in voice, in no order. */
  all(): VoiceStay[] {
    return [...this.stays].map(([userId, stay]) => ({ userId, ...stay }));
  }

  private leave(userId: string, stay: Open, atMs: number): void {
    this.logSlots(userId, stay, atMs);
    this.stays.delete(userId);
    this.touched.add(userId);
    this.settleCompany(stay.channelId, atMs);
  }

  /** Begins or ends the company of those in the channel. */
  private settleCompany(channelId: string, atMs: number): void {
    const there = [...this.stays].filter(([, stay]) => stay.channelId === channelId);
    for (const [userId, stay] of there) {
      if (there.length < 2) this.endCompany(userId, stay, atMs);
      else if (stay.inCompanyAtMs === null) {
        stay.inCompanyAtMs = atMs;
        this.touched.add(userId);
      }
    }
  }

  private endCompany(userId: string, stay: Open, atMs: number): void {
    if (stay.inCompanyAtMs === null) return;
    this.logSlots(userId, stay, atMs);
    stay.inCompanyAtMs = null;
    stay.loggedSlots = 0;
    this.touched.add(userId);
  }

  private logSlots(userId: string, stay: Open, atMs: number): void {
    if (stay.inCompanyAtMs === null) return;
    const started = startedSlots(stay.inCompanyAtMs, atMs);
    for (; stay.loggedSlots < started; stay.loggedSlots++) {
      const startMs = stay.inCompanyAtMs + stay.loggedSlots * VOICE_SLOT_MS;
      this.slots.push({ userId, channelId: stay.channelId, startMs });
      this.touched.add(userId);
    }
  }

  private outcome(): VoiceOutcome {
    const changed: VoiceStay[] = [];
    const ended: string[] = [];
    for (const userId of this.touched) {
      const stay = this.stays.get(userId);
      if (stay) changed.push({ userId, ...stay });
      else ended.push(userId);
    }
    const slots = this.slots;
    this.slots = [];
    if (this.touched.size > 0) this.quietUntilMs = this.nextSlotMs();
    this.touched.clear();
    return { slots, changed, ended };
  }

  private nextSlotMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { inCompanyAtMs, loggedSlots } of this.stays.values())
      if (inCompanyAtMs !== null) next = Math.min(next, inCompanyAtMs + loggedSlots * VOICE_SLOT_MS);
    return next;
  }
}
