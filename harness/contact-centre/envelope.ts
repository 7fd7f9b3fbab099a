import { iso } from '../../mocks/core/stamp.ts'
import type { EventType, InteractionEvent } from '../events.ts'
import type { Telling } from './happening.ts'

/** A CloudEvent in JSON around what the contact centre tells. */
export function envelope(telling: Telling, at: number, tenant: string, id: string, trace: { id: string; span: string }): InteractionEvent {
  const event = {
    specversion: '1.0',
    id,
    source: `/contact-centre/${tenant}`,
    type: telling.type,
    time: iso(at),
    subject: telling.interaction,
    datacontenttype: 'application/json',
    dataschema: schemaOf(telling.type),
    traceparent: `00-${trace.id}-${trace.span}-01`,
    contactid: telling.contact,
  } as InteractionEvent
  if (telling.agent) event.agentid = telling.agent
  if (telling.endedby) event.endedby = telling.endedby
  event.data = telling.data
  return event
}

/** Names the shape of an event's data; an incompatible change of it would be another name. Simulator-defined. */
export const schemaOf = (type: EventType): string => `urn:crm-rehearsal:event:${type.slice(type.lastIndexOf('.') + 1)}`

/** The trace id of a `traceparent` header; undefined when it is none. */
export const traceIdOf = (traceparent: string | undefined): string | undefined =>
  traceparent !== undefined && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(traceparent) ? traceparent.slice(3, 35) : undefined
