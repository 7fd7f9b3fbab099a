import type { World } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import { brandsOf } from '../config/brands.ts'
import { formsOf } from '../config/forms.ts'
import { groupsOf } from '../config/groups.ts'
import { fieldsOf } from '../fields/fields.ts'
import { type Ticket, ticketsOf, wordsOfTicket } from '../records.ts'
import type { Context } from '../route.ts'
import { PRIORITIES, STATUSES, TYPES } from '../tickets/attributes.ts'
import { commentsOn, ticketsSaying } from '../tickets/conversation.ts'
import { indexed } from './lag.ts'
import type { Term } from './lexer.ts'
import { type Asking, among, byField, type Compile, compileAll, dated, exactly, ranked, tagged, tellingKeys, words } from './match.ts'
import { named } from './named.ts'
import { people } from './people.ts'
import { finder, searchable } from './text.ts'
import { organizationsNamed } from './users.ts'

const texts = new WeakMap<Ticket, string>()

function textOf(world: World, ticket: Ticket): string {
  let text = texts.get(ticket)
  if (text === undefined) {
    const comments = commentsOn(world, ticket.id)
    text = searchable([...wordsOfTicket(ticket), ...comments.map(({ body }) => body)])
    texts.set(ticket, text)
  }
  return text
}

const organizations = (term: Term, { world }: Asking) => new Set(organizationsNamed(world, term))
const commentersOf = (world: World, ticket: Ticket): number[] => [...new Set(commentsOn(world, ticket.id).map(({ author_id }) => author_id))]

const KEYWORDS: Record<string, Compile<Ticket>> = {
  status: ranked((ticket) => ticket.status, STATUSES),
  priority: ranked((ticket) => ticket.priority, PRIORITIES),
  ticket_type: ranked((ticket) => ticket.type, TYPES),
  requester: among((ticket) => [ticket.requester_id], people),
  assignee: among((ticket) => [ticket.assignee_id], people),
  submitter: among((ticket) => [ticket.submitter_id], people),
  cc: among((ticket) => ticket.email_cc_ids.concat(ticket.collaborator_ids), people),
  commenter: (term, asking) => among<Ticket>((ticket) => commentersOf(asking.world, ticket), people)(term, asking),
  organization: among((ticket) => [ticket.organization_id], organizations),
  group: among((ticket) => [ticket.group_id], named(groupsOf)),
  brand: among((ticket) => [ticket.brand_id], named(brandsOf)),
  form: among((ticket) => [ticket.ticket_form_id], named(formsOf)),
  created: dated((ticket) => ticket.created_at),
  updated: dated((ticket) => ticket.updated_at),
  solved: dated((ticket) => ticket.solved_at),
  due_date: dated((ticket) => ticket.due_at),
  subject: words((ticket) => ticket.subject),
  description: words((ticket) => ticket.description),
  tags: tagged((ticket) => ticket.tags),
  via: exactly((ticket) => ticket.via.channel),
  external_id: exactly((ticket) => ticket.external_id),
  satisfaction: exactly((ticket) => ticket.satisfaction_rating?.score ?? null),
  fieldvalue: (term) => {
    const finds = finder(term.value, term.quoted)
    return (ticket) => Object.values(ticket.custom).some((value) => finds(searchable([value === null ? null : String(value)])))
  },
  has_attachment: (term, { world }) => {
    const wanted = term.value === 'true'
    return (ticket) => commentsOn(world, ticket.id).some(({ attachments }) => attachments.length > 0) === wanted
  },
}

export const ticketCompile: Compile<Ticket> = (term, asking) => {
  if (term.keyword === undefined) {
    if (term.value === '*') return () => true
    const number = /^\d+$/.test(term.value) ? Number(term.value) : undefined
    const finds = finder(term.value, term.quoted)
    return (ticket) => ticket.id === number || finds(textOf(asking.world, ticket))
  }
  const known = own(KEYWORDS, term.keyword)
  if (known) return known(term, asking)
  const custom = /^custom_field_(\d+)$/.exec(term.keyword)?.[1]
  if (custom) return byField<Ticket>(fieldsOf(asking.world, 'ticket').get(custom)?.type, (ticket) => ticket.custom[custom])(term, asking)
  // A word with a colon that is no keyword is a word.
  const finds = finder(`${term.keyword} ${term.value}`, false)
  return (ticket) => finds(textOf(asking.world, ticket))
}

function candidates(world: World, terms: readonly Term[], asking: Asking): Iterable<Ticket> {
  for (const index of ['requester', 'assignee'] as const) {
    const own = terms.filter((term) => term.keyword === index && !term.negated && term.value !== 'none' && term.value !== '*')
    if (own.length === 1) return [...people(own[0] as Term, asking)].flatMap((id) => ticketsOf(world).find(index, String(id)))
  }
  return withWords(world, terms) ?? ticketsOf(world).scan()
}

const IN_TEXT = new Set([undefined, 'subject', 'description'])

/** By the index of words, where a term names one that is long enough. */
function withWords(world: World, terms: readonly Term[]): Iterable<Ticket> | undefined {
  const keys = tellingKeys(terms, IN_TEXT)
  if (!keys) return undefined
  const found = new Map<number, Ticket | undefined>()
  for (const key of keys) {
    for (const ticket of ticketsOf(world).find('words', key)) found.set(ticket.id, ticket)
    for (const id of ticketsSaying(world, key)) if (!found.has(id)) found.set(id, ticketsOf(world).get(String(id)))
  }
  for (const { value } of terms) if (/^\d+$/.test(value)) found.set(Number(value), ticketsOf(world).get(value))
  return [...found.values()].filter((ticket) => ticket !== undefined)
}

export function searchTickets({ world, user }: Pick<Context, 'world' | 'user'>, terms: readonly Term[]): Ticket[] {
  const asking = { world, me: user.id }
  const test = compileAll(terms, asking, ticketCompile)
  const seen = indexed<Ticket>(world)
  const found: Ticket[] = []
  for (const row of candidates(world, terms, asking)) if (row.status !== 'deleted' && seen(row) && test(row)) found.push(row)
  return found
}
