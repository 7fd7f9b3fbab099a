import type { Call, Operation, World } from '../../core/index.ts'
import { PAGE_HEADERS } from '../html.ts'
import { userById } from '../records.ts'
import { agentPage, html } from './page.ts'

/**
 * The form for a new ticket, as a screen pop opens it for a caller of whom there is none; `requester_id` names the caller
 * (inferred). It can be typed into and is not sent: tickets are made through the API here.
 */
function newTicket({ query }: Call, world: World) {
  const requester = userById(world, Number(query.get('requester_id')))
  const field = (name: string, value = '') => html`<label><div class="quiet">${name}</div><input value="${value}"></label>`
  const body = html`<header><h1>New ticket</h1><span class="quiet">Not saved yet. Rehearsal shows this form and does not save it.</span></header>
<section class="card"><form>${field('Requester', requester?.name)}${field('Assignee')}${field('Tags')}${field('Type')}${field('Priority')}</form></section>
<section class="card"><form>${field('Subject')}<label><div class="quiet">Description</div><textarea rows="6"></textarea></label></form></section>`
  return { status: 200, headers: PAGE_HEADERS, body: agentPage('New ticket', body) }
}

/** The number behind `new` is the tab that the agent's screen opens it in. */
export const newTicketOperations: Operation[] = [{ name: 'agent.new_ticket', method: 'GET', path: '/agent/tickets/new/:tab', run: newTicket }]
