import { type CrmAction, type Exchange, Recent, type RecordKind } from '../core/index.ts'

type Seen = Omit<Exchange, 'actions'>
type Fields = Record<string, unknown>
type Reading = (seen: Seen) => CrmAction[]

const record = (value: unknown): Fields => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {})
const rows = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(record) : [])
const sent = (seen: Seen): Fields => record(seen.request.body)
const answered = (seen: Seen): Fields => record(seen.response.body)
const ok = (seen: Seen): boolean => seen.response.status >= 200 && seen.response.status < 400
/** A client may send anything as an id; an object with a `toString` of its own would even throw. */
const idIn = (value: unknown): string | undefined => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)

/** One exchange asks for its own query several times. */
const queries = new Recent<string, URLSearchParams>(4)
const query = ({ request: { url } }: Seen): URLSearchParams => queries.get(url) ?? queries.set(url, new URLSearchParams(url.slice(endOfPath(url))))

/** A URL that was served has nothing to be looked for behind its query's mark. */
function endOfPath(url: string): number {
  const mark = url.indexOf('?')
  return mark < 0 ? url.length : mark
}

/** The number in `/tickets/35/...`, as text. */
function pathId({ request: { url } }: Seen, folder: string): string | undefined {
  const path = url.slice(url.indexOf('/', url.indexOf('//') + 2), endOfPath(url))
  const at = path.indexOf(`/${folder}/`)
  return at < 0 ? undefined : /^\d+/.exec(path.slice(at + folder.length + 2))?.[0]
}

/** Custom fields by `custom_field_<id>`, user and organization fields by their keys; a comment is an action of its own. */
function fieldsOf(values: Fields): Fields {
  const fields: [string, unknown][] = []
  for (const name in values) if (!APART.has(name)) fields.push([name, values[name]])
  for (const held of [record(values.user_fields), record(values.organization_fields)]) for (const name in held) fields.push([name, held[name]])
  for (const { id, value } of rows(values.custom_fields)) fields.push([`custom_field_${idIn(id) ?? ''}`, value])
  return Object.fromEntries(fields)
}
const APART = new Set(['custom_fields', 'user_fields', 'organization_fields', 'comment', 'voice_comment'])

const kindOfUser = (user: Fields): RecordKind => (user.role === 'agent' || user.role === 'admin' ? 'user' : 'contact')

/** Whether a request that does either has made a record or changed one. */
const byStatus = (seen: Seen): 'created' | 'updated' => (seen.response.status === 201 ? 'created' : 'updated')

const userWrite =
  (kind: 'created' | 'updated' | 'by-status'): Reading =>
  (seen) => {
    const values = record(sent(seen).user)
    const user = record(answered(seen).user)
    const id = idIn(user.id) ?? pathId(seen, 'users')
    const done = kind === 'by-status' ? byStatus(seen) : kind
    return [
      { kind: done, record: kindOfUser(user.role === undefined ? values : user), type: 'user', ...(id ? { id } : {}), fields: fieldsOf(values), ok: ok(seen) },
    ]
  }

const organizationWrite =
  (kind: 'created' | 'updated' | 'by-status'): Reading =>
  (seen) => {
    const values = record(sent(seen).organization)
    const id = idIn(record(answered(seen).organization).id) ?? pathId(seen, 'organizations')
    const done = kind === 'by-status' ? byStatus(seen) : kind
    return [{ kind: done, record: 'account', type: 'organization', ...(id ? { id } : {}), fields: fieldsOf(values), ok: ok(seen) }]
  }

/** What a ticket's write says: the ticket, and the comment in it as a note about the ticket. */
function ticketActions(kind: 'created' | 'updated', values: Fields, id: string | undefined, done: boolean): CrmAction[] {
  const { comment, description, voice_comment } = values
  const said =
    typeof comment === 'string'
      ? { body: comment }
      : comment !== undefined
        ? record(comment)
        : kind === 'created' && description !== undefined
          ? { body: description }
          : undefined
  const note = said || voice_comment ? { ...said, ...record(voice_comment) } : undefined
  const ticket: CrmAction = { kind, record: 'case', type: 'ticket', ...(id ? { id } : {}), fields: fieldsOf(values), ok: done }
  if (!note) return [ticket]
  return [
    ticket,
    { kind: 'created', record: 'note', type: 'comment', fields: note, ...(id ? { about: { record: 'case', type: 'ticket', id } } : {}), ok: done },
  ]
}

