import { notImitated } from '../../core/index.ts'
import { groupJson } from '../config/group-operations.ts'
import { groupIds, groupsOf } from '../config/groups.ts'
import { organizationMembershipsOf } from '../organizations/memberships.ts'
import { organizationJson } from '../organizations/organization.ts'
import { raise } from '../problems.ts'
import { organizationsOf, type User } from '../records.ts'
import { among, linked, sideLoader } from '../side-load.ts'
import { abilityJson } from './permission.ts'
import { identitiesOfUser, identityJson } from './user.ts'

/**
 * What may come beside users. `roles` are the account's own roles, of which there are none here (documented). `open_ticket_count` is
 * documented by name only; how it looks is not known to us.
 */
export const userLoads = sideLoader<User>({
  organizations: linked(
    (user, world) => [
      user.organization_id,
      ...organizationMembershipsOf(world)
        .find('user', String(user.id))
        .map(({ organization_id }) => organization_id),
    ],
    among(organizationsOf),
    ({ world, base }, organization) => organizationJson(world, organization, base),
  ),
  groups: linked(
    (user, world) => groupIds(world, user),
    among(groupsOf),
    (where, group) => groupJson(where, group),
  ),
  identities: ({ world, base }, users) => users.flatMap((user) => identitiesOfUser(world, user.id).map((identity) => identityJson(identity, base))),
  roles: () => [],
  abilities: ({ user: caller, base }, users) => users.map((user) => abilityJson(caller, user, base)),
  open_ticket_count: () => raise(notImitated("Zendesk's open_ticket_count beside users")),
})
