import type { Row } from '../data/row.ts'
import { type Share, setShare, shareBetween } from '../data/shares.ts'
import { invalidArgument, refuseWith } from '../problems.ts'
import type { WebRequest } from '../request.ts'
import { permit } from '../security/rows.ts'
import { done, objectIn, parametersOf, referenceTo, rowIn, tableNamed, type Unbound } from './action.ts'

/** Rights as Microsoft names them, in its order. */
export const RIGHTS = ['ReadAccess', 'WriteAccess', 'AppendAccess', 'AppendToAccess', 'CreateAccess', 'DeleteAccess', 'ShareAccess', 'AssignAccess'] as const

/**
 * Sharing (documented): GrantAccess adds rights, ModifyAccess replaces them, RevokeAccess takes them all. A share opens a
 * row to whom a privilege of less depth does not; what hangs on the row is not shared along.
 */
const share =
  (name: string, rightsAfter: (sent: readonly string[], before: readonly string[]) => readonly string[]): Unbound =>
  (_segment, request) => {
    const parameters = parametersOf(request, name)
    const access = objectIn(parameters, 'PrincipalAccess')
    const rights = rightsIn(access.AccessMask)
    apply(rowIn(parameters.Target, [], request), principalIn(access.Principal, request), (before) => rightsAfter(rights, before), request)
    return done
  }

export const grantAccess = share('GrantAccess', (sent, before) => RIGHTS.filter((right) => sent.includes(right) || before.includes(right)))
export const modifyAccess = share('ModifyAccess', (sent) => sent)
export const revokeAccess: Unbound = (_segment, request) => {
  const parameters = parametersOf(request, 'RevokeAccess')
  apply(rowIn(parameters.Target, [], request), principalIn(parameters.Revokee, request), () => [], request)
  return done
}

function apply(target: Row, principal: Row, rights: (before: Share['rights']) => Share['rights'], request: WebRequest): void {
  const { organization } = request
  const table = tableNamed(request, target.table)
  if (table.ownership !== 'user') refuseWith(invalidArgument(`Rows of '${table.name}' have no owner and cannot be shared.`))
  permit('Share', table, target, request)
  const before = shareBetween(organization, target.id, principal.id)?.rights ?? []
  request.writes.undoable(setShare(organization, { target: referenceTo(target), principal: referenceTo(principal), rights: rights(before) }))
}

const principalIn = (value: unknown, request: WebRequest): Row => {
  const row = rowIn(value, ['systemuser', 'team'], request)
  return row.table === 'systemuser' || row.table === 'team'
    ? row
    : refuseWith(invalidArgument(`A row is shared with a systemuser or a team, not with a '${row.table}'.`))
}

/** `ReadAccess, WriteAccess`. */
function rightsIn(mask: unknown): readonly string[] {
  const names = String(mask ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'None')
  const unknown = typeof mask === 'string' ? names.find((name) => !(RIGHTS as readonly string[]).includes(name)) : String(mask)
  if (unknown !== undefined) refuseWith(invalidArgument(`'${unknown}' is no access right; expected some of ${RIGHTS.join(', ')}.`))
  return RIGHTS.filter((right) => names.includes(right))
}
