/** The one place where what happened in the world becomes gateway dispatches. */
import {
  entitlementDispatchers,
  memberDispatchers,
  scheduledEventDispatchers,
  structureDispatchers,
  threadDispatchers,
} from './dispatch-guild.ts';
import { messageDispatchers } from './dispatch-messages.ts';
import type { Dispatch, DispatchContext, Dispatchers } from './dispatch.ts';
import type { WorldEvent } from './world-events.ts';

const DISPATCHERS: Dispatchers<WorldEvent['kind']> = {
  ...messageDispatchers,
  ...structureDispatchers,
  ...memberDispatchers,
  ...threadDispatchers,
  ...scheduledEventDispatchers,
  ...entitlementDispatchers,
  // Each bot gets a guild of its own: what stands in it depends on its intents (`gateway-ready.ts`).
  guildAvailable: () => [],
  guildGone: () => [],
};

/** What the event tells bots, in order. */
export function toDispatches(context: DispatchContext, event: WorldEvent): readonly Dispatch[] {
  // The table has the function for exactly this kind; the compiler cannot follow the key to the parameter.
  const dispatcher = DISPATCHERS[event.kind] as (
    context: DispatchContext,
    event: WorldEvent,
  ) => readonly Dispatch[];
  return dispatcher(context, event);
}
