/** Buttons under a message, and the row they stand in. */
import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIButtonComponentWithCustomId, APIMessageTopLevelComponent } from 'discord.js';

const STYLES = {
  plain: ButtonStyle.Secondary,
  /** What most people come for. */
  main: ButtonStyle.Primary,
  /** Takes something away. */
  danger: ButtonStyle.Danger,
} as const;

/** @param customId made by `componentId`. */
export function button(
  label: string,
  customId: string,
  look: keyof typeof STYLES = 'plain',
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, style: STYLES[look], label, custom_id: customId };
}

/** At most five. No row for none: Discord takes none that is empty. */
export function buttonRow(buttons: readonly APIButtonComponentWithCustomId[]): APIMessageTopLevelComponent[] {
  return buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: [...buttons] }];
}
