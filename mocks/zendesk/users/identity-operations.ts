import type { Operation, Problem } from '../../core/index.ts'
import { byId } from '../paging/orders.ts'
import { paged } from '../paging/page.ts'
import { invalid, recordNotFound } from '../problems.ts'
import { digitsOf, type Identity, identitiesOf, type User, userByEmail, usersOf } from '../records.ts'
import { api, type Context, created, idOf, json, noContent, rootOf } from '../route.ts'
import { now } from '../time.ts'
import { addIdentity } from './identities.ts'
import { pathUser } from './operations.ts'
import { holders } from './phone.ts'
import { identitiesOfUser, identityJson } from './user.ts'

const scope = 'users' as const
const TYPES = ['email', 'phone_number', 'agent_forwarding', 'google', 'facebook', 'twitter', 'messaging', 'sdk', 'microsoft']
const show = (context: Context, identity: Identity) => ({ identity: identityJson(identity, context.base) })

function owned(context: Context): { user: User; identity: Identity } | undefined {
  const user = pathUser(context, 'user')
  const identity = identitiesOf(context.world).get(idOf(context))
  return user && identity?.user_id === user.id ? { user, identity } : undefined
}

const change =
  (how: (context: Context, user: User, identity: Identity) => Identity) =>
  (context: Context): ReturnType<typeof json> | Problem => {
    const found = owned(context)
    return found ? json(show(context, how(context, found.user, found.identity))) : recordNotFound()
  }

const put = ({ world }: Context, identity: Identity): Identity => identitiesOf(world).put(String(identity.id), { ...identity, updated_at: now(world) })

/** The primary address is the one that the user shows. */
function makePrimary(context: Context, user: User, identity: Identity): Identity[] {
  const { world } = context
  for (const other of identitiesOfUser(world, user.id)) if (other.type === identity.type && other.primary) put(context, { ...other, primary: false })
  put(context, { ...identity, primary: true })
  const shown = identity.type === 'email' ? { email: identity.value } : identity.type === 'phone_number' ? { phone: identity.value } : {}
  usersOf(world).put(String(user.id), { ...user, ...shown, updated_at: now(world) })
  return identitiesOfUser(world, user.id)
}

export const identityOperations: Operation[] = [
  ...api('GET', '/api/v2/users/:user/identities', 'identities.index', { scope }, (context) => {
    const user = pathUser(context, 'user')
    return user
      ? paged<Identity>(context, 'identities', identitiesOfUser(context.world, user.id), (one) => identityJson(one, context.base), { order: byId })
      : recordNotFound()
  }),
  ...api('POST', '/api/v2/users/:user/identities', 'identities.create', { scope }, (context) => {
    const user = pathUser(context, 'user')
    if (!user?.active) return recordNotFound()
    const { type, value, verified, primary } = rootOf(context, 'identity')
    if (typeof type !== 'string' || !TYPES.includes(type))
      return invalid({ type: [{ description: 'Type: is not included in the list', error: 'InvalidValue' }] })
    const text = String(value ?? '').trim()
    if (text === '') return invalid({ value: [{ description: 'Value: cannot be blank', error: 'BlankValue' }] })
    const taken = type === 'email' ? userByEmail(context.world, text) : type === 'phone_number' ? holders(context.world, digitsOf(text))[0] : undefined
    if (taken) return invalid({ value: [{ description: `Value: ${text} is already being used by another user`, error: 'DuplicateValue' }] })
    const first = identitiesOfUser(context.world, user.id).every((other) => other.type !== type)
    const identity = addIdentity(context.world, user.id, type, type === 'email' ? text.toLowerCase() : text, { primary: first, verified: verified === true })
    if (first || primary === true) makePrimary(context, user, identity)
    const shown = identitiesOf(context.world).get(String(identity.id)) as Identity
    return created(show(context, shown), identityJson(shown, context.base).url)
  }),
  ...api('GET', '/api/v2/users/:user/identities/:id', 'identities.show', { scope }, (context) => {
    const found = owned(context)
    return found ? json(show(context, found.identity)) : recordNotFound()
  }),
  ...api(
    'PUT',
    '/api/v2/users/:user/identities/:id',
    'identities.update',
    { scope },
    change((context, _user, identity) => {
      const { value, verified } = rootOf(context, 'identity')
      return put(context, { ...identity, ...(typeof value === 'string' ? { value } : {}), ...(typeof verified === 'boolean' ? { verified } : {}) })
    }),
  ),
  ...api('DELETE', '/api/v2/users/:user/identities/:id', 'identities.destroy', { scope }, (context) => {
    const found = owned(context)
    if (!found) return recordNotFound()
    identitiesOf(context.world).delete(String(found.identity.id))
    return noContent()
  }),
  ...api('PUT', '/api/v2/users/:user/identities/:id/make_primary', 'identities.make_primary', { scope }, (context) => {
    const found = owned(context)
    if (!found) return recordNotFound()
    const rows = makePrimary(context, found.user, found.identity)
    return json({ identities: rows.map((one) => identityJson(one, context.base)), next_page: null, previous_page: null, count: rows.length })
  }),
  ...api(
    'PUT',
    '/api/v2/users/:user/identities/:id/verify',
    'identities.verify',
    { scope },
    change((context, _user, identity) => put(context, { ...identity, verified: true })),
  ),
  ...api('PUT', '/api/v2/users/:user/identities/:id/request_verification', 'identities.request_verification', { scope }, (context) =>
    owned(context) ? json({}) : recordNotFound(),
  ),
]
