import type { Bound, Unbound } from '../actions/action.ts'
import { response, tableNamed } from '../actions/action.ts'
import { RIGHTS } from '../actions/share.ts'
import { linkedIds } from '../data/intersections.ts'
import { shareBetween, sharesOf } from '../data/shares.ts'
import { invalidArgument, refuseWith } from '../problems.ts'
import { type Access, privilegeName, privilegesOf } from '../security/privileges.ts'
import { permit, rowTest } from '../security/rows.ts'
import { rowNamed } from './parameters.ts'

/** What a user or team may do to a row (documented): by its roles, by a share of its own, by a share of its teams. */
export const retrievePrincipalAccess: Bound = (segment, request, { row: principal }) => {
  const { organization } = request
  if (principal?.table !== 'systemuser' && principal?.table !== 'team')
    return refuseWith(invalidArgument('RetrievePrincipalAccess is bound to a systemuser or a team.'))
  const target = rowNamed('Target', segment, request)
  const table = tableNamed(request, target.table)
  const held = principal.table === 'systemuser' ? privilegesOf(principal, organization) : undefined
  const teams = principal.table === 'systemuser' ? linkedIds(organization, 'teammembership_association', 'systemuser', principal.id) : []
  const shared = [principal.id, ...teams].flatMap((id) => shareBetween(organization, target.id, id)?.rights ?? [])
  const byRole = (right: string) => {
    const access = right.replace(/Access$/, '') as Access
    if (held === undefined || (held !== 'all' && !held.has(privilegeName(access, table)))) return false
    return rowTest({ user: principal, privileges: held }, access, table, organization)?.(target) ?? true
  }
  const rights = RIGHTS.filter((right) => byRole(right) || shared.includes(right))
  return response(request, 'RetrievePrincipalAccess', { AccessRights: rights.length > 0 ? rights.join(', ') : 'None' })
}

/** With whom a row is shared, and for what (documented). */
export const retrieveSharedPrincipalsAndAccess: Unbound = (segment, request) => {
  const { organization } = request
  const target = rowNamed('Target', segment, request)
  permit('Read', tableNamed(request, target.table), target, request)
  const accesses = sharesOf(organization)
    .find('target', target.id)
    .map(({ principal, rights }) => ({
      AccessMask: rights.join(', '),
      Principal: { '@odata.type': `#Microsoft.Dynamics.CRM.${principal.table}`, ownerid: principal.id, [`${principal.table}id`]: principal.id },
    }))
  return response(request, 'RetrieveSharedPrincipalsAndAccess', { PrincipalAccesses: accesses })
}
