import type { Operation, Reply } from '../../core/index.ts'
import { warnUnpermitted } from '../headers.ts'
import { idText, nextId } from '../ids.ts'
import { closedTicket, empty, flat, plain, recordNotFound } from '../problems.ts'
import { auditsOf, type Comment, type Ticket, ticketsOf, type User, userById } from '../records.ts'
import { api, bodyOf, type Context, created, idOf, json, rootOf } from '../route.ts'
import { VIA_API } from '../tickets/audits.ts'
import { changedTicket } from '../tickets/changed.ts'
import { checkRoom, newComment, written } from '../tickets/comments.ts'
import { changeComment } from '../tickets/conversation.ts'
import { authorOf, ticketRow } from '../tickets/operations.ts'
import { writerOf } from '../tickets/people.ts'
import { auditRow } from '../tickets/ticket.ts'
import { createTicket } from '../tickets/write.ts'
import { now } from '../time.ts'
import { ticketSaved } from '../webhooks/saved.ts'
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
  const shown = (Array.isArray(sent.call_fields) ? sent.call_fields.map(String) : []).filter(
    (field) => call.values[field] !== undefined && call.values[field] !== null,
  )
  const lines = shown.map((field) => `${LABELS[field] ?? field}: ${String(call.values[field])}`)
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

/** Puts a comment about a call on its ticket (`TpeVoiceComment`). */
function commentOn(context: Context, call: CallRecord, ticket: Ticket, sent: Values): Values {
  const { world } = context
  const { body, data } = composed(call, sent)
  const text = written({ body }, context.call.remark) ?? { body, html: body }
  const author = speaker(context, call, sent)
  checkRoom(world, ticket)
  const audit = { id: nextId(world), ticket_id: ticket.id, metadata: { system: {}, custom: {} }, via: VIA_API }
  const said = newComment(world, ticket, audit, { text, author, public: false, attachments: [], voice: data })
  const comment: Comment = { ...said, type: 'TpeVoiceComment' }
  const told = auditsOf(world).add(idText(audit.id), { ...audit, created_at: now(world), author_id: context.user.id, comment, events: [] })
  ticketSaved(world, { before: ticket, ticket: changedTicket(world, ticket), audit: told, user: context.user })
  return {
    id: comment.id,
    type: 'TpeVoiceComment',
    public: false,
    data,
    formatted_from: 'Unknown',
    formatted_to: 'Unknown',
    transcription_visible: false,
    author_id: author.id,
    body: comment.body,
    html_body: comment.html_body,
    trusted: true,
    attachments: [],
    created_at: comment.created_at,
    audit_id: audit.id,
    title: data.title,
  }
}

/** `display_to_agent`, when it is there, must be an agent: checked before anything is made. */
const displayed = (context: Context, value: unknown): User | 'none' | undefined =>
  value === undefined || value === null ? 'none' : agentNamed(context.world, value)

/** The voice service answers with a header family of its own, whose rate is not counted down (recorded). */
const voiced = (reply: Reply): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'x-zendesk-origin-server': 'voice-app-server-6f4b9c7d5-x2x7k', 'x-xss-protection': '1; mode=block' },
})

function createCall(context: Context): Reply | ReturnType<typeof flat> {
  const sent = rootOf(context, 'call')
  const comment = bodyOf(context).comment as Values | undefined
  if (comment && 'ticket_id' in sent) return flat('RecordInvalid', 422, 'ticket_id cannot be given together with a comment')
  if (comment && !String(comment.title ?? '').trim()) return plain(400, 'Required parameter missing: title')
  const agent = displayed(context, comment?.display_to_agent)
  if (agent === undefined) return empty(422)
  const { call, unknown } = readCall(context.world, undefined, sent)
  warnUnpermitted(context.call, 'calls', 'create', unknown)
  if (!comment) return voiced(created({ call: callJson(context.world, keepCall(context.world, call)) }, `${context.base}/api/v2/calls/${call.id}`))
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
  changeComment(context.world, { ...audit.comment, type: 'TpeVoiceComment', data: composed(linked, comment).data })
  if (agent !== 'none') pop(context.world, agent, 'ticket', ticket.id, context.base)
  return voiced(created({ call: callJson(context.world, linked) }, `${context.base}/api/v2/calls/${call.id}`))
}

const found = (context: Context): CallRecord | undefined => callsOf(context.world).get(idOf(context))

export const voiceOperations: Operation[] = [
  ...api('POST', '/api/v2/channels/voice/tickets', 'voice.tickets', { scope: 'tickets' }, (context) => {
    const values = rootOf(context, 'ticket')
    const { display_to_agent } = bodyOf(context)
    const agent = displayed(context, display_to_agent)
    if (agent === undefined) return empty(422)
    if (!VOICE_VIAS.includes(Number(values.via_id))) return plain(400, 'Required parameter missing: via_id')
    const { ticket, audit } = createTicket(context.world, values, authorOf(context))
    if (agent !== 'none') pop(context.world, agent, 'ticket', ticket.id, context.base)
    const shown = ticketRow(context)(ticket)
    return created({ ticket: shown, audit: auditRow(context)(audit) }, shown.url)
  }),
  ...api('POST', '/api/v2/calls', 'calls.create', {}, createCall),
  ...api('GET', '/api/v2/calls/:id', 'calls.show', {}, (context) => {
    const call = found(context)
    return call ? voiced(json({ call: callJson(context.world, call) })) : recordNotFound()
  }),
  ...api('PATCH', '/api/v2/calls/:id', 'calls.update', {}, (context) => {
    const before = found(context)
    if (!before) return recordNotFound()
    const { call, unknown } = readCall(context.world, before, rootOf(context, 'call'))
    warnUnpermitted(context.call, 'calls', 'update', unknown)
    return voiced(json({ call: callJson(context.world, keepCall(context.world, call)) }))
  }),
  ...api('POST', '/api/v2/calls/:id/comments', 'calls.comment', {}, (context) => {
    const call = found(context)
    if (!call) return recordNotFound()
    const sent = bodyOf(context)
    if (!String(sent.title ?? '').trim()) return plain(400, 'Required parameter missing: title')
    const agent = displayed(context, sent.display_to_agent)
    if (agent === undefined) return empty(422)
    const ticket = ticketsOf(context.world).get(String(call.values.ticket_id))
    if (!ticket || ticket.status === 'deleted') return recordNotFound()
    if (ticket.status === 'closed') return closedTicket()
    const comment = commentOn(context, call, ticket, sent)
    if (agent !== 'none') pop(context.world, agent, 'ticket', ticket.id, context.base)
    return voiced(json(comment, 201))
  }),
]
