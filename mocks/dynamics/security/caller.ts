import { type Call, problem, type Remark, recentOf, refuse, type Token } from '../../core/index.ts'
import type { Organization } from '../data/organization.ts'
import type { Row } from '../data/row.ts'
import { guidOf } from '../data/row.ts'
import { coded, refuseWith } from '../problems.ts'
import { settingsOf } from '../settings.ts'
import { narrowest, type Privileges, privilegesOf, privilegesVersion } from './privileges.ts'

/** As whom a request acts. */
export interface Caller {
  user: Row
  privileges: Privileges
  /** Set when it acts on behalf of another: the user who signed in. */
  behalf?: Row
}

const unauthorized = (why: string, call: Call) => {
  call.remark({ kind: 'token-refused', why })
  return refuse('unauthorized', 401, why)
}

/** Who calls, from the bearer token and the impersonation headers; refuses with 401 or 403 as the service does. */
export function callerOf(call: Call, organization: Organization): Caller {
  const caller = signedIn(call, organization)
  const wanted = impersonated(call, organization)
  // Who names themselves acts as ever: nobody is told as on whose behalf (said by the author of Microsoft's documentation, powerapps-docs issue 2088).
  if (!wanted || wanted.id === caller.user.id) return caller
  const { user, privileges: own } = caller
  if (own !== 'all' && !own.has('prvActOnBehalfOfAnotherUser')) {
    refuseWith(coded('0x80040204', 403, 'User does not have the privilege to act on behalf another user.'))
  }
  // The narrower of the two counts (documented): both must hold a privilege.
  return { user: wanted, behalf: user, privileges: narrower(own, rolesOf(wanted, organization)) }
}

/** Who a bearer was when it was looked up, and what that hung on. */
interface SignIn {
  token: Token
  version: number
  caller: Caller
  remark: Remark
}

const signIns = recentOf<Organization, string, SignIn>(1000)

/** Everything that a token's meaning hangs on but the token itself and the clock. */
const versionOf = (organization: Organization): number =>
  organization.rows('systemuser').version + privilegesVersion(organization) + (organization.world.origins.dynamics?.length ?? 0)

/** A client asks with the same token again and again: its user and roles are looked up anew when one of them changed. */
function signedIn(call: Call, organization: Organization): Caller {
  const { world } = organization
  const known = signIns(organization)
  const header = call.headers.authorization ?? ''
  const version = versionOf(organization)
  const before = known.get(header)
  if (before?.version === version && world.tokens.find(before.token.value) === before.token && world.tokens.alive(before.token)) {
    call.remark(before.remark)
    return before.caller
  }
  const { token, remark, user } = lookUp(call, organization)
  const caller = { user, privileges: rolesOf(user, organization) }
  known.set(header, { token, version, caller, remark })
  return caller
}

function lookUp(call: Call, organization: Organization): { token: Token; remark: Remark; user: Row } {
  const { world } = organization
  const bearer = /^Bearer\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1]
  if (!bearer) return unauthorized('no bearer token', call)
  const token = world.tokens.find(bearer)
  if (token?.issuer !== 'entra' || token.kind !== 'access') return unauthorized('a token that the identity provider did not issue', call)
  if (!world.tokens.alive(token)) {
    if (token.revokedAt === null && token.expiresAt !== null) call.remark({ kind: 'token-expired', client: token.client, expiredAt: token.expiresAt })
    else call.remark({ kind: 'token-refused', why: 'a revoked token' })
    return refuse('unauthorized', 401, 'The token is not valid any more.')
  }
  if (!isHere(token.audience, organization)) return unauthorized(`a token for another resource: ${token.audience}`, call)
  const remark: Remark = { kind: 'token-used', client: token.client, expiresAt: token.expiresAt }
  call.remark(remark)

  if (settingsOf(world).blockedApplications.includes(token.client.toLowerCase())) {
    refuseWith(
      coded('0x80095ffc', 403, `Access to Dataverse API is restricted for this application Id : '${token.client}'. Please contact your administrator.`),
    )
  }
  // A token that a person signed in for (it has scp) acts as that person, any other as the application's user.
  const [index, key] = token.claims.scp === undefined ? ['applicationid', token.client] : ['azureactivedirectoryobjectid', token.subject]
  const user = organization.find('systemuser', index, key.toLowerCase())[0]
  if (!user) return refuseWith(coded('0x80072560', 403, 'The user is not a member of the organization.'))
  enabled(user)
  return { token, remark, user }
}

/** Documented, and recorded with the placeholders in place. */
function enabled(user: Row): void {
  if (user.values.isdisabled === true) {
    refuseWith(coded('0x80040225', 403, 'The specified user(Id = {0}) is disabled. Consider enabling this user. Additional Details: {1}'))
  }
}

/** The privileges of a user; refuses one who has no role. */
export function rolesOf(user: Row, organization: Organization): Privileges {
  const privileges = privilegesOf(user, organization)
  return privileges ?? refuseWith(coded('0x80042f09', 403, 'The user has not been assigned any roles.'))
}

const normalized = (resource: string) => resource.replace(/\/+$/, '').toLowerCase()

/** The audience names this organisation: one of its origins, with or without a slash or the World's prefix, or another host that it has. */
function isHere(audience: string, { world }: Organization): boolean {
  const wanted = normalized(audience)
  const listed = (world.origins.dynamics ?? []).some((origin) => {
    const here = normalized(origin)
    return wanted === here || normalized(wanted.replace(/\/w\/[^/]+$/, '')) === normalized(here.replace(/\/w\/[^/]+$/, ''))
  })
  return listed || world.systemAt(wanted) === 'dynamics'
}

/** `CallerObjectId` (Entra's object id) is preferred to `MSCRMCallerID` (the system user's id) (documented). */
function impersonated(call: Call, organization: Organization): Row | undefined {
  const oid = call.headers.callerobjectid
  const id = call.headers.mscrmcallerid
  if (!oid && !id) return undefined
  const user = oid
    ? organization.find('systemuser', 'azureactivedirectoryobjectid', guidOf(oid) ?? '')[0]
    : organization.get('systemuser', guidOf(id as string) ?? '')
  if (!user) return refuseWith(problem('0x80041d1f', 400, `systemuser With Id = ${oid ?? id} Does Not Exist`))
  enabled(user)
  return user
}

function narrower(first: Privileges, second: Privileges): Privileges {
  if (first === 'all') return second
  if (second === 'all') return first
  return new Map(
    [...first].flatMap(([name, depth]) => {
      const other = second.get(name)
      return other ? [[name, narrowest(depth, other)] as const] : []
    }),
  )
}
