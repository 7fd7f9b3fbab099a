import { linkedIds, linksVersion } from '../data/intersections.ts'
import type { Organization } from '../data/organization.ts'
import type { Row } from '../data/row.ts'
import { isReference } from '../data/row.ts'
import { stableId } from '../data/stable-id.ts'
import type { Table } from '../model/model.ts'
import { coded, refuseWith } from '../problems.ts'
import type { Caller } from './caller.ts'

/** How far a privilege reaches, narrowest first (documented): the user's own rows, the business unit's, those of units below too, all. */
export const DEPTHS = ['Basic', 'Local', 'Deep', 'Global'] as const
export type Depth = (typeof DEPTHS)[number]

/** Privileges by name, such as `prvReadContact`, or all there are. */
export type Privileges = 'all' | ReadonlyMap<string, Depth>

export type Access = 'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign' | 'Share'

/** What the roles of a seed grant, by role id, as `prvReadContact` or `prvReadContact:Basic`; `all` for the administrator's. */
const GRANTS = { name: 'dynamics.roleprivileges' }
export const grants = (organization: Organization) => organization.world.store.table<'all' | string[]>(GRANTS)

/** Grows whenever what anybody may do could have changed. */
export const privilegesVersion = (organization: Organization): number =>
  grants(organization).version +
  linksVersion(organization, 'teammembership_association') +
  linksVersion(organization, 'systemuserroles_association') +
  linksVersion(organization, 'teamroles_association')

/** The privileges of a user's roles and its teams' roles; undefined when it has no role at all. */
export function privilegesOf(user: Row, organization: Organization): Privileges | undefined {
  const teams = linkedIds(organization, 'teammembership_association', 'systemuser', user.id)
  const roles = [
    ...linkedIds(organization, 'systemuserroles_association', 'systemuser', user.id),
    ...teams.flatMap((team) => linkedIds(organization, 'teamroles_association', 'team', team)),
  ]
  if (roles.length === 0) return undefined
  const granted = roles.map((role) => grants(organization).get(role) ?? [])
  if (granted.includes('all')) return 'all'
  const held = new Map<string, Depth>()
  for (const text of granted.flat()) {
    const [name = '', depth = 'Global'] = text.split(':') as [string, Depth?]
    held.set(name, widest(held.get(name), depth))
  }
  return held
}

const widest = (a: Depth | undefined, b: Depth): Depth => (a !== undefined && DEPTHS.indexOf(a) > DEPTHS.indexOf(b) ? a : b)
export const narrowest = (a: Depth, b: Depth): Depth => (DEPTHS.indexOf(a) < DEPTHS.indexOf(b) ? a : b)

/** Nouns that are not the table's schema name (documented). */
const NOUNS: Record<string, string> = {
  activitypointer: 'Activity',
  activityparty: 'Activity',
  annotation: 'Note',
  systemuser: 'User',
  template: 'EmailTemplate',
}

/** `prvReadContact`; all activities share one name, their parties with them (documented). */
export const privilegeName = (access: Access, table: Table): string => `prv${access}${NOUNS[table.base ?? ''] ?? NOUNS[table.name] ?? table.schema}`

/** Refuses as recorded: the principal, the privilege, the table. */
export function requirePrivilege(caller: Caller, access: Access, table: Table, organization: Organization): void {
  if (caller.privileges === 'all') return
  requirePrivilegeNamed(privilegeName(access, table), caller, organization, ` on OTC=${table.code} for entity '${table.name}' (LocalizedName='${table.label}')`)
}

/** A privilege that belongs to no table, such as `prvBulkDelete`. */
export function requirePrivilegeNamed(name: string, caller: Caller, organization: Organization, where = ''): void {
  if (caller.privileges === 'all' || caller.privileges.has(name)) return
  refuseCaller(
    caller,
    organization,
    `is missing ${name} privilege (Id=${stableId(name)})${where}. context.Caller=${caller.user.id}. Consider adding missed privilege to one of the principal (user/team) roles.`,
  )
}

/** Says what a principal may not do, as recorded. */
export function refuseCaller({ user, privileges }: Caller, organization: Organization, what: string): never {
  const unit = user.values.businessunitid
  const count = privileges === 'all' ? 0 : privileges.size
  const roles = linkedIds(organization, 'systemuserroles_association', 'systemuser', user.id).length
  const mode = user.values.accessmode === 4 ? '4 Non-interactive' : `${user.values.accessmode ?? 0} Read-Write`
  return refuseWith(
    coded(
      '0x80040220',
      403,
      `Principal user (Id=${user.id}, type=8, roleCount=${roles}, privilegeCount=${count}, accessMode='${mode}', AADObjectId=${user.values.azureactivedirectoryobjectid ?? '00000000-0000-0000-0000-000000000000'}, MetadataCachePrivilegesCount=${count}, businessUnitId=${isReference(unit) ? unit.id : organization.facts.businessUnitId}), ${what}`,
    ),
  )
}
