import type { CountryCode } from 'libphonenumber-js'
import type { ZendeskConfiguration } from '../../configuration/schema.ts'
import { screenPopDomain } from '../../configuration/screen-pop-domain.ts'
import { phoneForms } from '../phone.ts'
import { asText } from '../text.ts'
import type { CrmClient, CrmRecord, SearchCriteria, WantedFields } from './client.ts'
import { ConfigurationDeleted, CrmFailure } from './failure.ts'
import { type Answer, type HttpRequest, type Line, member, ok, orNothing, refusedSignIn, send, sendOnce } from './line.ts'
import { expiry, tokenSource } from './tokens.ts'
import { bodyOf, silentLosses } from './zendesk-body.ts'
import { type CustomObject, customBody, customFilter, customShown } from './zendesk-custom.ts'
import { customName, fieldOf, holdsJust, matches, plainly, standardFields, systemType, term } from './zendesk-fields.ts'

export interface ZendeskOptions {
  region?: CountryCode
}

interface Kind {
  type: 'user' | 'ticket' | 'organization'
  label: string
  plural: string
  display: string
  words: readonly string[]
}

const kinds: readonly Kind[] = [
  { type: 'user', label: 'User', plural: 'users', display: 'name', words: ['user', 'users', 'contact', 'end user'] },
  { type: 'ticket', label: 'Ticket', plural: 'tickets', display: 'subject', words: ['ticket', 'tickets', 'case'] },
  { type: 'organization', label: 'Organization', plural: 'organizations', display: 'name', words: ['organization', 'organizations', 'account'] },
]
/** So many tickets, and people of the same organization, beside a person (R068); simulator-defined. */
const NEWEST = 5

