import { problem, Refusal, type Remark, type Table, type World } from '../core/index.ts'
import { ISSUER } from './access/caller.ts'
import { found } from './config/found.ts'
import { type Family, type Field, fieldsOf, writeField } from './fields/fields.ts'
import { fieldKeys } from './fields/keys.ts'
import { takeId } from './ids.ts'
import { createClient } from './oauth/clients.ts'
import { createOrganization } from './organizations/write.ts'
import { wordsOf } from './problems.ts'
import { type Audit, type Organization, organizationsOf, type Ticket, ticketsOf, type User, userByEmail, usersOf } from './records.ts'
import { type Seed, seedSchema } from './seed.ts'
import { dateAudit } from './tickets/import.ts'
import { createTicket } from './tickets/write.ts'
import { readStamp } from './time.ts'
import { createUser } from './users/write.ts'

/** Puts an account into a World: what every account has, then what the seed names. */
export function plant(world: World, raw: unknown): void {
  const seed = raw as Seed
  world.tenancy.zendesk = seed.subdomain
  found(world, seed.subdomain)
  defineFields(world, seed)

  const { id, ...person } = seed.admin
  const admin = createUser(world, { ...person, role: 'admin', verified: true }, id === undefined ? undefined : takeId(world, id))
  for (const value of seed.apiTokens)
    world.tokens.issue({
      value,
      issuer: ISSUER,
      kind: 'api',
      client: 'api-token',
      subject: String(admin.id),
      audience: seed.subdomain,
      scopes: [],
      expiresAt: null,
      claims: {},
    })
  for (const one of seed.clients) createClient(world, one, admin)
  sowRecords(world, seed, admin)
}

function defineFields(world: World, seed: Seed): void {
  const define = (family: Family, list: 'ticketFields' | 'userFields' | 'organizationFields'): Field[] =>
    each(world, list, fieldsOf(world, family), seed[list], ({ id, ...sent }) => {
      const field = writeField(world, family, sent, undefined)
      return fieldsOf(world, family).put(String(id ?? field.id), { ...field, id: id ?? field.id })
    })
  define('ticket', 'ticketFields')
  define('user', 'userFields')
  define('organization', 'organizationFields')
}

/** Users, organizations and tickets, shaped as in the seed, into an account that is there already. Answers them as stored. */
export function sow(world: World, raw: unknown): Sown {
  const admin = administrator(world)
  if (!admin) throw new Error('The Zendesk account has no administrator any more, who could bring in records.')
  return sowRecords(world, seedSchema.pick({ organizations: true, users: true, tickets: true }).parse(raw, { reportInput: true }), admin)
}

export const administrator = (world: World): User | undefined => [...usersOf(world).scan()].find((user) => user.role === 'admin')

interface Sown {
  organizations: Organization[]
  users: User[]
  tickets: Ticket[]
}

/** A key that a sown record uses and nobody defined is a text field from then on: the service itself would drop the value. */
function defineKeys(world: World, family: 'user' | 'organization', records: readonly (Record<string, unknown> | undefined)[]): void {
  const known = fieldKeys(world, family)
  const missing = new Set(records.flatMap((fields) => Object.keys(fields ?? {})).filter((key) => !known.includes(key)))
  for (const key of missing) {
    const field = writeField(world, family, { type: 'text', key, title: key }, undefined)
    fieldsOf(world, family).put(String(field.id), field)
  }
}

function sowRecords(world: World, seed: Pick<Seed, 'organizations' | 'users' | 'tickets'>, admin: User): Sown {
  defineKeys(
    world,
    'user',
    seed.users.map(({ user_fields }) => user_fields),
  )
  defineKeys(
    world,
    'organization',
    seed.organizations.map(({ organization_fields }) => organization_fields),
  )
  return {
    organizations: each(world, 'organizations', organizationsOf(world), seed.organizations, ({ id, ...organization }) =>
      createOrganization(world, organization, id),
    ),
    users: each(world, 'users', usersOf(world), seed.users, ({ id, organization, ...user }) => {
      const organization_id = organizationNamed(world, user.organization_id ?? organization)
      return createUser(world, { ...user, ...(organization_id === undefined ? {} : { organization_id }) }, id)
    }),
    tickets: each(world, 'tickets', ticketsOf(world), seed.tickets, (ticket) =>
      backdated(world, createTicket(world, asSent(world, ticket), { user: admin, remark: heard }, ticket.id), ticket.created_at),
    ),
  }
}

