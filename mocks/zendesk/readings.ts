import { type CrmAction, type Exchange, Recent, type RecordKind } from '../core/index.ts'
import { standardNames } from './standard-names.ts'

export type Seen = Omit<Exchange, 'actions'>
type Fields = Record<string, unknown>
export type Reading = (seen: Seen) => CrmAction[]

const record = (value: unknown): Fields => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {})
const rows = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(record) : [])
const sent = (seen: Seen): Fields => record(seen.request.body)
const answered = (seen: Seen): Fields => record(seen.response.body)
export const ok = (seen: Seen): boolean => seen.response.status >= 200 && seen.response.status < 400
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

/** Custom fields by `custom_field_<id>`, user and organization fields by their keys, `user_fields.phone` where a standard one has the same; a comment is an action of its own. */
function fieldsOf(values: Fields): Fields {
  const fields: [string, unknown][] = []
  for (const name in values) if (!APART.has(name)) fields.push([name, values[name]])
  for (const member of ['user_fields', 'organization_fields'] as const) {
    const held = record(values[member])
    for (const name in held) fields.push([standardNames[member].has(name) ? `${member}.${name}` : name, held[name]])
  }
  for (const { id, value } of rows(values.custom_fields)) fields.push([`custom_field_${idIn(id) ?? ''}`, value])
  return Object.fromEntries(fields)
}
const APART = new Set(['custom_fields', 'user_fields', 'organization_fields', 'comment', 'voice_comment'])

const kindOfUser = (user: Fields): RecordKind => (user.role === 'agent' || user.role === 'admin' ? 'user' : 'contact')

/** Whether a request that does either has made a record or changed one. */
const byStatus = (seen: Seen): 'created' | 'updated' => (seen.response.status === 201 ? 'created' : 'updated')

export const userWrite =
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

export const organizationWrite =
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
export const ticketWrite =
  (kind: 'created' | 'updated', name: 'ticket' | 'request' = 'ticket'): Reading =>
  (seen) =>
    ticketActions(kind, record(sent(seen)[name]), idIn(record(answered(seen)[name]).id) ?? pathId(seen, `${name}s`), ok(seen))

/** The records that a query names, which do not tell their ids where it is by external ones. */
function namedIn(seen: Seen): { id?: string; external_id?: string }[] {
  const list = (name: string) => (query(seen).get(name) ?? '').split(',').filter((part) => part.trim() !== '')
  return [...list('ids').map((id) => ({ id })), ...list('external_ids').map((external_id) => ({ external_id }))]
}

/** A bulk request: rows of their own, each with its id, or one change for the records that `ids` and `external_ids` name. */
export const many =
  (plural: string, act: (values: Fields, id: string | undefined, done: boolean) => CrmAction[]): Reading =>
  (seen) => {
    const sentRows = sent(seen)[plural]
    if (sentRows !== undefined) return rows(sentRows).flatMap((values) => act(values, idIn(values.id), ok(seen)))
    const change = record(sent(seen)[plural.slice(0, -1)])
    return namedIn(seen).flatMap(({ id, ...which }) => act({ ...change, ...which }, id, ok(seen)))
  }

export const manyTickets = (kind: 'created' | 'updated'): Reading => many('tickets', (values, id, done) => ticketActions(kind, values, id, done))

export const manyPeople =
  (kind: 'created' | 'updated', type: 'user' | 'organization') =>
  (values: Fields, id: string | undefined, done: boolean): CrmAction[] => [
    { kind, record: type === 'user' ? kindOfUser(values) : 'account', type, ...(id ? { id } : {}), fields: fieldsOf(values), ok: done },
  ]

export const deletedMany =
  (kind: RecordKind, type: string): Reading =>
  (seen) =>
    namedIn(seen).map(({ id = '' }) => ({ kind: 'deleted', record: kind, type, id, ok: ok(seen) }))

export const callWrite =
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

export const searched =
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

export const search: Reading = (seen) => {
  const wanted = /(?:^|\s)type:(\w+)/.exec(query(seen).get('query') ?? '')?.[1] ?? ''
  const types: Record<string, string> = { incident: 'ticket', problem: 'ticket', question: 'ticket', task: 'ticket' }
  const [record, type] = SEARCHABLE[types[wanted] ?? wanted] ?? (['other', 'any'] as const)
  return searched(record, type, 'results')(seen)
}

