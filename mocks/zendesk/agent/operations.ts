import type { Operation, World } from '../../core/index.ts'
import { fieldsOf } from '../fields/fields.ts'
import { PAGE_HEADERS } from '../html.ts'
import { type AuditEvent, organizationsOf, type Ticket, ticketsOf, type User, userById } from '../records.ts'
import { eventsOf } from '../tickets/audits.ts'
import { auditsOn, commentsOn } from '../tickets/conversation.ts'
import { newTicketOperations } from './new-ticket.ts'
import { agentPage, card, facts, type Html, html, moment, pill } from './page.ts'

const shown = (title: string, body: Html) => ({ status: 200, headers: PAGE_HEADERS, body: agentPage(title, body) })
const missing = (what: string) => ({ ...shown('Not found', html`<header><h1>${what}</h1></header>`), status: 404 })
const person = (world: World, id: number | null): Html | null => {
  const user = userById(world, id)
  return user ? html`<a href="../users/${user.id}">${user.name}</a>` : null
}
const tags = (list: readonly string[]): Html | null => (list.length > 0 ? html`${list.map((tag) => html`<span class="tag">${tag}</span>`)}` : null)
const organization = (world: World, id: number | null) => (id === null ? null : organizationsOf(world).get(String(id))?.name)
const named = (world: World, id: number): string => userById(world, id)?.name ?? 'nobody'

function conversation(world: World, id: string): Html {
  const comments = commentsOn(world, id)
  return html`${comments.map(
    (comment) => html`<article class="card ${comment.public ? '' : 'note'}">
<div class="who"><strong>${named(world, comment.author_id)}</strong>${moment(comment.created_at)}${comment.public ? '' : html`<span class="quiet">internal note</span>`}</div>
<div class="said">${comment.body}</div></article>`,
  )}`
}

/** What a change says of itself: `status: new → open`. */
function told(event: AuditEvent): Html | undefined {
  const value = (given: unknown) =>
    given === null || given === undefined || given === '' ? '–' : Array.isArray(given) ? given.map(String).join(', ') : String(given)
  if (event.type === 'Change') return html`<div>${value(event.field_name)}: ${value(event.previous_value)} &rarr; ${value(event.value)}</div>`
  if (event.type === 'Create') return html`<div>${value(event.field_name)}: ${value(event.value)}</div>`
  return undefined
}

function history(world: World, id: string): Html {
  const audits = auditsOn(world, id)
  return html`<details class="card"><summary>History: ${audits.length} ${audits.length === 1 ? 'change' : 'changes'}</summary><ul>${audits.map(
    (audit) =>
      html`<li><div class="who"><strong>${named(world, audit.author_id)}</strong>${moment(audit.created_at)}</div><div class="quiet">${eventsOf(audit).map(told)}</div></li>`,
  )}</ul></details>`
}

const customFields = (world: World, ticket: Ticket): [string, unknown][] =>
  [...fieldsOf(world, 'ticket').scan()].filter((field) => !field.system).map((field) => [field.title, ticket.custom[String(field.id)]])

function ticketPage(world: World, id: string) {
  const ticket = ticketsOf(world).get(id)
  if (!ticket || ticket.status === 'deleted') return missing('There is no such ticket.')
  const requester = userById(world, ticket.requester_id)
  const custom = customFields(world, ticket)
  return shown(
    `#${ticket.id} ${ticket.subject ?? ''}`,
    html`<header><h1>#${ticket.id} ${ticket.subject ?? ''}</h1>${pill(ticket.status)}${moment(ticket.created_at)}</header>
<div class="columns"><main>${conversation(world, id)}${history(world, id)}</main>
<aside>${card(
      'Requester',
      facts([
        ['Name', person(world, ticket.requester_id)],
        ['Phone', requester?.phone],
        ['Email', requester?.email],
        ['Organization', organization(world, ticket.organization_id)],
      ]),
    )}${card(
      'Ticket',
      facts([
        ['Assignee', person(world, ticket.assignee_id)],
        ['Priority', ticket.priority],
        ['Type', ticket.type],
        ['Channel', ticket.via.channel],
        ['Tags', tags(ticket.tags)],
      ]),
    )}${custom.length > 0 ? card('Fields', facts(custom)) : null}</aside></div>`,
  )
}

const ticketRow = (ticket: Ticket): Html =>
  html`<li class="row">${pill(ticket.status)}<a href="../tickets/${ticket.id}">#${ticket.id} ${ticket.subject ?? ''}</a>${moment(ticket.updated_at)}</li>`

const personalFields = (world: World, user: User): [string, unknown][] =>
  [...fieldsOf(world, 'user').scan()].filter((field) => !field.system).map((field) => [field.title, user.user_fields[field.key ?? '']])

function userPage(world: World, id: string) {
  const user = userById(world, Number(id))
  if (!user?.active) return missing('There is no such user.')
  const tickets = ticketsOf(world)
    .find('requester', id)
    .filter((ticket) => ticket.status !== 'deleted')
    .sort((a, b) => b.id - a.id)
  const custom = personalFields(world, user)
  return shown(
    user.name,
    html`<header><h1>${user.name}</h1><span class="quiet">${user.role}</span>${user.suspended ? html`<span class="pill open">suspended</span>` : null}</header>
<div class="columns"><main>${card(
      `Tickets (${tickets.length})`,
      tickets.length > 0 ? html`<ul>${tickets.map(ticketRow)}</ul>` : html`<span class="quiet">No tickets yet.</span>`,
    )}</main>
<aside>${card(
      'Contact',
      facts([
        ['Phone', user.phone],
        ['Email', user.email],
        ['Organization', organization(world, user.organization_id)],
        ['Tags', tags(user.tags)],
      ]),
    )}${card(
      'About',
      facts([
        ['Notes', user.notes],
        ['Details', user.details],
        ['External id', user.external_id],
      ]),
    )}${custom.length > 0 ? card('Fields', facts(custom)) : null}</aside></div>`,
  )
}

/** The pages that a screen pop opens; a person's session is taken for granted. */
export const agentOperations: Operation[] = [
  ...newTicketOperations,
  { name: 'agent.ticket', method: 'GET', path: '/agent/tickets/:id', run: (call, world) => ticketPage(world, call.params.id ?? '') },
  { name: 'agent.user', method: 'GET', path: '/agent/users/:id', run: (call, world) => userPage(world, call.params.id ?? '') },
]
