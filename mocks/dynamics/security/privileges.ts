import { linkedIds } from '../data/intersections.ts'
import type { Organization } from '../data/organization.ts'
import type { Row } from '../data/row.ts'
import { isReference } from '../data/row.ts'
import { stableId } from '../data/stable-id.ts'
import type { Table } from '../model/model.ts'
import { coded, refuseWith } from '../problems.ts'
import type { Caller } from './caller.ts'

/** Names of privileges such as `prvReadContact`, or all there are. */
export type Privileges = 'all' | ReadonlySet<string>

export type Access = 'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign' | 'Share'

/** What the roles of a seed grant, by role id; `all` for the administrator's. */
const GRANTS = { name: 'dynamics.roleprivileges' }
export const grants = (organization: Organization) => organization.world.store.table<'all' | string[]>(GRANTS)

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
  return new Set(granted.flat())
}

/** Nouns that are not the table's schema name (documented). */
const NOUNS: Record<string, string> = { activitypointer: 'Activity', annotation: 'Note', systemuser: 'User', template: 'EmailTemplate' }

/** `prvReadContact`; all activities share one name (documented). */
export const privilegeName = (access: Access, table: Table): string => `prv${access}${NOUNS[table.base ?? ''] ?? NOUNS[table.name] ?? table.schema}`

/** Refuses as recorded: the principal, the privilege, the table. */
export function requirePrivilege(caller: Caller, access: Access, table: Table, organization: Organization): void {
  if (caller.privileges === 'all') return
  requirePrivilegeNamed(privilegeName(access, table), caller, organization, ` on OTC=${table.code} for entity '${table.name}' (LocalizedName='${table.label}')`)
}

/** A privilege that belongs to no table, such as `prvBulkDelete`. */
export function requirePrivilegeNamed(name: string, caller: Caller, organization: Organization, where = ''): void {
  if (caller.privileges === 'all' || caller.privileges.has(name)) return
  const { user } = caller
  const unit = user.values.businessunitid
  const count = caller.privileges.size
  const roles = linkedIds(organization, 'systemuserroles_association', 'systemuser', user.id).length
  const mode = user.values.accessmode === 4 ? '4 Non-interactive' : `${user.values.accessmode ?? 0} Read-Write`
  refuseWith(
    coded(
      '0x80040220',
      403,
      `Principal user (Id=${user.id}, type=8, roleCount=${roles}, privilegeCount=${count}, accessMode='${mode}', AADObjectId=${user.values.azureactivedirectoryobjectid ?? '00000000-0000-0000-0000-000000000000'}, MetadataCachePrivilegesCount=${count}, businessUnitId=${isReference(unit) ? unit.id : organization.facts.businessUnitId}), is missing ${name} privilege (Id=${stableId(name)})${where}. context.Caller=${user.id}. Consider adding missed privilege to one of the principal (user/team) roles.`,
    ),
  )
}
