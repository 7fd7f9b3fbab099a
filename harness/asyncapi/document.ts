import { z } from 'zod'
import type { EventType } from '../events.ts'
import { eventSchema, eventTypes } from './schemas.ts'

const MESSAGES: Readonly<Record<EventType, string>> = {
  'com.nice.cxone.CallContactEvent': 'A voice contact changed state.',
  'com.nice.cxone.VoiceMailContactEvent': 'A recorded message changed state.',
  'com.nice.cxone.WorkItemContactEvent': 'A task that is routed like a call changed state.',
  'com.nice.cxone.Mute': "The agent's microphone was muted, or is not any more.",
  'com.nice.cxone.AgentState': "The agent's state changed.",
  'com.nice.cxone.VoiceContact': 'The whole of what the agent application knows of a voice contact: after each change by the agent, and at the end.',
  'com.nice.cxone.DigitalContactEvent': 'The same of a digital contact.',
  'com.nice.cxone.CaseInboxAssigneeChanged': 'A case came into the inbox of another agent.',
  'com.nice.cxone.CaseStatusChanged': "A case's status changed.",
  'com.nice.cxone.MessageAddedIntoCase': 'Somebody wrote.',
  'com.nice.cxone.MessageNoteCreated': 'An agent left an internal note, which must never reach the CRM.',
  'com.cisco.wxcc.NewPhoneContact': 'A call reaches a Webex flow.',
  'com.cisco.wxcc.DigitsPressed': 'The caller pressed keys.',
  'com.cisco.wxcc.AgentOfferContact': 'The call is offered to an agent.',
  'com.cisco.wxcc.AgentContactAssigned': 'An agent has the call.',
  'com.cisco.wxcc.ContactLastAgentRemoved': 'The last agent left the call.',
  'com.cisco.wxcc.ContactEnded': 'The call is over.',
  'com.nice.cxone.CustomEvent': 'What the agent does on the customer card: search, create, update, pin, link, unlink.',
}

/** `com.nice.cxone.CallContactEvent` is the component `CallContactEvent`; the last words are unique. */
export const messageName = (type: string): string => type.slice(type.lastIndexOf('.') + 1)

const TRACED = { traceparent: { type: 'string', description: "The event's own, so that an instrumented receiver carries it on by itself" } }
const PLACED = {
  'rehearsal-scenario': { type: 'string', description: 'What is played' },
  'rehearsal-crm': { type: 'string', enum: ['dynamics', 'zendesk'] },
  'rehearsal-url': { type: 'string', format: 'uri', description: 'Where the rehearsal listens' },
}

/** What the contact centre tells an integration: CloudEvents 1.0 in structured mode, each a POST to the integration's webhook. AsyncAPI 3.0. */
export function asyncApi(version: string): Record<string, unknown> {
  const names = eventTypes.map(messageName)
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Interaction events of crm-rehearsal',
      version,
      description:
        'Events of a contact centre, as an integration under test receives them. `data` has the shape of the client packages of the vendor; the prefix of `type` and the extension attributes are simulator-defined. Any 2xx takes an event.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      integration: {
        host: '{host}',
        protocol: 'http',
        description: 'The integration under test: what `rehearsal play --integration URL` names',
        variables: { host: { default: 'localhost:9000' } },
      },
    },
    channels: {
      events: {
        address: '/events',
        description: 'The webhook; its path is the one of the URL',
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
        bindings: { http: {} },
      },
    },
    operations: {
      deliver: {
        action: 'send',
        channel: { $ref: '#/channels/events' },
        summary: 'Events of one interaction come one after the other, interactions side by side.',
        messages: names.map((name) => ({ $ref: `#/channels/events/messages/${name}` })),
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
      },
    },
    components: {
      messages: Object.fromEntries(
        eventTypes.map((type) => [
          messageName(type),
          {
            name: type,
            title: messageName(type),
            summary: MESSAGES[type],
            contentType: 'application/cloudevents+json',
            headers: { type: 'object', properties: { ...TRACED, ...PLACED } },
            payload: { $ref: `#/components/schemas/${messageName(type)}` },
          },
        ]),
      ),
      schemas: Object.fromEntries(eventTypes.map((type) => [messageName(type), jsonSchema(type)])),
    },
  }
}

/** AsyncAPI's own dialect is a superset of draft 07. */
function jsonSchema(type: EventType): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(eventSchema(type), { target: 'draft-7' })
  return schema
}
