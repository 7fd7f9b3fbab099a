import type { Operation, World } from '../../core/index.ts'
import { named } from '../many.ts'
import { byId } from '../paging/orders.ts'
import { countReply, offsetPage, paged } from '../paging/page.ts'
import { flat, recordNotFound } from '../problems.ts'
import { type Organization, organizationsOf, ticketsOf, type User, userById, usersOf } from '../records.ts'
import { api, type Context, created, idOf, json, noContent, rootOf } from '../route.ts'
import { many as manyUsers } from '../users/operations.ts'
import { userLoads } from '../users/side-loads.ts'
import { organizationMembershipsOf, removeMembership } from './memberships.ts'
import { organizationJson } from './organization.ts'
import { checkMayWrite } from './permission.ts'
import { removeOrganization } from './remove.ts'
import { createOrganization, updateOrganization } from './write.ts'

const scope = 'organizations' as const
const row =
  ({ world, base }: Context) =>
  (organization: Organization) =>
    organizationJson(world, organization, base)
const one = (context: Context, organization: Organization) => ({ organization: row(context)(organization) })
const found = (context: Context): Organization | undefined => organizationsOf(context.world).get(String(Number(idOf(context))))

/** The organizations of the user that a path names; undefined when there is no such user. */
function memberOf(context: Context): Organization[] | undefined {
  const id = String(Number(idOf(context)))
  if (!usersOf(context.world).get(id)) return undefined
  return organizationMembershipsOf(context.world)
    .find('user', id)
    .flatMap((one) => organizationsOf(context.world).get(String(one.organization_id)) ?? [])
}

/** Everybody with a membership, whether it is their default one or not. */
const members = (world: World, { id }: Organization): User[] =>
  organizationMembershipsOf(world)
    .find('organization', String(id))
    .flatMap(({ user_id }) => userById(world, user_id) ?? [])
    .filter(({ active }) => active)

export const organizationOperations: Operation[] = [
  ...api('GET', '/api/v2/organizations', 'organizations.index', { scope }, (context) =>
    paged(context, 'organizations', [...organizationsOf(context.world).scan()], row(context), { order: byId }),
  ),
  ...api('GET', '/api/v2/organizations/count', 'organizations.count', { scope }, (context) => countReply(context, organizationsOf(context.world).size)),
  ...api('GET', '/api/v2/organizations/show_many', 'organizations.show_many', { scope }, (context) => {
    const rows = named(context, organizationsOf(context.world), true)
    return offsetPage(context, 'organizations', rows, row(context))
  }),
  ...api('GET', '/api/v2/organizations/autocomplete', 'organizations.autocomplete', { scope }, (context) => {
    const name = (context.call.query.get('name') ?? '').toLowerCase()
    const rows = [...organizationsOf(context.world).scan()].filter((organization) => name !== '' && organization.name.toLowerCase().startsWith(name))
    return offsetPage(context, 'organizations', rows, row(context))
  }),
  ...api('GET', '/api/v2/organizations/search', 'organizations.search', { scope }, (context) => {
    const { query } = context.call
    const [external, name] = [query.get('external_id'), query.get('name')]
    if (external === null && name === null) return flat('invalid', 422, 'Invalid search: external_id or name is required')
    const table = organizationsOf(context.world)
    return offsetPage(
      context,
      'organizations',
      external === null ? table.find('name', (name as string).toLowerCase()) : table.find('external', external.toLowerCase()),
      row(context),
    )
  }),
  ...api('POST', '/api/v2/organizations', 'organizations.create', { scope }, (context) => {
    const values = rootOf(context, 'organization')
    checkMayWrite(context.user, undefined, values)
    const organization = createOrganization(context.world, values)
    return created(one(context, organization), row(context)(organization).url)
  }),
  ...api('POST', '/api/v2/organizations/create_or_update', 'organizations.create_or_update', { scope }, (context) => {
    const values = rootOf(context, 'organization')
    const table = organizationsOf(context.world)
    const known = table.get(String(Number(values.id))) ?? table.find('external', String(values.external_id ?? '').toLowerCase())[0]
    checkMayWrite(context.user, known, values)
    const organization = known ? updateOrganization(context.world, known, values) : createOrganization(context.world, values)
    return json(one(context, organization), known ? 200 : 201, { location: String(row(context)(organization).url) })
  }),
  ...api('GET', '/api/v2/organizations/:id', 'organizations.show', { scope }, (context) => {
    const organization = found(context)
    return organization ? json(one(context, organization)) : recordNotFound()
  }),
  ...api('PUT', '/api/v2/organizations/:id', 'organizations.update', { scope }, (context) => {
    const organization = found(context)
    if (!organization) return recordNotFound()
    const values = rootOf(context, 'organization')
    checkMayWrite(context.user, organization, values)
    return json(one(context, updateOrganization(context.world, organization, values)))
  }),
  ...api('DELETE', '/api/v2/organizations/:id', 'organizations.destroy', { scope, who: 'admin' }, (context) => {
    const organization = found(context)
    if (!organization) return recordNotFound()
    removeOrganization(context.world, organization)
    return noContent()
  }),
  ...api('GET', '/api/v2/organizations/:id/related', 'organizations.related', { scope }, (context) => {
    const organization = found(context)
    if (!organization) return recordNotFound()
    const tickets = ticketsOf(context.world).find('organization', String(organization.id))
    return json({
      organization_related: {
        users_count: members(context.world, organization).length,
        tickets_count: tickets.filter((ticket) => ticket.status !== 'deleted').length,
      },
    })
  }),
  ...api('GET', '/api/v2/users/:id/organizations', 'organizations.of_user', { scope }, (context) => {
    const own = memberOf(context)
    return own ? paged(context, 'organizations', own, row(context), { order: byId }) : recordNotFound()
  }),
  ...api('GET', '/api/v2/users/:id/organizations/count', 'organizations.count_of_user', { scope }, (context) => countReply(context, memberOf(context)?.length)),
  ...api('GET', '/api/v2/organizations/:id/users', 'organizations.users', { scope }, (context) => {
    const organization = found(context)
    if (!organization) return recordNotFound()
    return paged(context, 'users', members(context.world, organization), manyUsers(context), { order: byId, beside: (page) => userLoads(context, page) })
  }),
  ...api('GET', '/api/v2/organizations/:id/users/count', 'organizations.count_users', { scope }, (context) => {
    const organization = found(context)
    return countReply(context, organization && members(context.world, organization).length)
  }),
  ...api('DELETE', '/api/v2/users/:id/organizations/:organization', 'organizations.leave', { scope }, (context) => {
    const membership = organizationMembershipsOf(context.world)
      .find('user', String(Number(idOf(context))))
      .find(({ organization_id }) => organization_id === Number(idOf(context, 'organization')))
    if (!membership) return recordNotFound()
    removeMembership(context.world, membership)
    return noContent()
  }),
]
