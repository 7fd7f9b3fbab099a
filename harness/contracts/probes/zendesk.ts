import type { ProbeInput } from '../probe.ts'

const api = (path: string) => `/api/v2/${path}`

/** What integrations ask of Zendesk all day, and the ways in which it goes wrong. Reading first; the rest makes a user and a ticket and deletes them again. */
export const zendeskProbes: readonly ProbeInput[] = [
  { name: 'who am I', path: api('users/me.json') },
  { name: 'a page of one ticket', path: api('tickets.json?page[size]=1') },
  { name: 'a numbered page of one user', path: api('users.json?per_page=1') },
  { name: 'nobody with this number', path: api('users/search.json?query=type:user%20phone:%2B00000000000') },
  { name: 'a search that finds nothing', path: api('search.json?query=type:ticket%20subject:rehearsalnothing') },
  { name: 'the fields of tickets', path: api('ticket_fields.json?page[size]=1') },
  { name: 'how many tickets', path: api('tickets/count.json') },
  { name: 'a ticket that is not there', path: api('tickets/999999999999.json') },
  { name: 'a user that is not there', path: api('users/999999999999.json') },
  { name: 'an endpoint that is not there', path: api('nothings.json') },
  { name: 'a search without a query', path: api('search.json') },
  { name: 'without credentials', path: api('tickets.json'), access: 'none' },
  { name: 'with a token that is none', path: api('tickets.json'), access: 'wrong' },
  {
    name: 'a user is made',
    method: 'POST',
    path: api('users.json'),
    body: { user: { name: 'Rehearsal Probe', phone: '+00000000001', notes: 'Probe.' } },
    keeps: { userId: 'user.id' },
    writes: true,
    own: true,
  },
  { name: 'the user is changed', method: 'PUT', path: api('users/{{userId}}.json'), body: { user: { details: 'Probe.' } }, writes: true, own: true },
  { name: 'a user without a name', method: 'POST', path: api('users.json'), body: { user: { phone: '+00000000002' } }, writes: true },
  { name: 'a role that there is none', method: 'PUT', path: api('users/{{userId}}.json'), body: { user: { role: 'emperor' } }, writes: true },
  {
    name: 'a ticket is made',
    method: 'POST',
    path: api('tickets.json'),
    body: { ticket: { subject: 'Probe', comment: { body: 'Probe.', public: false }, requester_id: '{{userId}}' } },
    keeps: { ticketId: 'ticket.id' },
    writes: true,
    own: true,
  },
  {
    name: 'a comment on the ticket',
    method: 'PUT',
    path: api('tickets/{{ticketId}}.json'),
    body: { ticket: { comment: { body: 'More.', public: false } } },
    writes: true,
  },
  { name: 'the comments of the ticket', path: api('tickets/{{ticketId}}/comments.json'), writes: true },
  { name: 'a status that there is none', method: 'PUT', path: api('tickets/{{ticketId}}.json'), body: { ticket: { status: 'sleeping' } }, writes: true },
  {
    name: 'a change against an old version',
    method: 'PUT',
    path: api('tickets/{{ticketId}}.json'),
    body: { ticket: { subject: 'Probe 2', safe_update: true, updated_stamp: '2020-01-01T00:00:00Z' } },
    writes: true,
  },
  { name: 'the ticket is deleted', method: 'DELETE', path: api('tickets/{{ticketId}}.json'), writes: true },
  { name: 'the user is deleted', method: 'DELETE', path: api('users/{{userId}}.json'), writes: true },
]