export const read =
  (kind: RecordKind | 'by-role', type: string, folder: string): Reading =>
  (seen) => [{ kind: 'read', record: kind === 'by-role' ? kindOfUser(record(answered(seen)[type])) : kind, type, id: pathId(seen, folder) ?? '', ok: ok(seen) }]

export const deleted =
  (kind: RecordKind | 'by-role', type: string, folder: string): Reading =>
  (seen) => [
    { kind: 'deleted', record: kind === 'by-role' ? kindOfUser(record(answered(seen)[type])) : kind, type, id: pathId(seen, folder) ?? '', ok: ok(seen) },
  ]

export const signedIn: Reading = (seen) => {
  const issued = seen.remarks.find((remark) => remark.kind === 'token-issued')
  const client = idIn(sent(seen).client_id) ?? formValue(seen, 'client_id') ?? ''
  return [
    { kind: 'signed-in', client: issued?.client ?? client, renewal: issued?.renewal ?? false, ok: issued !== undefined, expiresAt: issued?.expiresAt ?? null },
  ]
}

const formValue = (seen: Seen, name: string): string | undefined =>
  typeof seen.request.body === 'string' ? (new URLSearchParams(seen.request.body).get(name) ?? undefined) : undefined

/** `name`: what a write of the whole record calls tags that are set, or taken away. */
const tags =
  (record: RecordKind, type: string, name: 'tags' | 'remove_tags'): Reading =>
  (seen) => {
    const id = pathId(seen, `${type}s`)
    return [{ kind: 'updated', record, type, ...(id ? { id } : {}), fields: { [name]: sent(seen).tags }, ok: ok(seen) }]
  }

/** By operation: what is done to the tags of a kind of records. */
export const taggings = (record: RecordKind, type: string): Record<string, Reading> => ({
  [`${type}s.set_tags`]: tags(record, type, 'tags'),
  [`${type}s.add_tags`]: tags(record, type, 'tags'),
  [`${type}s.remove_tags`]: tags(record, type, 'remove_tags'),
})

/** One more way to reach somebody, or another value of one: the user's own field of that kind. */
export const identity: Reading = (seen) => {
  const told = { ...record(answered(seen).identity), ...record(sent(seen).identity) }
  const id = pathId(seen, 'users')
  const field = told.type === 'phone_number' ? 'phone' : (idIn(told.type) ?? 'identities')
  return [{ kind: 'updated', record: 'contact', type: 'user', ...(id ? { id } : {}), fields: { [field]: told.value }, ok: ok(seen) }]
}

/** Which of the ways to reach somebody is the first, or that one is gone; what it says is not told. */
export const identityChosen: Reading = (seen) => {
  const id = pathId(seen, 'users')
  return [{ kind: 'updated', record: 'contact', type: 'user', ...(id ? { id } : {}), fields: {}, ok: ok(seen) }]
}

/** The one that the path names goes into the other. */
export const usersMerged: Reading = (seen) => {
  const id = idIn(record(sent(seen).user).id)
  return [
    { kind: 'updated', record: 'contact', type: 'user', ...(id ? { id } : {}), fields: {}, ok: ok(seen) },
    { kind: 'deleted', record: 'contact', type: 'user', id: pathId(seen, 'users') ?? '', ok: ok(seen) },
  ]
}

/** Tickets are closed into the one that the path names. */
export const ticketsMerged: Reading = (seen) => {
  const { ids, target_comment, source_comment } = sent(seen)
  const close = (id: unknown) => {
    const comment = source_comment === undefined ? {} : { comment: { body: source_comment } }
    return ticketActions('updated', { status: 'closed', ...comment }, idIn(id), ok(seen))
  }
  const about = { record: 'case' as const, type: 'ticket', id: pathId(seen, 'tickets') ?? '' }
  const note: CrmAction = { kind: 'created', record: 'note', type: 'comment', fields: { body: target_comment }, about, ok: ok(seen) }
  return [...(Array.isArray(ids) ? ids.flatMap(close) : []), ...(target_comment === undefined ? [] : [note])]
}

export const callComment: Reading = (seen) => {
  const id = pathId(seen, 'calls')
  return [
    { kind: 'created', record: 'note', type: 'comment', fields: sent(seen), ...(id ? { about: { record: 'phonecall', type: 'call', id } } : {}), ok: ok(seen) },
  ]
}
