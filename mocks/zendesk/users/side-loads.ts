import { groupJson } from '../config/group-operations.ts'
import { groupIds, groupsOf } from '../config/groups.ts'
import { organizationMembershipsOf } from '../organizations/memberships.ts'
import { organizationJson } from '../organizations/organization.ts'
import { organizationsOf, type User } from '../records.ts'
import { among, linked, sideLoader } from '../side-load.ts'
import { identitiesOfUser, identityJson } from './user.ts'

/**
 * What may come beside users. `roles` are the account's own roles, of which there are none here (documented). `abilities` and
 * `open_ticket_count` are documented, too, by name; how they look is not known to us, so they are passed over.
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
})
