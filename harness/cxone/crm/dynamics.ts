import type { CountryCode } from 'libphonenumber-js'
import type { DynamicsConfiguration } from '../../configuration/schema.ts'
import { screenPopDomain } from '../../configuration/screen-pop-domain.ts'
import { asText, cutCharacters } from '../text.ts'
import type { CrmClient, CrmRecord, Loss, TooLong, WantedFields } from './client.ts'
import { holding, quoted, reachable } from './dynamics-filter.ts'
import { relatedInDynamics } from './dynamics-related.ts'
import { customTable, type DynamicsTable, tableNamed, tableOf, tables } from './dynamics-tables.ts'
import { ConfigurationDeleted, CrmFailure } from './failure.ts'
import { type Answer, type HttpRequest, type Line, member, ok, orNothing, refusedSignIn, send, sendOnce } from './line.ts'
import { expiry, tokenSource } from './tokens.ts'

export interface DynamicsOptions {
  authority: string
  tooLong: TooLong
  region?: CountryCode
}

/** The system user is disabled, or not a member of the organisation any more. */
const USER_GONE = new Set(['0x80040225', '0x80072560'])
const TOO_LONG = '0x80044331'
const FORMATTED = '@OData.Community.Display.V1.FormattedValue'
const HEADERS = { 'odata-version': '4.0', 'odata-maxversion': '4.0', prefer: `odata.include-annotations="${FORMATTED.slice(1)}"` }
const MOST_FOUND = 25

