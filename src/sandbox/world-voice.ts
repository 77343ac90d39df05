/** Who is in which voice channel. */
import type { VoiceStateRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export type VoiceChanges = Partial<
  Pick<VoiceStateRecord, 'selfMute' | 'selfDeaf' | 'selfVideo' | 'selfStream' | 'mute' | 'deaf' | 'suppress'>
>;

export class WorldVoice {
  private readonly state: WorldState;

  constructor(state: WorldState) {
    this.state = state;
  }

  /** Joins, moves, leaves (`null`) or changes the microphone; the ledger gets a line only when the channel changes. */
  set(
    guildId: string,
    userId: string,
    channelId: string | null,
    changes: VoiceChanges = {},
  ): VoiceStateRecord {
    const guild = this.state.guild(guildId);
    const member = this.state.member(guildId, userId);
    const present = guild.voiceStates.get(userId);
    const before = present?.channelId ?? null;
    const voice: VoiceStateRecord = present ?? {
      userId,
      guildId,
      channelId: null,
      sessionId: BigInt(this.state.ids.next()).toString(16).padStart(32, '0'),
      selfMute: false,
      selfDeaf: false,
      selfVideo: false,
      selfStream: false,
      mute: member.mute,
      deaf: member.deaf,
      suppress: false,
    };
    voice.channelId = channelId;
    Object.assign(voice, changes);
    if (channelId === null) guild.voiceStates.delete(userId);
    else guild.voiceStates.set(userId, voice);
    if (before !== channelId) {
      this.state.record({
        kind: 'voice',
        guildId,
        channelId,
        userId,
        byBot: member.user.bot,
        subjectId: null,
        detail: before,
      });
    }
    this.state.emit({ kind: 'voiceState', state: voice });
    return voice;
  }
}
