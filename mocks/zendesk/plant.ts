import type { World } from '../core/index.ts'
import { ISSUER } from './access/caller.ts'
import { putAccount } from './account.ts'
import { nextId } from './ids.ts'
import { invent } from './invent.ts'
import { createClient } from './oauth/clients.ts'
import { createOrganization } from './organizations/write.ts'
import { type Organization, organizationsOf, type Ticket, type User, userByEmail, usersOf } from './records.ts'
import { type Seed, seedSchema } from './seed.ts'
import { createTicket } from './tickets/write.ts'
import { createUser } from './users/write.ts'

/** Puts an account into a World: what every account has, then what the seed names, then what it lets invent. */
export function plant(world: World, raw: unknown): void {
  const seed = raw as Seed
  world.tenancy.zendesk = seed.subdomain
  const statuses = Object.fromEntries(['new', 'open', 'pending', 'hold', 'solved'].map((category) => [category, nextId(world)]))
  const fields = Object.fromEntries(
    ['subject', 'description', 'status', 'tickettype', 'priority', 'group', 'assignee', 'custom_status'].map((type) => [type, nextId(world)]),
  )
  const account = putAccount(world, { brandId: nextId(world), formId: nextId(world), groupId: nextId(world), statuses, fields })

  const { id, ...person } = seed.admin
  const admin = createUser(world, { ...person, role: 'admin', verified: true }, id)
  usersOf(world).put(String(admin.id), { ...admin, default_group_id: account.groupId })
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

/** Users, organizations and tickets, shaped as in the seed, into an account that is there already. Answers them as stored. */
export function sow(world: World, raw: unknown): Sown {
  const admin = [...usersOf(world).scan()].find((user) => user.role === 'admin')
  if (!admin) throw new Error('The Zendesk account has no administrator any more, who could bring in records.')
  return sowRecords(world, seedSchema.pick({ organizations: true, users: true, tickets: true }).parse(raw), admin)
}

interface Sown {
  organizations: Organization[]
  users: User[]
  tickets: Ticket[]
}

function sowRecords(world: World, seed: Pick<Seed, 'organizations' | 'users' | 'tickets'>, admin: User): Sown {
  return {
    organizations: seed.organizations.map(({ id, ...organization }) => createOrganization(world, organization, id)),
    users: seed.users.map(({ id, organization, ...user }) => {
      const organization_id = user.organization_id ?? organizationNamed(world, organization)
      return createUser(world, { ...user, ...(organization_id === undefined ? {} : { organization_id }) }, id)
    }),
    tickets: seed.tickets.map((ticket) => createTicket(world, asSent(world, ticket), { user: admin, remark: () => {} }).ticket),
  }
}

const organizationNamed = (world: World, name: string | number | undefined): number | undefined =>
  typeof name === 'string' ? organizationsOf(world).find('name', name.toLowerCase())[0]?.id : name

function userNamed(world: World, who: string | number): User {
  const found =
    typeof who === 'number'
      ? usersOf(world).get(String(who))
      : who.includes('@')
        ? userByEmail(world, who)
        : [...usersOf(world).scan()].find((user) => user.name.toLowerCase() === who.toLowerCase())
  if (found) return found
  const known = [...usersOf(world).scan()].map((user) => user.name).slice(0, 10)
  throw new Error(`The Zendesk seed has a ticket of "${who}", but no such user. Known: ${known.join(', ')}.`)
}

/** A seed's ticket as the API would be sent it: people by name become ids, a missing text gets one. */
function asSent(world: World, ticket: Seed['tickets'][number]): Record<string, unknown> {
  const { requester, assignee, comment, description, ...rest } = ticket
  return {
    ...rest,
    comment: comment ?? description ?? ticket.subject ?? 'No description.',
    ...(typeof requester === 'object' ? { requester } : requester === undefined ? {} : { requester_id: userNamed(world, requester).id }),
    ...(assignee === undefined ? {} : { assignee_id: userNamed(world, assignee).id }),
  }
}
