import type { Operation, World } from '../../core/index.ts'
import { escapeHtml, PAGE_HEADERS, page } from '../html.ts'
import { commentsOf, ticketsOf, userById } from '../records.ts'

const nameOf = (world: World, id: number | null): string => userById(world, id)?.name ?? 'nobody'
const facts = (pairs: readonly (readonly [string, unknown])[]): string =>
  `<dl>${pairs.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value === null || value === '' ? '–' : String(value))}</dd>`).join('')}</dl>`
const missing = (what: string) => ({ status: 404, headers: PAGE_HEADERS, body: page('Not found', `<h1>${what}</h1>`) })

function ticketPage(world: World, id: string) {
  const ticket = ticketsOf(world).get(id)
  if (!ticket || ticket.status === 'deleted') return missing('There is no such ticket.')
  const comments = commentsOf(world).find('ticket', id)
  const title = `#${ticket.id} ${ticket.subject ?? ''}`
  const shown = facts([
    ['Status', ticket.status],
    ['Requester', nameOf(world, ticket.requester_id)],
    ['Assignee', nameOf(world, ticket.assignee_id)],
    ['Priority', ticket.priority],
    ['Tags', ticket.tags.join(', ')],
  ])
  const said = comments.map(
    (comment) =>
      `<article><strong>${escapeHtml(nameOf(world, comment.author_id))}</strong> <small>${comment.created_at}${comment.public ? '' : ' · internal note'}</small>\n${escapeHtml(comment.body)}</article>`,
  )
  return { status: 200, headers: PAGE_HEADERS, body: page(title, `<h1>${escapeHtml(title)}</h1>${shown}${said.join('')}`) }
}

function userPage(world: World, id: string) {
  const user = userById(world, Number(id))
  if (!user?.active) return missing('There is no such user.')
  const tickets = ticketsOf(world)
    .find('requester', id)
    .filter((ticket) => ticket.status !== 'deleted')
  const shown = facts([
    ['Email', user.email],
    ['Phone', user.phone],
    ['Role', user.role],
    ['Notes', user.notes],
  ])
  const rows = tickets.map(
    (ticket) => `<li><a href="../tickets/${ticket.id}">#${ticket.id} ${escapeHtml(ticket.subject ?? '')}</a> <small>${ticket.status}</small></li>`,
  )
  return { status: 200, headers: PAGE_HEADERS, body: page(user.name, `<h1>${escapeHtml(user.name)}</h1>${shown}<ul>${rows.join('')}</ul>`) }
}

/** The pages that a screen pop opens; a person's session is taken for granted. */
export const agentOperations: Operation[] = [
  { name: 'agent.ticket', method: 'GET', path: '/agent/tickets/:id', run: (call, world) => ticketPage(world, call.params.id ?? '') },
  { name: 'agent.user', method: 'GET', path: '/agent/users/:id', run: (call, world) => userPage(world, call.params.id ?? '') },
]