/** A request is a ticket as its requester sees it. */
const ticketWrite =
  (kind: 'created' | 'updated', name: 'ticket' | 'request' = 'ticket'): Reading =>
  (seen) =>
    ticketActions(kind, record(sent(seen)[name]), idIn(record(answered(seen)[name]).id) ?? pathId(seen, `${name}s`), ok(seen))

/** A bulk request: rows of their own, each with its id, or one change for the records that `ids` names. */
const many =
  (plural: string, act: (values: Fields, id: string | undefined, done: boolean) => CrmAction[]): Reading =>
  (seen) => {
    const sentRows = sent(seen)[plural]
    if (sentRows !== undefined) return rows(sentRows).flatMap((values) => act(values, idIn(values.id), ok(seen)))
    const change = record(sent(seen)[plural.slice(0, -1)])
    return (query(seen).get('ids')?.split(',') ?? []).flatMap((id) => act(change, id, ok(seen)))
  }

const manyTickets = (kind: 'created' | 'updated'): Reading => many('tickets', (values, id, done) => ticketActions(kind, values, id, done))

const manyPeople =
  (kind: 'created' | 'updated', type: 'user' | 'organization') =>
  (values: Fields, id: string | undefined, done: boolean): CrmAction[] => [
    { kind, record: type === 'user' ? kindOfUser(values) : 'account', type, ...(id ? { id } : {}), fields: fieldsOf(values), ok: done },
  ]

const deletedMany =
  (kind: RecordKind, type: string): Reading =>
  (seen) =>
    (query(seen).get('ids')?.split(',') ?? []).map((id) => ({ kind: 'deleted', record: kind, type, id, ok: ok(seen) }))

const callWrite =
  (kind: 'created' | 'updated'): Reading =>
  (seen) => {
    const call = record(answered(seen).call)
    const values = record(sent(seen).call)
    const id = idIn(call.id) ?? pathId(seen, 'calls')
    const ticket = idIn(call.ticket_id)
    const about = ticket ? { about: { record: 'case' as const, type: 'ticket', id: ticket } } : {}
    const written: CrmAction = { kind, record: 'phonecall', type: 'call', ...(id ? { id } : {}), fields: values, ...about, ok: ok(seen) }
    const comment = sent(seen).comment
    return comment === undefined ? [written] : [written, { kind: 'created', record: 'note', type: 'comment', fields: record(comment), ...about, ok: ok(seen) }]
  }

const searched =
  (record: RecordKind, type: string, key: string): Reading =>
  (seen) => {
    const parameters = query(seen)
    const terms = parameters.get('query') ?? parameters.toString()
    const found = rows(answered(seen)[key]).map(({ id }) => idIn(id) ?? '')
    return [{ kind: 'searched', record, type, ok: ok(seen), found, terms }]
  }

const SEARCHABLE: Record<string, readonly [RecordKind, string]> = {
  user: ['contact', 'user'],
  organization: ['account', 'organization'],
  ticket: ['case', 'ticket'],
}

const search: Reading = (seen) => {
  const wanted = /(?:^|\s)type:(\w+)/.exec(query(seen).get('query') ?? '')?.[1] ?? ''
  const types: Record<string, string> = { incident: 'ticket', problem: 'ticket', question: 'ticket', task: 'ticket' }
  const [record, type] = SEARCHABLE[types[wanted] ?? wanted] ?? (['other', 'any'] as const)
  return searched(record, type, 'results')(seen)
}

const read =
  (kind: RecordKind | 'by-role', type: string, folder: string): Reading =>
  (seen) => [{ kind: 'read', record: kind === 'by-role' ? kindOfUser(record(answered(seen)[type])) : kind, type, id: pathId(seen, folder) ?? '', ok: ok(seen) }]

const deleted =
  (kind: RecordKind | 'by-role', type: string, folder: string): Reading =>
  (seen) => [
    { kind: 'deleted', record: kind === 'by-role' ? kindOfUser(record(answered(seen)[type])) : kind, type, id: pathId(seen, folder) ?? '', ok: ok(seen) },
  ]

