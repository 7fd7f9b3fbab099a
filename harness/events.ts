/**
 * What the contact centre tells an integration: CloudEvents 1.0 in JSON. `data` is shaped as the vendor's client packages
 * show it (model names, camelCase); the reverse-DNS prefix of `type` and the extension attributes are simulator-defined.
 */
export interface InteractionEvent<Type extends EventType = EventType> {
  specversion: '1.0'
  id: string
  /** `/contact-centre/<tenant>` */
  source: string
  type: Type
  /** RFC 3339, on the World's clock. */
  time: string
  /** The interaction id: groups all contacts of one conversation. */
  subject: string
  datacontenttype: 'application/json'
  /** Names the shape of `data`, which the AsyncAPI document describes: `urn:crm-rehearsal:event:CallContactEvent`. */
  dataschema: string
  /** W3C trace context, one trace per interaction: copy it on outgoing calls and the harness knows whose they are. */
  traceparent: string
  /** The contact (leg) that the event is about; it changes on every transfer. */
  contactid: string
  /** The agent who handles it, once there is one. */
  agentid?: string
  /** In the event that ends a contact: who ended it. */
  endedby?: 'contact' | 'agent'
  data: EventData[Type]
}

export type EventType = keyof EventData

export interface EventData {
  /** A voice contact changed state. `Disconnected` with finalState false: the voice path is gone, after-call work goes on; with true: it is over. */
  'com.nice.cxone.CallContactEvent': CallContact
  'com.nice.cxone.VoiceMailContactEvent': VoiceMailContact
  'com.nice.cxone.WorkItemContactEvent': WorkItemContact
  /** The agent's microphone. The name is the vendor's; its members are simulator-defined. */
  'com.nice.cxone.Mute': { interactionId: string; contactId: string; muted: boolean }
  'com.nice.cxone.AgentState': { state: string; reason: string; isACW: boolean; acwTimeout: number | null }
  /** The whole of what the agent application knows of a voice contact: after each change by the agent, and at the end. */
  'com.nice.cxone.VoiceContact': VoiceContact
  /** The same of a digital one. */
  'com.nice.cxone.DigitalContactEvent': DigitalContact
  'com.nice.cxone.CaseInboxAssigneeChanged': CaseEvent
  'com.nice.cxone.CaseStatusChanged': CaseEvent
  'com.nice.cxone.MessageAddedIntoCase': CaseEvent & { message: DigitalMessage }
  'com.nice.cxone.MessageNoteCreated': CaseEvent & { note: { id: string; text: string; createdAt: string } }
  /** A call reaches a Webex flow. The names are the vendor's flow events; the prefix and the members are simulator-defined. */
  'com.cisco.wxcc.NewPhoneContact': { interactionId: string /** As the network tells it: `+493012345`; empty: withheld. */; ani: string; dnis: string }
  'com.cisco.wxcc.DigitsPressed': { interactionId: string; digits: string }
  'com.cisco.wxcc.AgentOfferContact': { interactionId: string; agentName: string }
  'com.cisco.wxcc.AgentContactAssigned': { interactionId: string; agentName: string }
  'com.cisco.wxcc.ContactLastAgentRemoved': { interactionId: string }
  'com.cisco.wxcc.ContactEnded': { interactionId: string; endedBy: 'contact' | 'agent' | 'flow' }
  /** What the agent does on the customer card: search, create, pin, link, unlink. */
  'com.nice.cxone.CustomEvent': { eventName: 'AgentWorkflowRequest'; data: CardRequest }
}

export interface CallContact {
  contactId: string
  masterId: string
  parentContactId: string
  interactionId: string
  status: 'Incoming' | 'Dialing' | 'Active' | 'Holding' | 'Masking' | 'Joined' | 'Disconnected'
  callType: 'Regular' | 'Consult' | 'Conference'
  ani: string
  dnis: string
  skill: string
  isInbound: boolean
  startTimeUtc: string
  lastStateChangeTimeUtc: string
  /** The same instants as the tenant's clocks show them, with their distance from UTC. */
  startTime: string
  lastStateChangeTime: string
  finalState: boolean
  allowDispositions: boolean
  disconnectCode: string
  /** Script variables, present where the skill uses screen pops (R034, R035). */
  screenPopUrlVariables: Record<string, string>
}

