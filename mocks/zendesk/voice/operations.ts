import type { Operation, Reply } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import { minuteLimit } from '../access/rates.ts'
import { answeredBy, warnRestricted } from '../headers.ts'
import { empty, flat, plain, raise, recordNotFound } from '../problems.ts'
import { type Comment, type Ticket, ticketsOf, type User, userById } from '../records.ts'
import { api, bodyOf, type Context, created, idOf, json, rootOf } from '../route.ts'
import { changeComment } from '../tickets/conversation.ts'
import { authorOf, ticketRow } from '../tickets/operations.ts'
import { writerOf } from '../tickets/people.ts'
import { createTicket, updateTicket } from '../tickets/write.ts'
import { type CallRecord, callJson, callsOf, keepCall, readCall } from './call.ts'
import { agentNamed, pop } from './pops.ts'

type Values = Record<string, unknown>
const VOICE_VIAS = [44, 45, 46]

/** Fields of a call that a comment can show, with the words before them. */
const LABELS: Record<string, string> = {
  direction: 'Direction',
  from_line: 'From',
  to_line: 'To',
  call_started_at: 'Time of call',
  call_ended_at: 'End of call',
  duration: 'Duration',
  completion_status: 'Completion status',
  recording_url: 'Recording',
  wait_time: 'Wait time',
  talk_time: 'Talk time',
  hold_time: 'Hold time',
  wrap_up_time: 'Wrap-up time',
  call_disposition: 'Disposition',
}

/** What a comment about a call says, and what it carries. */
function composed(call: CallRecord, sent: Values): { body: string; data: Values } {
  const title = String(sent.title)
  const lines = (Array.isArray(sent.call_fields) ? sent.call_fields.map(String) : []).flatMap((field) => {
    const value = own(call.values, field) ?? null
    return value === null ? [] : [`${own(LABELS, field) ?? field}: ${String(value)}`]
  })
  const data = {
    app_id: call.values.app_id ?? null,
    app_name: 'crm-rehearsal',
    author_id: sent.author_id ?? null,
    call_id: call.id,
    direction: call.values.direction ?? null,
    external_id: call.values.external_id ?? null,
    title,
    via_id: call.values.direction === 'outbound' ? 46 : 45,
    recording_url: call.values.recording_url ?? null,
  }
  return { body: lines.length > 0 ? `${title}\n\nSummary\n${lines.join('\n')}` : title, data }
}

/** Whose comment it is: the author that it names, else the caller, else whoever writes it (published API description). */
const speaker = ({ world, user }: Context, call: CallRecord, sent: Values): User =>
  writerOf(world, sent.author_id, 'Author') ?? userById(world, Number(call.values.end_user_id ?? 0)) ?? user

/** A comment that says what is known of a call (`TpeVoiceComment`). */
const voiced = ({ world }: Context, comment: Comment, data: Values): Comment => changeComment(world, { ...comment, type: 'TpeVoiceComment', data })

/** Puts a comment about a call on its ticket. */
function commentOn(context: Context, call: CallRecord, ticket: Ticket, sent: Values): Values {
  const { body, data } = composed(call, sent)
  const input = { body, public: false, author_id: speaker(context, call, sent).id }
  const said = updateTicket(context.world, ticket, { comment: input }, authorOf(context)).audit?.comment
  if (!said) return raise(untitled())
  const { id, author_id, html_body, created_at, audit_id, ...comment } = voiced(context, said, data)
  return {
    id,
    type: comment.type,
    public: false,
    data,
    formatted_from: 'Unknown',
    formatted_to: 'Unknown',
    transcription_visible: false,
    author_id,
    body: comment.body,
    html_body,
    trusted: true,
    attachments: [],
    created_at,
    audit_id,
    title: data.title,
  }
}

const untitled = () => plain(400, 'Required parameter missing: title')

/** `display_to_agent`, when it is there, must be an agent: checked before anything is made. */
const displayed = (context: Context, value: unknown): User | 'none' | undefined =>
  value === undefined || value === null ? 'none' : agentNamed(context.world, value)

/** The voice service is none of Support's: it has a server and a rate of its own, which is not counted down (recorded 2024). */
const voice: typeof api = (method, path, name, access, handle) =>
  api(method, path, name, access, (context) => {
    const limit = String(minuteLimit(context.world))
    answeredBy(context.call, {
      'x-zendesk-origin-server': 'voice-app-server-6f4b9c7d5-x2x7k',
      'x-xss-protection': '1; mode=block',
      'x-rate-limit-remaining': limit,
      'ratelimit-remaining': limit,
    })
    return handle(context)
  })

