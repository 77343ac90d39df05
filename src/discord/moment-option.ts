/** The option kind of a moment: now, or a day and time in the community's zone. */
import { ApplicationCommandOptionType } from 'discord.js';
import { parseMoment } from '../kernel/moments.ts';
import type { TypedMoment } from '../kernel/moments.ts';
import type { OptionKind } from './options.ts';

/** What was typed; `momentAt` of the kernel makes an instant of it. @throws Refusal `option.moment`. */
export function moment(): OptionKind<TypedMoment | null> {
  return {
    shape: { type: ApplicationCommandOptionType.String, max_length: 30 },
    required: false,
    read(options, name) {
      const given = options.getString(name)?.trim();
      return given ? parseMoment(given) : null;
    },
  };
}
