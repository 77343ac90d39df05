/** REST routes of interactions: the first response, and an application's webhook by which it answers afterwards. */
import { addCallbackRoute } from './interactions-callback.ts';
import type { InteractionHub } from './interactions-hub.ts';
import { deleteAnswer, editAnswer, followUp, readAnswer } from './interactions-webhook.ts';
import { param, type RestRouter, type RouteOptions } from './rest-router.ts';
import { executeWebhook } from './rest-webhooks.ts';

const WEBHOOK = '/webhooks/{webhook_id}/{webhook_token}';
const MESSAGE = `${WEBHOOK}/messages/{message_id}`;
const ANSWER: RouteOptions = { auth: 'none', globalExempt: true };

export function addInteractionRoutes(router: RestRouter, hub: InteractionHub): void {
  addCallbackRoute(router, hub);
  router.add(
    'POST',
    WEBHOOK,
    (call) => {
      // Both kinds of webhook share the route; a channel's own is known by its id.
      const isOfChannel = hub.world.state.webhooks.has(param(call, 'webhook_id'));
      return isOfChannel ? executeWebhook(hub.world, call) : followUp(hub, call);
    },
    ANSWER,
  );
  router.add('GET', MESSAGE, (call) => readAnswer(hub, call), ANSWER);
  router.add('PATCH', MESSAGE, (call) => editAnswer(hub, call), ANSWER);
  router.add('DELETE', MESSAGE, (call) => deleteAnswer(hub, call), ANSWER);
}