const signedIn: Reading = (seen) => {
  const issued = seen.remarks.find((remark) => remark.kind === 'token-issued')
  const client = idIn(sent(seen).client_id) ?? formValue(seen, 'client_id') ?? ''
  return [
    { kind: 'signed-in', client: issued?.client ?? client, renewal: issued?.renewal ?? false, ok: issued !== undefined, expiresAt: issued?.expiresAt ?? null },
  ]
}

const formValue = (seen: Seen, name: string): string | undefined =>
  typeof seen.request.body === 'string' ? (new URLSearchParams(seen.request.body).get(name) ?? undefined) : undefined

const ticketTags: Reading = (seen) => {
  const id = pathId(seen, 'tickets')
  return [{ kind: 'updated', record: 'case', type: 'ticket', ...(id ? { id } : {}), fields: { tags: sent(seen).tags }, ok: ok(seen) }]
}

const callComment: Reading = (seen) => {
  const id = pathId(seen, 'calls')
  return [
    { kind: 'created', record: 'note', type: 'comment', fields: sent(seen), ...(id ? { about: { record: 'phonecall', type: 'call', id } } : {}), ok: ok(seen) },
  ]
}

/** By operation; every other one is `other` under its own name. */
const READINGS: Record<string, Reading> = {
  'oauth.token': signedIn,
  'users.search': searched('contact', 'user', 'users'),
  'users.autocomplete': searched('contact', 'user', 'users'),
  'users.index': searched('contact', 'user', 'users'),
  'users.show_many': searched('contact', 'user', 'users'),
  'users.show': read('by-role', 'user', 'users'),
  'users.create': userWrite('created'),
  'users.update': userWrite('updated'),
  'users.create_or_update': userWrite('by-status'),
  'users.create_many': many('users', manyPeople('created', 'user')),
  'users.update_many': many('users', manyPeople('updated', 'user')),
  'users.destroy_many': deletedMany('contact', 'user'),
  'users.destroy': deleted('by-role', 'user', 'users'),
  'tickets.index': searched('case', 'ticket', 'tickets'),
  'tickets.requested': searched('case', 'ticket', 'tickets'),
  'tickets.assigned': searched('case', 'ticket', 'tickets'),
  'tickets.show_many': searched('case', 'ticket', 'tickets'),
  'tickets.show': read('case', 'ticket', 'tickets'),
  'tickets.create': ticketWrite('created'),
  'tickets.import': ticketWrite('created'),
  'tickets.update': ticketWrite('updated'),
  'requests.create': ticketWrite('created', 'request'),
  'requests.update': ticketWrite('updated', 'request'),
  'tickets.destroy': deleted('case', 'ticket', 'tickets'),
  'tickets.create_many': manyTickets('created'),
  'tickets.update_many': manyTickets('updated'),
  'tickets.import_many': manyTickets('created'),
  'tickets.destroy_many': deletedMany('case', 'ticket'),
  'tickets.set_tags': ticketTags,
  'tickets.add_tags': ticketTags,
  'organizations.index': searched('account', 'organization', 'organizations'),
  'organizations.search': searched('account', 'organization', 'organizations'),
  'organizations.autocomplete': searched('account', 'organization', 'organizations'),
  'organizations.show': read('account', 'organization', 'organizations'),
  'organizations.create': organizationWrite('created'),
  'organizations.update': organizationWrite('updated'),
  'organizations.create_or_update': organizationWrite('by-status'),
  'organizations.create_many': many('organizations', manyPeople('created', 'organization')),
  'organizations.update_many': many('organizations', manyPeople('updated', 'organization')),
  'organizations.destroy_many': deletedMany('account', 'organization'),
  'organizations.destroy': deleted('account', 'organization', 'organizations'),
  'search.index': search,
  'search.export': search,
  'voice.tickets': ticketWrite('created'),
  'calls.create': callWrite('created'),
  'calls.update': callWrite('updated'),
  'calls.show': read('phonecall', 'call', 'calls'),
  'calls.comment': callComment,
}

/** What an exchange meant to the business. An answer that never came is not known to have failed or not; it counts as not ok. */
export const meaning = (seen: Seen): CrmAction[] => READINGS[seen.operation]?.(seen) ?? [{ kind: 'other', what: seen.operation, ok: ok(seen) }]