/** Members of a body that are none of these. */
const beside = (body: Values, known: readonly string[]): string[] => Object.keys(body).filter((key) => !known.includes(key))

function createCall(context: Context): Reply | ReturnType<typeof flat> {
  const sent = rootOf(context, 'call')
  const body = bodyOf(context)
  const comment = body.comment as Values | undefined
  if (comment && 'ticket_id' in sent) return flat('RecordInvalid', 422, 'ticket_id cannot be given together with a comment')
  if (comment && !String(comment.title ?? '').trim()) return untitled()
  const agent = displayed(context, comment?.display_to_agent)
  if (agent === undefined) return empty(422)
  const { call, unknown } = readCall(context.world, undefined, sent)
  warnRestricted(context.call, [...unknown, ...beside(body, ['call', 'comment'])])
  if (!comment) return json({ call: callJson(context.world, keepCall(context.world, call)) }, 201)
  const via_id = sent.direction === 'outbound' ? 46 : 45
  const subject = comment.subject ?? comment.title
  const { ticket, audit } = createTicket(
    context.world,
    {
      subject,
      comment: { body: composed(call, comment).body, public: false, author_id: speaker(context, call, comment).id },
      requester_id: sent.end_user_id,
      via_id,
    },
    authorOf(context),
  )
  const linked = keepCall(context.world, { ...call, values: { ...call.values, ticket_id: ticket.id } })
  // The ticket's first comment is the call's own.
  voiced(context, audit.comment, composed(linked, comment).data)
  if (agent !== 'none') pop(context.world, agent, 'ticket', ticket.id, context.base)
  return json({ call: callJson(context.world, linked) }, 201)
}

const found = (context: Context): CallRecord | undefined => callsOf(context.world).get(idOf(context))

export const voiceOperations: Operation[] = [
  ...api('POST', '/api/v2/channels/voice/tickets', 'voice.tickets', { scope: 'tickets' }, (context) => {
    const values = rootOf(context, 'ticket')
    const { display_to_agent } = bodyOf(context)
    const agent = displayed(context, display_to_agent)
    if (agent === undefined) return empty(422)
    if (!VOICE_VIAS.includes(Number(values.via_id))) return plain(400, 'Required parameter missing: via_id')
    const { ticket } = createTicket(context.world, values, authorOf(context))
    if (agent !== 'none') pop(context.world, agent, 'ticket', ticket.id, context.base)
    const shown = ticketRow(context)(ticket)
    return created({ ticket: shown }, shown.url)
  }),
  ...voice('POST', '/api/v2/calls', 'calls.create', {}, createCall),
  ...voice('GET', '/api/v2/calls/:id', 'calls.show', {}, (context) => {
    const call = found(context)
    return call ? json({ call: callJson(context.world, call) }) : recordNotFound()
  }),
  ...voice('PATCH', '/api/v2/calls/:id', 'calls.update', {}, (context) => {
    const before = found(context)
    if (!before) return recordNotFound()
    const { call, unknown } = readCall(context.world, before, rootOf(context, 'call'))
    warnRestricted(context.call, [...unknown, ...beside(bodyOf(context), ['call'])])
    return json({ call: callJson(context.world, keepCall(context.world, call)) })
  }),
  ...voice('POST', '/api/v2/calls/:id/comments', 'calls.comment', {}, (context) => {
    const call = found(context)
    if (!call) return recordNotFound()
    const sent = bodyOf(context)
    warnRestricted(context.call, beside(sent, ['title', 'call_fields', 'author_id', 'display_to_agent']), ['comment'])
    if (!String(sent.title ?? '').trim()) return untitled()
    const agent = displayed(context, sent.display_to_agent)
    if (agent === undefined) return empty(422)
    const ticket = ticketsOf(context.world).get(String(call.values.ticket_id))
    if (!ticket || ticket.status === 'deleted') return recordNotFound()
    const comment = commentOn(context, call, ticket, sent)
    if (agent !== 'none') pop(context.world, agent, 'ticket', ticket.id, context.base)
    return json(comment, 201)
  }),
]
