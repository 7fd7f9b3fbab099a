import type { World } from '../../core/index.ts'
import type { Audit, Ticket, User } from '../records.ts'
import { meets } from '../triggers/conditions.ts'
import { bodyFor } from '../triggers/placeholders.ts'
import { triggersOf } from '../triggers/trigger.ts'
import { invoke } from './deliver.ts'
import { ticketEvents, ticketPayload, userPayload } from './events.ts'
import { FOR_TRIGGERS, type Webhook, webhooksOf } from './webhook.ts'

/** A ticket that was written: as it was (undefined: it is new) and as it is, with the audit of the difference. */
export interface Saved {
  before: Ticket | undefined
  ticket: Ticket
  audit: Audit
  user: User
}

const subscribed = (world: World): Webhook[] => [...webhooksOf(world).scan()].filter((webhook) => webhook.status === 'active')

/** Nobody waits for a webhook: the answer to the client goes out first. */
const later = (world: World, webhook: Webhook, payload: string): void => {
  void world.clock.during(Promise.resolve()).then(() => invoke(world, webhook, payload))
}

/** Runs the account's triggers in their order, though not for what is imported (documented), then tells subscribers. */
export function ticketSaved(world: World, saved: Saved, imported = false): void {
  if (webhooksOf(world).size === 0) return
  const active = subscribed(world)
  const triggers = [...triggersOf(world).scan()].filter((trigger) => trigger.active && !imported).sort((a, b) => a.position - b.position || a.id - b.id)
  for (const trigger of triggers) {
    if (!meets(trigger.conditions, saved)) continue
    for (const { value } of trigger.actions) {
      const [id, body] = value as [string, unknown]
      const webhook = active.find((one) => one.id === id && one.subscriptions.includes(FOR_TRIGGERS))
      if (webhook) later(world, webhook, bodyFor(world, body, webhook.request_format, saved))
    }
  }
  const listeners = active.filter(({ subscriptions }) => !subscriptions.includes(FOR_TRIGGERS) && subscriptions.length > 0)
  if (listeners.length === 0) return
  for (const event of ticketEvents(world, saved))
    for (const webhook of listeners) if (webhook.subscriptions.includes(event.type)) later(world, webhook, ticketPayload(world, event, saved))
}

export function userSaved(world: World, what: 'created' | 'deleted', user: User): void {
  if (webhooksOf(world).size === 0) return
  const { type, payload } = userPayload(world, what, user)
  for (const webhook of subscribed(world)) if (webhook.subscriptions.includes(type)) later(world, webhook, payload)
}