/** Dynamics 365 through the Dataverse Web API 9.2, signed in as the application of the CRM configuration. */
export function dynamicsClient(configuration: DynamicsConfiguration, line: Line, options: DynamicsOptions): CrmClient {
  const { authentication } = configuration
  const base = authentication.url.replace(/\/+$/, '')
  const pop = screenPopDomain(configuration)
  /** Lengths that the CRM told, by `table.column`: learnt from the first refusal, so that there is no second. */
  const limits = new Map<string, number>()
  const described = new Map<string, DynamicsTable>()

  const tokens = tokenSource(line.clock, async (trace) => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: authentication.clientId,
      client_secret: authentication.clientSecret,
      scope: authentication.scope,
    })
    const answer = await send(line, { method: 'POST', url: `${options.authority}/${authentication.tenantId}/oauth2/v2.0/token`, body, trace })
    const value = member(answer.body, 'access_token')
    if (!ok(answer) || typeof value !== 'string') throw refusedSignIn(answer)
    return { value, expiresAt: expiry(line.clock.now(), member(answer.body, 'expires_in')) }
  })

  const call = async (method: HttpRequest['method'], path: string, trace: string, rest: Pick<HttpRequest, 'body' | 'headers'> = {}): Promise<Answer> => {
    const headers = rest.headers ? { ...HEADERS, ...rest.headers } : HEADERS
    const answer = await send(line, { method, url: `${base}/api/data/v9.2/${path}`, headers, body: rest.body, trace, tokens })
    if (!ok(answer)) throw refused(answer)
    return answer
  }
  const list = async (table: DynamicsTable, filter: string, order: string, top: number, wanted: WantedFields, trace: string): Promise<CrmRecord[]> => {
    const select = columns(table, wanted).join(',')
    const query = `$select=${select}&$filter=${encodeURIComponent(filter)}&$orderby=${encodeURIComponent(order)}&$top=${top}`
    const { body } = await call('GET', `${table.set}?${query}`, trace)
    const rows = member(body, 'value')
    return Array.isArray(rows) ? rows.map((row) => shown(table, row, wanted)) : []
  }
  const one = (table: DynamicsTable, id: string, select: readonly string[], trace: string): Promise<unknown> =>
    found(`${table.set}(${id})?$select=${select.join(',')}`, trace)
  const found = (path: string, trace: string): Promise<unknown> => orNothing(call('GET', path, trace))
  const shown = (table: DynamicsTable, row: unknown, wanted: WantedFields): CrmRecord => {
    const id = String(member(row, table.id))
    const fields = (wanted[table.type] ?? []).flatMap((name) => {
      const value = asText(member(row, `${name}${FORMATTED}`) ?? member(row, name))
      return value === undefined ? [] : [{ name, label: name, value }]
    })
    return {
      type: table.type,
      id,
      label: table.label,
      display: asText(member(row, table.display)) ?? id,
      url: `${pop}/main.aspx?pagetype=entityrecord&etn=${table.type}&id=${id}`,
      fields,
    }
  }
  const known = (type: string): DynamicsTable => {
    const table = tableOf(type) ?? described.get(type)
    if (!table) throw new CrmFailure(0, 'unknown-type', `The Dynamics client has no table "${type}".`)
    return table
  }
  /** A table that is not among the standard ones is asked for once. */
  const describe = async (type: string, trace: string): Promise<DynamicsTable | undefined> => {
    const table = tableNamed(type) ?? described.get(type)
    if (table || !/^\w+$/.test(type)) return table
    const select = 'EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute,DisplayName'
    const row = await found(`EntityDefinitions(LogicalName=${quoted(type)})?$select=${select}`, trace)
    const [set, id, name] = ['EntitySetName', 'PrimaryIdAttribute', 'PrimaryNameAttribute'].map((one) => asText(member(row, one)))
    if (!set || !id) return undefined
    const custom = customTable(type, set, id, name || id, labelOf(row) ?? type)
    described.set(type, custom)
    return custom
  }
  const insert = async (table: DynamicsTable, fields: Record<string, unknown>, wanted: WantedFields, trace: string): Promise<CrmRecord> => {
    // With an id of our own a lost answer is no riddle: the record is there or it is not.
    const id = line.random.guid()
    const select = columns(table, wanted)
    const make = async () => {
      const path = `${table.set}?$select=${select.join(',')}`
      return (await call('POST', path, trace, { body: { [table.id]: id, ...fields }, headers: { prefer: `return=representation,${HEADERS.prefer}` } })).body
    }
    return shown(table, await sendOnce(make, () => one(table, id, select, trace)), wanted)
  }

  return {
    canUpdate: true,
    typeOf: (word) => tableNamed(word === 'case' ? 'incident' : word)?.type,
    describe: async (word, trace) => (await describe(word, trace))?.type,

    async find(type, filter, wanted, trace) {
      return await list(known(type), holding(filter), 'createdon asc', MOST_FOUND, wanted, trace)
    },

    async read(record, wanted, trace) {
      const table = known(record.type)
      const row = await one(table, record.id, columns(table, wanted), trace)
      return row === undefined ? undefined : shown(table, row, wanted)
    },

    async search(by, wanted, trace) {
      const searched = Object.keys(wanted)
        .map(tableOf)
        .filter((table): table is DynamicsTable => !!table && table.phones.length > 0)
      const tables = searched.length > 0 ? searched : [known('contact')]
      const looks = tables.flatMap((table) => {
        const filter = reachable(table, by, options.region)
        return filter === '' ? [] : [list(table, filter, 'createdon asc', MOST_FOUND, wanted, trace)]
      })
      return (await Promise.all(looks)).flat()
    },

    relatedTo(person, wanted, trace) {
      const query = (type: string, filter: string, top: number) => list(known(type), filter, 'createdon desc', top, wanted, trace)
      return relatedInDynamics(person, wanted, { list: query, get: (path) => found(path, trace) })
    },

    async create(type, fields, about, wanted, trace) {
      const table = known(type)
      const navigation = about && table.about?.(about.type)
      const base = navigation?.split('_')[0]
      const unsaid = base !== undefined && !Object.keys(fields).some((name) => name.startsWith(`${base}_`))
      const bound = about && unsaid ? { [`${navigation}@odata.bind`]: `/${known(about.type).set}(${about.id})` } : {}
      return await insert(table, { ...fields, ...bound }, wanted, trace)
    },

    async update(record, fields, trace) {
      const table = known(record.type)
      const losses = new Map<string, Loss>()
      let body = fields
      for (const field of Object.keys(fields)) body = fitted(body, field, limits.get(`${record.type}.${field}`), losses, options.tooLong)

      for (;;) {
        if (Object.keys(body).length === 0) return [...losses.values()]
        // A link to another record is not read by the name that it is written by: it is made again, to the same.
        const names = Object.keys(body).filter((name) => !name.includes('@'))
        const same = (row: unknown) => names.every((name) => member(row, name) === body[name])
        const look = async () => ((row) => (same(row) ? row : undefined))(await one(table, record.id, names, trace))
        try {
          // If-Match keeps a record that somebody deleted from being made anew.
          const make = () => call('PATCH', `${table.set}(${record.id})`, trace, { body, headers: { 'if-match': '*' } })
          await sendOnce<unknown>(make, async () => (names.length > 0 ? await look() : undefined))
          return [...losses.values()]
        } catch (error) {
          const told = error instanceof CrmFailure && error.code === TOO_LONG ? /'([^']+)' attribute.*'(\d+)'/.exec(error.message) : null
          const [, field = '', limit] = told ?? []
          const value = body[field]
          if (typeof value !== 'string' || value.length <= Number(limit)) throw error
          limits.set(`${record.type}.${field}`, Number(limit))
          body = fitted(body, field, Number(limit), losses, options.tooLong)
        }
      }
    },

    types: tables.map(({ type, label }) => ({ name: type, label })),

    async fieldsOf(type, trace) {
      const select = 'LogicalName,DisplayName,IsValidForUpdate,AttributeOf'
      const { body } = await call('GET', `EntityDefinitions(LogicalName=${quoted(type)})/Attributes?$select=${select}`, trace)
      const rows = member(body, 'value')
      // A column of another column, such as a look-up's name, cannot be named by itself.
      return (Array.isArray(rows) ? rows : []).flatMap((row) => {
        const name = asText(member(row, 'LogicalName'))
        if (!name || member(row, 'AttributeOf')) return []
        return [{ name, label: labelOf(row) ?? name, isUpdatable: member(row, 'IsValidForUpdate') === true }]
      })
    },

    async relate(activity, about, trace) {
      const table = known(activity.type)
      const body = { [`regardingobjectid_${about.type}_${activity.type}@odata.bind`]: `/${known(about.type).set}(${about.id})` }
      await call('PATCH', `${table.set}(${activity.id})`, trace, { body, headers: { 'if-match': '*' } })
      return shown(table, await one(table, activity.id, columns(table, {}), trace), {})
    },

    async addToTimeline(record, subject, description, trace) {
      const about = { [`regardingobjectid_${record.type}_task@odata.bind`]: `/${known(record.type).set}(${record.id})` }
      return await insert(known('task'), { subject: cutCharacters(subject, 200), description: cutCharacters(description, 2000), ...about }, {}, trace)
    },
  }
}