/** Zendesk Support through its REST API, with an OAuth client of the account (client credentials). */
export function zendeskClient(configuration: ZendeskConfiguration, line: Line, options: ZendeskOptions): CrmClient {
  const { authentication } = configuration
  const base = authentication.subdomain.replace(/\/+$/, '')
  const pop = screenPopDomain(configuration)
  const marketplace = Object.fromEntries(
    Object.entries({
      'x-zendesk-marketplace-name': authentication.marketplaceName,
      'x-zendesk-marketplace-organization-id': authentication.organizationId,
      'x-zendesk-marketplace-app-id': authentication.appId,
    }).filter((entry): entry is [string, string] => !!entry[1]),
  )

  const tokens = tokenSource(line.clock, async (trace) => {
    const body = { grant_type: 'client_credentials', client_id: authentication.clientId, client_secret: authentication.clientSecret, scope: 'read write' }
    const answer = await send(line, { method: 'POST', url: `${base}/oauth/tokens`, body, trace })
    const value = member(answer.body, 'access_token')
    if (!ok(answer) || typeof value !== 'string') {
      const refusal = refusedSignIn(answer)
      // Client credentials act for the administrator who made the client: a grant that is invalid has lost that user.
      throw refusal.code === 'invalid_grant' ? new ConfigurationDeleted(refusal.status, refusal.code, refusal.message) : refusal
    }
    return { value, expiresAt: expiry(line.clock.now(), member(answer.body, 'expires_in')) }
  })

  const call = async (method: HttpRequest['method'], path: string, trace: string, rest: Pick<HttpRequest, 'body' | 'headers'> = {}): Promise<Answer> => {
    const headers = rest.headers ? { ...marketplace, ...rest.headers } : marketplace
    const answer = await send(line, { method, url: `${base}/api/v2/${path}`, headers, body: rest.body, trace, tokens })
    if (!ok(answer)) throw refused(answer)
    return answer
  }
  const kindOf = (type: string): Kind => {
    const kind = kinds.find((one) => one.type === type)
    if (!kind) throw new CrmFailure(0, 'unknown-type', `The Zendesk client has no records "${type}".`)
    return kind
  }
  const shown = (kind: Kind, row: unknown, wanted: WantedFields): CrmRecord => {
    const id = String(member(row, 'id'))
    const fields = (wanted[kind.type] ?? []).flatMap((name) => {
      const value = asText(fieldOf(row, name))
      return value === undefined ? [] : [{ name, label: name, value }]
    })
    return { type: kind.type, id, label: kind.label, display: asText(member(row, kind.display)) ?? id, url: `${pop}/agent/${kind.plural}/${id}`, fields }
  }
  const users = async (query: string, trace: string): Promise<unknown[]> => {
    const { body } = await call('GET', `users/search.json?query=${encodeURIComponent(query)}`, trace)
    const found = member(body, 'users')
    return Array.isArray(found) ? found : []
  }
  const findUsers = async (by: SearchCriteria, trace: string): Promise<unknown[]> => {
    const forms = by.phoneNumber ? phoneForms(by.phoneNumber, options.region) : []
    const queries = [
      ...(forms.length > 0 ? [`type:user ${forms.map((form) => term('phone', form)).join(' ')}`] : []),
      ...(by.email ? [`type:user ${term('email', by.email)}`] : []),
    ]
    const rows = (await Promise.all(queries.map((query) => users(query, trace)))).flat()
    const fits = (row: unknown) => member(row, 'role') !== 'agent' && member(row, 'role') !== 'admin' && matches(row, by, options.region)
    return [...new Map(rows.filter(fits).map((row) => [member(row, 'id'), row])).values()]
  }
  /** What a create whose answer was lost may have left behind. */
  const lookFor = async (kind: Kind, fields: Record<string, unknown>, trace: string): Promise<unknown> => {
    if (kind.type !== 'user') return undefined
    const phoneNumber = asText(fields.phone)
    const email = asText(fields.email)
    return (await findUsers({ ...(phoneNumber ? { phoneNumber } : {}), ...(email ? { email } : {}) }, trace))[0]
  }

  const known = new Map<string, CustomObject>()
  const rowsOf = (body: unknown, name: string): unknown[] => ((rows) => (Array.isArray(rows) ? rows : []))(member(body, name))
  const custom = (type: string): CustomObject => known.get(type) ?? { key: type, label: type }
  const found = (path: string, trace: string): Promise<unknown> => orNothing(call('GET', path, trace))
  const isStandard = (type: string) => kinds.some((kind) => kind.type === type)
  const createCustom = async (object: CustomObject, fields: Record<string, unknown>, wanted: readonly string[], trace: string): Promise<CrmRecord> => {
    const path = `custom_objects/${object.key}/records`
    const body = customBody(fields, line.random.guid())
    const mark = encodeURIComponent(String(body.custom_object_record.external_id))
    const make = async () => member((await call('POST', path, trace, { body })).body, 'custom_object_record')
    const look = async () => rowsOf((await call('GET', `${path}?filter[external_ids]=${mark}`, trace)).body, 'custom_object_records')[0]
    return customShown(object, await sendOnce(make, look), wanted, pop)
  }

  return {
    canUpdate: false,
    typeOf: (word) => kinds.find((kind) => kind.words.includes(word.toLowerCase()))?.type,

    types: kinds.map(({ type, label }) => ({ name: type, label })),

    async fieldsOf(type, trace) {
      const { type: name } = kindOf(type)
      const rows = rowsOf((await call('GET', `${name}_fields.json`, trace)).body, `${name}_fields`)
      const titleOf = (field: string) => asText(member(name === 'ticket' ? rows.find((row) => member(row, 'type') === systemType(field)) : undefined, 'title'))
      const own = standardFields[name].map((field) => ({ name: field, label: titleOf(field) ?? field, isUpdatable: true }))
      // A ticket's own fields are in the list too, by their type; those that the account added can be removed, and have ids or keys.
      const added = rows.filter((row) => name !== 'ticket' || member(row, 'removable') === true)
      return [...own, ...added.map((row) => ({ name: customName(name, row), label: asText(member(row, 'title')) ?? '', isUpdatable: true }))]
    },

    async describe(word, trace) {
      if (isStandard(word) || known.has(word)) return word
      if (!/^\w+$/.test(word)) return undefined
      const object = member(await found(`custom_objects/${word}`, trace), 'custom_object')
      const key = asText(member(object, 'key'))
      if (key !== undefined) known.set(key, { key, label: asText(member(object, 'title')) || key })
      return key
    },

    async find(type, filter, wanted, trace) {
      if (!isStandard(type)) {
        const { body } = await call('POST', `custom_objects/${type}/records/search`, trace, { body: { filter: customFilter(filter) } })
        return rowsOf(body, 'custom_object_records').map((row) => customShown(custom(type), row, wanted[type] ?? [], pop))
      }
      const words = Object.entries(filter).map(([name, value]) => term(name, value))
      const { body } = await call('GET', `search.json?query=${encodeURIComponent([`type:${type}`, ...words].join(' '))}`, trace)
      const rows = rowsOf(body, 'results').filter((row) => holdsJust(row, filter, options.region))
      return rows.map((row) => shown(kindOf(type), row, wanted))
    },

    async read(record, wanted, trace) {
      if (!isStandard(record.type)) {
        const row = member(await found(`custom_objects/${record.type}/records/${encodeURIComponent(record.id)}`, trace), 'custom_object_record')
        return row === undefined ? undefined : customShown(custom(record.type), row, wanted[record.type] ?? [], pop)
      }
      const kind = kindOf(record.type)
      const row = member(await found(`${kind.plural}/${encodeURIComponent(record.id)}.json`, trace), kind.type)
      return row === undefined ? undefined : shown(kind, row, wanted)
    },

    search: async (by, wanted, trace) => (await findUsers(by, trace)).map((row) => shown(kindOf('user'), row, wanted)),

    async relatedTo(person, wanted, trace) {
      if (person.type !== 'user') return []
      const rows = async (path: string, name: string) => rowsOf((await call('GET', path, trace)).body, name)
      const query = encodeURIComponent(`type:ticket requester:${person.id}`)
      const tickets = wanted.ticket ? await rows(`search.json?query=${query}&sort_by=created_at&sort_order=desc&per_page=${NEWEST}`, 'results') : []
      const cards = tickets.map((row) => shown(kindOf('ticket'), row, wanted))
      const user = wanted.organization ? member(await found(`users/${person.id}.json`, trace), 'user') : undefined
      const organization = asText(member(user, 'organization_id'))
      if (!organization) return cards
      const own = member(await found(`organizations/${organization}.json`, trace), 'organization')
      const others = await rows(`organizations/${organization}/users.json?per_page=${NEWEST + 1}`, 'users')
      const colleagues = others.filter((row) => String(member(row, 'id')) !== person.id).slice(0, NEWEST)
      return [...cards, ...(own ? [shown(kindOf('organization'), own, wanted)] : []), ...colleagues.map((row) => shown(kindOf('user'), row, wanted))]
    },

    async create(type, given, about, wanted, trace) {
      if (!isStandard(type)) return await createCustom(custom(type), given, wanted[type] ?? [], trace)
      const kind = kindOf(type)
      const fields = plainly(given)
      const requester = kind.type === 'ticket' && about?.type === 'user' && !('requester_id' in fields) ? { requester_id: Number(about.id) } : {}
      const body = { [kind.type]: { ...bodyOf(kind.type, fields), ...requester } }
      // The same key tells Zendesk that a second ticket is the first one again; users have no such key and are looked up.
      const headers: Record<string, string> = kind.type === 'ticket' ? { 'idempotency-key': line.random.guid() } : {}
      const make = async () => member((await call('POST', `${kind.plural}.json`, trace, { body, headers })).body, kind.type)
      return shown(kind, await sendOnce(make, () => lookFor(kind, fields, trace)), wanted)
    },

    async update(record, given, trace) {
      const fields = Object.fromEntries(Object.entries(plainly(given)).map(([name, value]) => [name, asText(value) ?? '']))
      const kind = kindOf(record.type)
      const written = bodyOf(kind.type, fields)
      const path = `${kind.plural}/${encodeURIComponent(record.id)}`
      const body = { [kind.type]: written }
      const begun = line.clock.now()
      const done = async () => {
        const comment = fields.comment
        if (comment === undefined) return ((row) => (holds(row, fields) ? row : undefined))(member((await call('GET', `${path}.json`, trace)).body, kind.type))
        const comments = rowsOf((await call('GET', `${path}/comments.json?sort_order=desc`, trace)).body, 'comments')
        return comments.find((one) => isOurs(one, comment, begun))
      }
      await sendOnce<unknown>(() => call('PUT', `${path}.json`, trace, { body }), done)
      return silentLosses(kind.type, fields)
    },
  }
}

