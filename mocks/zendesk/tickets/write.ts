import { Recent, type World } from '../../core/index.ts'
import { accountOf } from '../account.ts'
import { flagIn } from '../flag.ts'
import { idText, nextId, nextTicketNumber, takeIds, takeTicketNumber } from '../ids.ts'
import { closedTicket, invalid, raise } from '../problems.ts'
import { type Audit, auditsOf, type Change, type Creation, type Metadata, type Ticket, ticketsOf, type User, userById, type Via } from '../records.ts'
import { now } from '../time.ts'
import { openUploads, take } from '../uploads/uploads.ts'
import { ticketSaved } from '../webhooks/saved.ts'
import { setAttributes } from './attributes.ts'
import { changeEvents, creationLength, VIA_API } from './audits.ts'
import { type CommentInput, checkRoom, type Note, newComment, written } from './comments.ts'
import { beganPublic } from './conversation.ts'
import { followedUp, followUpVia, linkFollowUp } from './follow-up.ts'
import { groupOfOrganization, setOrganization } from './linked.ts'
import { checkPeople, NOBODY, personOf, requesterOf, setPeople, writerOf } from './people.ts'
import { checkSolvable } from './solving.ts'
import { viaOf, voiceText } from './voice.ts'

export type Attributes = Record<string, unknown>
export interface Written {
  ticket: Ticket
  /** Absent when nothing changed. */
  audit?: Audit
}
export interface Author {
  user: User
  remark: Note
  client?: string
  /** Brings in what was elsewhere before. */
  imports?: true
}

const SYSTEM = { location: 'Berlin, BE, Germany', latitude: 52.52, longitude: 13.405 }
const NO_METADATA: Attributes = {}
/** By client, which are few: all that a client writes without words of its own has the same. */
const systems = new Recent<string, Metadata>(100)

function metadata({ client = 'crm-rehearsal' }: Author, attributes: Attributes): Metadata {
  const plain = systems.get(client) ?? systems.set(client, { system: { client, ip_address: '192.0.2.1', ...SYSTEM }, custom: NO_METADATA })
  const custom = attributes.metadata as Attributes | null | undefined
  return custom === undefined || custom === null ? plain : { system: plain.system, custom }
}

/** Creates a ticket with its first comment and its audit. `chosen`: a seed numbers it; nobody else does (documented: the id is read-only). */
export function createTicket(world: World, attributes: Attributes, author: Author, chosen?: number): Written & { audit: Creation } {
  const voice = voiceText(attributes.voice_comment, attributes.comment as CommentInput | undefined)
  const input = voice?.input ?? commentInput(attributes)
  const text = written(input, author.remark)
  const uploads = openUploads(world, input?.uploads, author.remark)
  if (!text && uploads.length === 0)
    raise(
      invalid({
        base: [
          {
            description: 'Description: cannot be blank',
            error: 'BlankValue',
            ticket_field_id: accountOf(world).fields.description as number,
            ticket_field_type: 'FieldDescription',
          },
        ],
      }),
    )
  const said = text ?? { body: '', html: '' }
  const asked = requesterOf(world, attributes) ?? author.user
  const submitter = writerOf(world, attributes.submitter_id, 'Submitter') ?? author.user
  const writer = writerOf(world, input?.author_id, 'Author')
  const isPublic = flagIn(input?.public) !== false
  const source = followedUp(world, attributes.via_followup_source_id)
  const via = source ? followUpVia(source) : (viaOf(attributes) ?? VIA_API)
  const ticket = blankTicket(world, 'make' in asked ? null : asked.organization_id, submitter, said.body, isPublic, via)
  setAttributes(world, ticket, source ? { tags: source.tags, ...attributes } : attributes, author.remark)
  setOrganization(world, ticket, 'make' in asked ? undefined : asked)
  if (!('group_id' in attributes)) ticket.group_id ??= groupOfOrganization(world, ticket.organization_id)
  if (ticket.status === 'solved') checkSolvable(world, ticket)
  checkPeople(world, attributes, author.remark)
  const requester = personOf(world, asked)
  ticket.requester_id = requester.id
  setPeople(world, ticket, attributes)
  ticket.id = chosen === undefined ? nextTicketNumber(world) : takeTicketNumber(world, chosen)
  const speaker = writer ?? (submitter.id === author.user.id && requester.id !== submitter.id && author.user.role === 'end-user' ? requester : submitter)
  const head = { id: nextId(world), metadata: metadata(author, attributes), via }
  const comment = newComment(world, ticket, head, { text: said, author: speaker, public: isPublic, attachments: take(world, uploads), voice: voice?.data })
  takeIds(world, creationLength(ticket))
  const { id, metadata: told } = head
  const audit: Creation = { id, ticket_id: ticket.id, created_at: ticket.created_at, author_id: submitter.id, metadata: told, via, ticket, comment }
  auditsOf(world).add(idText(id), audit)
  const key = String(ticket.id)
  if (chosen === undefined) ticketsOf(world).add(key, ticket)
  else ticketsOf(world).put(key, ticket)
  if (source) linkFollowUp(world, source, ticket.id)
  ticketSaved(world, { before: undefined, ticket, audit, user: author.user }, author.imports)
  return { ticket, audit }
}