/** Makes a record of each; which one the service would not take, and why, is said in words. */
function each<S extends { id?: number | undefined }, T>(world: World, list: string, table: Table<T>, rows: readonly S[], make: (row: S) => T): T[] {
  const places = new Map<number, number>()
  for (const { id } of rows) if (id !== undefined) takeId(world, id)
  return rows.map((row, place) => {
    const where = `zendesk.${list}[${place}]`
    const before = row.id === undefined ? undefined : places.get(row.id)
    if (before !== undefined) throw unfit(`${where}: the id ${row.id} is that of zendesk.${list}[${before}], too. Leave one of them out, and it is chosen.`)
    if (row.id !== undefined && table.get(String(row.id)))
      throw unfit(
        `${where}: the account has a record with the id ${row.id} already. Leave the id out, and it is chosen; a record that is there is changed through the API.`,
      )
    if (row.id !== undefined) places.set(row.id, place)
    try {
      return make(row)
    } catch (error) {
      throw error instanceof Refusal ? unfit(`${where}: ${wordsOf(error.problem)}`) : error
    }
  })
}

/** What the service passes over without a word is a mistake in a seed. */
function heard(remark: Remark): void {
  if (remark.kind === 'ignored') throw unfit(`${remark.what}.`)
}

const unfit = (message: string): Refusal => new Refusal(problem('seed', 400, message))

function organizationNamed(world: World, name: string | number | undefined): number | undefined {
  if (name === undefined) return undefined
  const found = typeof name === 'number' ? organizationsOf(world).get(String(name)) : organizationsOf(world).find('name', name.toLowerCase())[0]
  if (found) return found.id
  const known = [...organizationsOf(world).scan()].map((organization) => organization.name).slice(0, 10)
  throw unfit(`there is no organization "${name}". Known: ${known.join(', ') || 'none'}.`)
}

function userNamed(world: World, who: string | number): User {
  const found =
    typeof who === 'number'
      ? usersOf(world).get(String(who))
      : who.includes('@')
        ? userByEmail(world, who)
        : [...usersOf(world).scan()].find((user) => user.name.toLowerCase() === who.toLowerCase())
  if (found) return found
  const known = [...usersOf(world).scan()].map((user) => user.name).slice(0, 10)
  throw unfit(`there is no user "${who}". Known: ${known.join(', ')}.`)
}

/** A seed describes what is already there, so a ticket in it, with what was said on it, may be older than the World. */
function backdated(world: World, { ticket, audit }: { ticket: Ticket; audit: Audit }, created: string | undefined): Ticket {
  const at = readStamp(created)
  if (at === undefined) return ticket
  dateAudit(world, audit, at)
  return ticketsOf(world).put(String(ticket.id), { ...ticket, created_at: at, updated_at: at, solved_at: ticket.solved_at && at })
}

/** A seed's ticket as the API would be sent it: people by name become ids, a missing text gets one. */
function asSent(world: World, ticket: Seed['tickets'][number]): Record<string, unknown> {
  const { requester, assignee, comment, description, created_at: _, ...rest } = ticket
  return {
    ...rest,
    comment: comment ?? description ?? ticket.subject ?? 'No description.',
    ...(typeof requester === 'object' ? { requester } : requester === undefined ? {} : { requester_id: userNamed(world, requester).id }),
    ...(assignee === undefined ? {} : { assignee_id: userNamed(world, assignee).id }),
  }
}