const labelOf = (row: unknown): string | undefined => asText(member(member(member(row, 'DisplayName'), 'UserLocalizedLabel'), 'Label'))
const columns = (table: DynamicsTable, wanted: WantedFields): string[] => [...new Set([table.id, table.display, ...(wanted[table.type] ?? [])])]

type Fields = Readonly<Record<string, unknown>>

/** The body with one field cut to its limit, or without it, and the loss noted. */
function fitted(body: Fields, field: string, limit: number | undefined, losses: Map<string, Loss>, tooLong: TooLong): Fields {
  const value = body[field]
  if (limit === undefined || typeof value !== 'string' || value.length <= limit) return body
  const { [field]: _, ...others } = body
  const kept = tooLong === 'cut' ? cutCharacters(value, limit) : ''
  losses.set(field, { field, sent: losses.get(field)?.sent ?? value.length, kept: kept.length, unit: 'characters' })
  return kept === '' ? others : { ...others, [field]: kept }
}

function refused(answer: Answer): CrmFailure {
  const error = member(answer.body, 'error')
  const code = String(member(error, 'code') ?? 'unknown')
  const message = String(member(error, 'message') ?? `Dynamics answered ${answer.status}.`)
  const gone = answer.status === 401 || (answer.status === 403 && USER_GONE.has(code))
  return new (gone ? ConfigurationDeleted : CrmFailure)(answer.status, code, message)
}