/** A recorded message that waits for an agent. `Discarded` with finalState false: the agent is done with it, after-call work goes on; with true: it is over. */
export interface VoiceMailContact {
  contactId: string
  masterId: string
  parentContactId: string
  interactionId: string
  status: 'Incoming' | 'Active' | 'Discarded'
  from: string
  to: string
  fileName: string
  /** Seconds. */
  fileDuration: number
  skillName: string
  isInbound: boolean
  requireDisposition: boolean
  /** As the tenant's clocks show it; the vendor tells it in no other way. */
  startTime: string
  lastStateChangeTime: string
  finalState: boolean
}

/** A task that is routed like a call. Its payload is whatever the system sent that made it; here the customer's name, number and address in JSON. */
export interface WorkItemContact {
  contactId: string
  masterId: string
  parentContactId: string
  interactionId: string
  status: 'Incoming' | 'Active' | 'Disconnected'
  workItemId: string
  workItemType: string
  workItemPayload: string
  skillId: string
  startTimeUtc: string
  lastStateChangeTimeUtc: string
  startTime: string
  lastStateChangeTime: string
  finalState: boolean
}

/** Fields of the agent application, in its own spelling; times in RFC 3339, UTC. */
interface ContactCommon {
  interactionId: string
  contactId: string
  direction: 'inbound' | 'outbound' | 'internal'
  mediaType: 'voice' | 'digital' | 'voicemail' | 'work item'
  agentId: string
  agentName: string
  skillId: string
  skillName: string
  dispositionName: string
  dispositionNotes: string
  status: string
  finalState: boolean
  startTime: string
  endTime: string
  scriptVariables: Record<string, string>
}

export interface VoiceContact extends ContactCommon {
  masterContactId: string
  contactType: 'voice'
  ani: string
  dnis: string
  to: string
  recordingUrl: string
  tags: string[]
}

export interface DigitalContact extends ContactCommon {
  channelType: string
  channelName: string
  from: string
  to: string
  eventType: 'digital'
  customerName: string
  isCaseAssigned: boolean
  transcriptionText: string
  transcriptUrl: string
}

export interface DigitalMessage {
  id: string
  direction: 'inbound' | 'outbound'
  createdAt: string
  messageContent: { type: 'TEXT'; text: string }
  attachments: { fileName: string; mimeType: string; url: string }[]
}

/** The envelope of a digital event, with the case as it is after the event. */
export interface CaseEvent {
  eventId: string
  eventObject: 'Case' | 'Message'
  case: {
    id: string
    contactId: string
    interactionId: string
    status: 'new' | 'open' | 'pending' | 'escalated' | 'resolved' | 'closed'
    /** The agent whose inbox it is in; null when unassigned. */
    inboxAssignee: string | null
    /** Who had it before this event. */
    previousInboxAssignee: string | null
    direction: 'inbound' | 'outbound'
    createdAt: string
    skillId: string
    skillName: string
  }
  channel: { id: string; name: string }
}

/** A record in the CRM, in the CRM's own words. */
export interface RecordReference {
  /** `contact`, `incident`, `user`, `ticket` ... */
  type: string
  id: string
}

/** On the customer card. Simulator-defined: the vendor's snippet bodies are not public. */
export type CardRequest =
  | { action: 'search'; phoneNumber?: string; email?: string }
  | { action: 'create'; record: string; fields: Record<string, unknown>; pin: boolean }
  | { action: 'update'; record: string; fields: Record<string, unknown>; named?: string }
  | { action: 'pin' | 'link' | 'unlink'; record: string /** Which, when several are shown: part of its display name or its id. */; named?: string }
