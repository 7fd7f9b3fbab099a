import type { Operation, Problem, Reply } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import { flagIn } from '../flag.ts'
import { byId } from '../paging/orders.ts'
import { paged, wholeList } from '../paging/page.ts'
import { invalid, recordNotFound } from '../problems.ts'
import { type Identity, identitiesOf, type User } from '../records.ts'
import { api, type Context, created, idOf, json, noContent, rootOf } from '../route.ts'
import { addIdentity } from './identities.ts'
import { changeIdentity, makePrimary, ownerOf, removeIdentity, spelled } from './identity-changes.ts'
import { blankValue, misshapen, readIdentity, taken } from './identity-check.ts'
import { pathUser } from './operations.ts'
import { identitiesOfUser, identityJson } from './user.ts'

const scope = 'users' as const
/** What a client may say of the way in which one was verified, in the place of `verified` (documented). */
const METHODS: Record<string, boolean> = { low: true, none: false }
const show = (context: Context, identity: Identity) => ({ identity: identityJson(identity, context.base) })

const owned = (then: (context: Context, user: User, identity: Identity) => Reply | Problem) => (context: Context) => {
  const user = pathUser(context, 'user')
  const identity = identitiesOf(context.world).get(idOf(context))
  return user && identity?.user_id === user.id ? then(context, user, identity) : recordNotFound()
}

export const identityOperations: Operation[] = [
  ...api('GET', '/api/v2/users/:user/identities', 'identities.index', { scope }, (context) => {
    const user = pathUser(context, 'user')
    if (!user) return recordNotFound()
    // `type[]` (documented).
    const types = context.call.query.getAll('type[]')
    const rows = identitiesOfUser(context.world, user.id).filter(({ type }) => types.length === 0 || types.includes(type))
    return paged<Identity>(context, 'identities', rows, (one) => identityJson(one, context.base), { order: byId })
  }),
  ...api('POST', '/api/v2/users/:user/identities', 'identities.create', { scope }, (context) => {
    const { world } = context
    const user = pathUser(context, 'user')
    if (!user?.active) return recordNotFound()
    const { verified, primary, ...sent } = rootOf(context, 'identity')
    const { type, value } = readIdentity(world, sent)
    const first = identitiesOfUser(world, user.id).every((other) => other.type !== type)
    const identity = addIdentity(world, user.id, type, value, { primary: first, verified: flagIn(verified) === true })
    if (first || flagIn(primary) === true) makePrimary(world, user, identity)
    else if (identity.verified) changeIdentity(world, user, identity, {})
    const shown = identitiesOf(world).get(String(identity.id)) as Identity
    return created(show(context, shown), identityJson(shown, context.base).url)
  }),
  ...api(
    'GET',
    '/api/v2/users/:user/identities/:id',
    'identities.show',
    { scope },
    owned((context, _user, identity) => json(show(context, identity))),
  ),
  ...api(
    'PUT',
    '/api/v2/users/:user/identities/:id',
    'identities.update',
    { scope },
    owned((context, user, identity) => {
      const sent = rootOf(context, 'identity')
      const value = 'value' in sent ? spelled(identity.type, sent.value) : identity.value
      const wrong = value === '' ? blankValue() : misshapen(identity.type, value)
      if (wrong) return invalid(wrong)
      const owner = ownerOf(context.world, identity.type, value)
      if (owner && owner.id !== user.id) return invalid(taken(value))
      const verified = flagIn(sent.verified) ?? own(METHODS, String(sent.verification_method)) ?? identity.verified
      return json(show(context, changeIdentity(context.world, user, identity, { value, verified })))
    }),
  ),
  ...api(
    'DELETE',
    '/api/v2/users/:user/identities/:id',
    'identities.destroy',
    { scope },
    owned((context, user, identity) => {
      removeIdentity(context.world, user, identity)
      return noContent()
    }),
  ),
  ...api(
    'PUT',
    '/api/v2/users/:user/identities/:id/make_primary',
    'identities.make_primary',
    { scope },
    owned((context, user, identity) => {
      const rows = makePrimary(context.world, user, identity)
      return wholeList(
        'identities',
        rows.map((one) => identityJson(one, context.base)),
      )
    }),
  ),
  ...api(
    'PUT',
    '/api/v2/users/:user/identities/:id/verify',
    'identities.verify',
    { scope },
    owned((context, user, identity) => json(show(context, changeIdentity(context.world, user, identity, { verified: true })))),
  ),
  ...api(
    'PUT',
    '/api/v2/users/:user/identities/:id/request_verification',
    'identities.request_verification',
    { scope },
    owned(() => json({})),
  ),
]
