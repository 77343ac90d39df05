/** Buttons under what /membership shows, and the names they are known by. */
import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord.js';

export const BACK = 'membership.back';
export const PAYMENTS = 'membership.payments';
export const REMIND = 'membership.remind';

/** No row for no buttons: Discord takes none that is empty. */
export function row(buttons: readonly ReturnType<typeof button>[]): APIMessageTopLevelComponent[] {
  return buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: [...buttons] }];
}

export function button(label: string, id: string) {
  return {
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label,
    custom_id: id,
  };
}
