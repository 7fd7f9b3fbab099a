import { z } from 'zod'
import { Refusal, SeedError, unlike, type World } from '../core/index.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Body } from './body.ts'
import { foundOrganization, type Organization, organizationOf } from './data/organization.ts'
import { guidOf, type Row, type Value } from './data/row.ts'
import { transaction } from './data/transaction.ts'
import { generate } from './generate.ts'
import { customizationSchema, isEmpty } from './model/customize.ts'
import type { Table } from './model/model.ts'
import type { Writing } from './request.ts'
import { grants } from './security/privileges.ts'
import { bound } from './write/bind.ts'
import { insert } from './write/create.ts'
import { BIND, readChanges } from './write/payload.ts'
import { pairAfter } from './write/state.ts'
import { convert } from './write/values.ts'

const guid = z.guid().transform((text) => text.toLowerCase())

export const seedSchema = z.strictObject({
  /** The host is `<organization>.crm.dynamics.com`. */
  organization: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a host name: lower case letters, digits and hyphens')
    .default('rehearsal'),
  /** For the 401's WWW-Authenticate, which tells a client where to sign in. */
  tenantId: guid.default('6f0c5a2e-1d1b-4c8e-9a53-0c1f2b7d9e10'),
  applicationUsers: z
    .array(
      z.strictObject({
        applicationid: guid,
        name: z.string().min(1),
        /** `System Administrator` holds every privilege; others are declared in `roles`. None: 403 for everything. */
        roles: z.array(z.string()).default(['System Administrator']),
        disabled: z.boolean().default(false),
        systemuserid: guid.optional(),
        azureactivedirectoryobjectid: guid.optional(),
      }),
    )
    .superRefine(unlike('systemuserid'))
    .default([{ applicationid: '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31', name: 'Rehearsal integration', roles: ['System Administrator'], disabled: false }]),
  /** People who sign in themselves: the object id that the identity provider knows them by. */
  users: z
    .array(
      z.strictObject({
        azureactivedirectoryobjectid: guid,
        name: z.string().min(1),
        email: z.string().optional(),
        roles: z.array(z.string()).default(['System Administrator']),
        disabled: z.boolean().default(false),
        systemuserid: guid.optional(),
      }),
    )
    .superRefine(unlike('azureactivedirectoryobjectid'))
    .superRefine(unlike('systemuserid'))
    .default([]),
  /** Security roles by name, each with its privileges: `prvReadContact` for all rows, `prvReadContact:Basic` for the user's own (`Local`, `Deep`: the unit's). */
  roles: z
    .record(
      z.string().refine((name) => name !== 'System Administrator', 'System Administrator holds every privilege: expected another name'),
      z.array(z.string().regex(/^prv[A-Z]\w+(:(Basic|Local|Deep|Global))?$/, 'expected a privilege such as prvReadContact or prvReadContact:Basic')),
    )
    .default({}),
  /** The organisation's fiscal year: its first day, the length of its periods, and by which end it is named. */
  fiscalYear: z
    .strictObject({
      start: z
        .string()
        .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'expected a month and a day, such as 04-01')
        .default('01-01'),
      periods: z.enum(['annual', 'semiannual', 'quarterly', 'monthly', 'four-week']).default('quarterly'),
      named: z.enum(['start', 'end']).default('start'),
    })
    .prefault({}),
  /** Custom columns (`new_tier`), custom tables and alternate keys. */
  customization: customizationSchema.prefault({}),
  generate: z.strictObject({ contacts: z.int().nonnegative().default(0), incidents: z.int().nonnegative().default(0) }).prefault({}),
  /** Rows by table (`contact`) or set (`contacts`), in the Web API's own properties, `@odata.bind` included. */
  records: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).default({}),
})

export type Seed = z.infer<typeof seedSchema>

