import { z } from 'zod'
import { schemaOf } from '../contact-centre/envelope.ts'
import type { EventData, EventType } from '../events.ts'

const text = z.string()
const time = z.string().describe('RFC 3339, UTC')
const local = z.string().describe("RFC 3339, on the tenant's clocks")
const variables = z.record(z.string(), z.string())

const leg = { contactId: text, masterId: text, parentContactId: text, interactionId: text }

const callContact = z.strictObject({
  ...leg,
  status: z.enum(['Incoming', 'Dialing', 'Active', 'Holding', 'Masking', 'Joined', 'Disconnected']),
  callType: z.enum(['Regular', 'Consult', 'Conference']),
  ani: text,
  dnis: text,
  skill: text,
  isInbound: z.boolean(),
  startTimeUtc: time,
  lastStateChangeTimeUtc: time,
  startTime: local,
  lastStateChangeTime: local,
  finalState: z.boolean(),
  allowDispositions: z.boolean(),
  disconnectCode: text,
  screenPopUrlVariables: variables.describe('Script variables, where the skill uses screen pops'),
})

const voiceMail = z.strictObject({
  ...leg,
  status: z.enum(['Incoming', 'Active', 'Discarded']),
  from: text,
  to: text,
  fileName: text,
  fileDuration: z.number().describe('Seconds'),
  skillName: text,
  isInbound: z.boolean(),
  requireDisposition: z.boolean(),
  startTime: local,
  lastStateChangeTime: local,
  finalState: z.boolean(),
})

const workItem = z.strictObject({
  ...leg,
  status: z.enum(['Incoming', 'Active', 'Disconnected']),
  workItemId: text,
  workItemType: text,
  workItemPayload: text.describe('Whatever the system sent that made it; here JSON'),
  skillId: text,
  startTimeUtc: time,
  lastStateChangeTimeUtc: time,
  startTime: local,
  lastStateChangeTime: local,
  finalState: z.boolean(),
})

const common = {
  interactionId: text,
  contactId: text,
  direction: z.enum(['inbound', 'outbound', 'internal']),
  mediaType: z.enum(['voice', 'digital', 'voicemail', 'work item']),
  agentId: text,
  agentName: text,
  skillId: text,
  skillName: text,
  dispositionName: text,
  dispositionNotes: text,
  status: text,
  finalState: z.boolean(),
  startTime: time,
  endTime: time,
  scriptVariables: variables,
}

const voiceContact = z.strictObject({
  ...common,
  masterContactId: text,
  contactType: z.literal('voice'),
  ani: text,
  dnis: text,
  to: text,
  recordingUrl: text,
  tags: z.array(text),
})

const digitalContact = z.strictObject({
  ...common,
  channelType: text,
  channelName: text,
  from: text,
  to: text,
  eventType: z.literal('digital'),
  customerName: text,
  isCaseAssigned: z.boolean(),
  transcriptionText: text,
  transcriptUrl: text,
})

const caseEvent = z.strictObject({
  eventId: text,
  eventObject: z.enum(['Case', 'Message']),
  case: z.strictObject({
    id: text,
    contactId: text,
    interactionId: text,
    status: z.enum(['new', 'open', 'pending', 'escalated', 'resolved', 'closed']),
    inboxAssignee: text.nullable(),
    previousInboxAssignee: text.nullable(),
    direction: z.enum(['inbound', 'outbound']),
    createdAt: time,
    skillId: text,
    skillName: text,
  }),
  channel: z.strictObject({ id: text, name: text }),
})

const message = z.strictObject({
  id: text,
  direction: z.enum(['inbound', 'outbound']),
  createdAt: time,
  messageContent: z.strictObject({ type: z.literal('TEXT'), text }),
  attachments: z.array(z.strictObject({ fileName: text, mimeType: text, url: text })),
})

const written = { record: text, fields: z.record(z.string(), z.unknown()) }
const cardRequest = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('search'), phoneNumber: text.optional(), email: text.optional() }),
  z.strictObject({ action: z.literal('create'), ...written, pin: z.boolean() }),
  z.strictObject({ action: z.literal('update'), ...written, named: text.optional() }),
  z.strictObject({ action: z.enum(['pin', 'link', 'unlink']), record: text, named: text.optional() }),
])

const flow = { interactionId: text }

/** The data of each event. The compiler holds them to `EventData`, tests to what is really sent. */
export const eventData: { readonly [Type in EventType]: z.ZodType<EventData[Type]> } = {
  'com.nice.cxone.CallContactEvent': callContact,
  'com.nice.cxone.VoiceMailContactEvent': voiceMail,
  'com.nice.cxone.WorkItemContactEvent': workItem,
  'com.nice.cxone.Mute': z.strictObject({ interactionId: text, contactId: text, muted: z.boolean() }),
  'com.nice.cxone.AgentState': z.strictObject({ state: text, reason: text, isACW: z.boolean(), acwTimeout: z.number().nullable() }),
  'com.nice.cxone.VoiceContact': voiceContact,
  'com.nice.cxone.DigitalContactEvent': digitalContact,
  'com.nice.cxone.CaseInboxAssigneeChanged': caseEvent,
  'com.nice.cxone.CaseStatusChanged': caseEvent,
  'com.nice.cxone.MessageAddedIntoCase': caseEvent.extend({ message }),
  'com.nice.cxone.MessageNoteCreated': caseEvent.extend({ note: z.strictObject({ id: text, text, createdAt: time }) }),
  'com.cisco.wxcc.NewPhoneContact': z.strictObject({ ...flow, ani: text.describe('As the network tells it; empty: withheld'), dnis: text }),
  'com.cisco.wxcc.DigitsPressed': z.strictObject({ ...flow, digits: text }),
  'com.cisco.wxcc.AgentOfferContact': z.strictObject({ ...flow, agentName: text }),
  'com.cisco.wxcc.AgentContactAssigned': z.strictObject({ ...flow, agentName: text }),
  'com.cisco.wxcc.ContactLastAgentRemoved': z.strictObject(flow),
  'com.cisco.wxcc.ContactEnded': z.strictObject({ ...flow, endedBy: z.enum(['contact', 'agent', 'flow']) }),
  'com.nice.cxone.CustomEvent': z.strictObject({ eventName: z.literal('AgentWorkflowRequest'), data: cardRequest }),
}

export const eventTypes = Object.keys(eventData) as EventType[]

/** One event, envelope and data. */
export const eventSchema = (type: EventType) =>
  z.strictObject({
    specversion: z.literal('1.0'),
    id: text,
    source: text.describe('`/contact-centre/<tenant>`'),
    type: z.literal(type),
    time: time.describe("On the World's clock"),
    subject: text.describe('The interaction id: groups all contacts of one conversation'),
    datacontenttype: z.literal('application/json'),
    dataschema: z.literal(schemaOf(type)).describe('Names the shape of `data`'),
    traceparent: text.describe('W3C trace context, one trace per interaction: copy it on outgoing calls'),
    contactid: text.describe('The contact (leg) that it is about'),
    agentid: text.optional(),
    endedby: z.enum(['contact', 'agent']).optional().describe('In the event that ends a contact: who ended it'),
    data: eventData[type],
  })