/** Changes a ticket; `description` is the first comment and cannot be changed (recorded). */
export function updateTicket(world: World, before: Ticket, attributes: Attributes, author: Author): Written {
  if (before.status === 'closed') raise(closedTicket())
  const voice = voiceText(attributes.voice_comment, attributes.comment as CommentInput | undefined)
  const input = voice?.input ?? (attributes.comment === undefined ? undefined : commentInput({ comment: attributes.comment }))
  const asked = requesterOf(world, attributes)
  const writer = writerOf(world, input?.author_id, 'Author')
  const text = written(input, author.remark)
  const uploads = openUploads(world, input?.uploads, author.remark)
  const speaks = text !== undefined || uploads.length > 0
  // An import has counted them all: to count anew for each would take as long as their square.
  if (speaks && !author.imports) checkRoom(world, before)
  const at = now(world)
  const ticket = { ...before, updated_at: at }
  setAttributes(world, ticket, speaks && reopens(author, before, attributes) ? { ...attributes, status: 'open' } : attributes, author.remark)
  setOrganization(world, ticket, asked && 'make' in asked ? undefined : (asked ?? userById(world, before.requester_id)), before)
  if (ticket.status === 'solved' && before.status !== 'solved') checkSolvable(world, ticket)
  checkPeople(world, attributes, author.remark)
  if (asked) ticket.requester_id = personOf(world, asked).id
  setPeople(world, ticket, attributes)
  const events = changeEvents(world, before, ticket)
  if (!speaks && events.length === 0 && samePeople(before, ticket)) return { ticket: before }

  const head = { id: nextId(world), metadata: metadata(author, attributes), via: viaOf(attributes) ?? VIA_API }
  const comment = speaks
    ? newComment(world, before, head, {
        text: text ?? { body: '', html: '' },
        author: writer ?? author.user,
        public: flagIn(input?.public) ?? beganPublic(world, before.id),
        attachments: take(world, uploads),
        voice: voice?.data,
      })
    : undefined
  const { id, metadata: told, via } = head
  const audit: Change = { id, ticket_id: ticket.id, created_at: at, author_id: author.user.id, metadata: told, via, comment, events }
  auditsOf(world).add(idText(id), audit)
  ticket.is_public = before.is_public || comment?.public === true
  ticket.generated_timestamp = Math.floor(world.clock.now() / 1000)
  ticketsOf(world).put(String(ticket.id), ticket)
  ticketSaved(world, { before, ticket, audit, user: author.user }, author.imports)
  return { ticket, audit }
}

/** An end user who says more opens a ticket that was pending, on hold or solved (documented, support.zendesk.com 4408894213018), unless solving it. */
const reopens = ({ user }: Author, { status }: Ticket, attributes: Attributes): boolean =>
  user.role === 'end-user' && attributes.status === undefined && ['pending', 'hold', 'solved'].includes(status)

/** Copies and followers change without a field's event. */
const samePeople = (a: Ticket, b: Ticket): boolean => String(a.email_cc_ids) === String(b.email_cc_ids) && String(a.follower_ids) === String(b.follower_ids)

const commentInput = (attributes: Attributes): CommentInput | undefined => {
  const { comment, description } = attributes
  if (typeof comment === 'string') return { body: comment }
  if (comment !== null && typeof comment === 'object') return comment as CommentInput
  return typeof description === 'string' ? { body: description } : undefined
}

// Records are values, so what is empty can be the same for all.
const NO_TAGS: string[] = []
const NO_VALUES: Record<string, unknown> = {}

function blankTicket(world: World, organization_id: number | null, submitter: User, description: string, isPublic: boolean, via: Via): Ticket {
  const at = now(world)
  const account = accountOf(world)
  return {
    id: 0,
    external_id: null,
    via,
    created_at: at,
    updated_at: at,
    generated_timestamp: Math.floor(world.clock.now() / 1000),
    type: null,
    subject: null,
    description,
    priority: null,
    status: 'new',
    recipient: null,
    requester_id: 0,
    submitter_id: submitter.id,
    assignee_id: null,
    organization_id,
    group_id: null,
    collaborator_ids: NOBODY,
    follower_ids: NOBODY,
    email_cc_ids: NOBODY,
    problem_id: null,
    is_public: isPublic,
    due_at: null,
    tags: NO_TAGS,
    custom: NO_VALUES,
    satisfaction_rating: null,
    custom_status_id: account.statuses.new as number,
    followup_ids: NOBODY,
    ticket_form_id: account.formId,
    brand_id: account.brandId,
    solved_at: null,
  }
}