export function plant(world: World, given: unknown): void {
  const seed = given as Seed
  const random = world.random('dynamics.seed')
  const id = () => {
    const hex = random.hex(32)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-ef11-8${hex.slice(13, 16)}-000d3a${hex.slice(16, 22)}`
  }
  const facts = { id: id(), name: seed.organization, tenantId: seed.tenantId, businessUnitId: id(), currencyId: id(), systemUserId: id() }
  foundOrganization(world, facts, isEmpty(seed.customization) ? undefined : seed.customization)
  world.tenancy.dynamics = seed.organization
  const organization = organizationOf(world)
  const writing = asPlatform(organization)
  furnish(seed, writing)
  const roles = new Map(['System Administrator', ...Object.keys(seed.roles)].map((name) => [name, addRole(name, seed.roles[name] ?? 'all', writing)]))
  for (const user of seed.applicationUsers) addApplicationUser(user, roles, writing)
  for (const user of seed.users) addUser(user, roles, writing)
  plantRecords(seed.records, writing)
}

export const invent = (world: World, given: unknown): void => generate((given as Seed).generate, asPlatform(organizationOf(world)))

/** Writes as the platform itself: all privileges, the SYSTEM user, the World's time. */
export function asPlatform(organization: Organization): Writing {
  const { world, facts } = organization
  const user = organization.get('systemuser', facts.systemUserId) ?? { id: facts.systemUserId, table: 'systemuser', order: 0, version: 0, values: {} }
  return { organization, caller: { user, privileges: 'all' }, now: world.clock.now(), remark: () => {}, writes: transaction(organization) }
}

const put = (writing: Writing, table: string, values: Row['values'], id?: string): Row =>
  insert(writing.organization.model.tables.get(table) as Table, { values: { ...values }, parents: [], children: [], links: [] }, writing, id)

/** What every organisation has: itself, its root business unit, its currency, the SYSTEM user. */
function furnish({ fiscalYear }: Seed, writing: Writing): void {
  const { facts } = writing.organization
  const fiscal = {
    fiscalcalendarstart: `2000-${fiscalYear.start}T00:00:00Z`,
    fiscalperiodtype: 2000 + ['annual', 'semiannual', 'quarterly', 'monthly', 'four-week'].indexOf(fiscalYear.periods),
    fiscalyeardisplaycode: fiscalYear.named === 'start' ? 1 : 2,
  }
  const own = { name: facts.name, languagecode: 1033, basecurrencyid: { id: facts.currencyId, table: 'transactioncurrency' }, ...fiscal }
  put(writing, 'organization', own, facts.id)
  put(writing, 'businessunit', { name: facts.name }, facts.businessUnitId)
  put(
    writing,
    'transactioncurrency',
    { currencyname: 'US Dollar', currencysymbol: '$', isocurrencycode: 'USD', currencyprecision: 2, exchangerate: 1 },
    facts.currencyId,
  )
  put(writing, 'systemuser', { lastname: 'SYSTEM', fullname: 'SYSTEM', accessmode: 3 }, facts.systemUserId)
}

function addRole(name: string, privileges: 'all' | string[], writing: Writing): string {
  const role = put(writing, 'role', { name })
  grants(writing.organization).put(role.id, privileges)
  return role.id
}

function addApplicationUser(user: Seed['applicationUsers'][number], roles: ReadonlyMap<string, string>, writing: Writing): void {
  const { organization } = writing
  const row = put(
    writing,
    'systemuser',
    {
      firstname: '#',
      lastname: user.name,
      applicationid: user.applicationid,
      domainname: user.applicationid,
      internalemailaddress: `${user.name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@${organization.facts.name}.example`,
      accessmode: 4,
      isdisabled: user.disabled,
      ...(user.azureactivedirectoryobjectid ? { azureactivedirectoryobjectid: user.azureactivedirectoryobjectid } : {}),
    },
    user.systemuserid,
  )
  giveRoles(row, user, roles, writing)
}

function addUser(user: Seed['users'][number], roles: ReadonlyMap<string, string>, writing: Writing): void {
  const [firstname, ...rest] = user.name.split(' ')
  const values = {
    ...(rest.length > 0 ? { firstname: firstname as string, lastname: rest.join(' ') } : { lastname: user.name }),
    azureactivedirectoryobjectid: user.azureactivedirectoryobjectid,
    ...(user.email ? { internalemailaddress: user.email, domainname: user.email } : {}),
    accessmode: 0,
    isdisabled: user.disabled,
  }
  giveRoles(put(writing, 'systemuser', values, user.systemuserid), user, roles, writing)
}

function giveRoles(row: Row, user: { name: string; roles: string[] }, roles: ReadonlyMap<string, string>, { writes }: Writing): void {
  for (const name of user.roles) {
    const role = roles.get(name)
    if (!role)
      throw new SeedError(
        `dynamics seed: user "${user.name}" has the role "${name}", which is not declared. Known: ${[...roles.keys()].join(', ')}.${didYouMean(name, roles.keys())}`,
      )
    writes.link('systemuserroles_association', 'systemuser', row.id, role)
  }
}

/** Rows in the order given; a state that a row must have from the start is set behind its creation. */
export function plantRecords(records: Record<string, Record<string, unknown>[]>, writing: Writing): Row[] {
  const { model } = writing.organization
  return Object.entries(records).flatMap(([name, rows]) => {
    const table = model.sets.get(name) ?? model.tables.get(name)
    if (!table) throw new SeedError(`dynamics seed: there is no table or set "${name}".${didYouMean(name, [...model.sets.keys(), ...model.tables.keys()])}`)
    return rows.map((body, i) => at(`${name}[${i}]`, () => plantRow(table, body, writing)))
  })
}

/** Says which record of a seed is refused. */
function at<T>(place: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal({ ...error.problem, message: `${place}: ${error.message}` })
  }
}

function plantRow(table: Table, body: Body, writing: Writing): Row {
  const { statecode, statuscode, ...rest } = body
  const changes = readChanges(rest, table, 'create', writing)
  // A seed describes what is already there, so it may say what a client could not.
  for (const [name, value] of Object.entries(rest)) {
    const navigation = name.endsWith(BIND) ? table.navigations.get(name.slice(0, -BIND.length)) : undefined
    if (navigation?.kind === 'lookup' && navigation.column.not?.includes('create'))
      changes.values[navigation.column.name] = value === null ? null : bound(value, navigation.targets, writing, table.set)
    const column = table.columns.get(name)
    if (column?.not?.includes('create') && !column.hidden && ['createdon', 'modifiedon', 'isdisabled'].includes(name))
      changes.values[name] = convert(value, column, table, writing)
  }
  const id = typeof rest[table.key] === 'string' ? guidOf(rest[table.key] as string) : undefined
  const row = insert(table, changes, writing, id)
  const state = pairAfter(table, row, { statecode: stated('statecode'), statuscode: stated('statuscode') }, row.id)
  return state ? writing.writes.put({ ...row, values: { ...row.values, ...state } }) : row

  function stated(name: string): Value {
    const column = table.columns.get(name)
    return column ? convert(body[name], column, table, writing) : null
  }
}
