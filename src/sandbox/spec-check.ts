/** Placeholder replaced below. */
import type { RestReply, Route } from './rest-router.ts';
export interface SpecCheck {
  checkExchange(route: Route, body: unknown, reply: RestReply): void;
}