/** The CRM's clock and ours differ by less. */
const SKEW = 30_000

/** What was said before, by the customer or in another contact of the interaction, may have the same words. */
const isOurs = (comment: unknown, text: string, begun: number): boolean =>
  member(comment, 'public') === false &&
  !(Date.parse(String(member(comment, 'created_at'))) < begun - SKEW) &&
  beginning(String(member(comment, 'body'))) === beginning(text)

/** Enough of a comment to know it by; Zendesk keeps runs of spaces and lines as one. */
const beginning = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 200)

const holds = (row: unknown, fields: Record<string, string>) => Object.entries(fields).every(([name, value]) => fieldOf(row, name) === value)

function refused(answer: Answer): CrmFailure {
  const error = member(answer.body, 'error')
  const code = String(member(error, 'title') ?? (typeof error === 'string' ? error : 'unknown'))
  const detail = member(answer.body, 'description') ?? member(answer.body, 'error_description') ?? member(error, 'message')
  const details = member(answer.body, 'details')
  const text = typeof answer.body === 'string' ? answer.body.slice(0, 200) : String(detail ?? code)
  const message = details === undefined ? text : `${text} ${JSON.stringify(details)}`
  return new (answer.status === 401 ? ConfigurationDeleted : CrmFailure)(answer.status, code, message)
}
