import { type Operation, recentOf, type World } from '../../core/index.ts'
import { fieldsOf } from '../fields/fields.ts'
import { byId } from '../paging/orders.ts'
import { offsetPage, paged } from '../paging/page.ts'
import { warnOf } from '../permitted.ts'
import { recordNotFound } from '../problems.ts'
import { type User, userById, usersOf } from '../records.ts'
import { api, type Context, created, idOf, json, rootOf, TaggedJson } from '../route.ts'
import { readQuery } from '../search/read.ts'
import { searchUsers } from '../search/users.ts'
import { knownUser } from './known.ts'
import { checkManages } from './permission.ts'
import { userLoads } from './side-loads.ts'
import { userJson } from './user.ts'
import { checkDeletable, createUser, deleteUser, updateUser } from './write.ts'

const scope = 'users' as const
export const one = ({ world, base }: Context, user: User) => ({ user: userJson(world, user, base) })
export const many =
  ({ world, base }: Context) =>
  (user: User) =>
    userJson(world, user, base)

/** A user as it was written for an address, as long as the account has the same fields. */
interface Written {
  base: string
  fields: number
  body: TaggedJson
}
const written = recentOf<World, User, Written>(1000)

/** A user by itself. One that changes is another record, so what was written of it stays true. */
function rememberedUser(context: Context, user: User): TaggedJson {
  const { world, base } = context
  const fields = fieldsOf(world, 'user').version
  const users = written(world)
  const before = users.get(user)
  if (before?.base === base && before.fields === fields) return before.body
  return users.set(user, { base, fields, body: new TaggedJson(JSON.stringify(one(context, user))) }).body
}

/** The user that a path names, deleted or not; what it may be done with depends. */
export const pathUser = (context: Context, name = 'id'): User | undefined => userById(context.world, Number(idOf(context, name)))

/** Of those that are there, by `role`, `role[]` and `permission_set` (documented of the list and its count). */
export function asked({ call: { query } }: Context): (user: User) => boolean {
  const roles = [...query.getAll('role'), ...query.getAll('role[]')]
  const set = query.get('permission_set')
  return (user) => user.active && (roles.length === 0 || roles.includes(user.role)) && (set === null || String(user.custom_role_id) === set)
}

export const userOperations: Operation[] = [
  ...api('GET', '/api/v2/users', 'users.index', { scope }, (context) => {
    const external = context.call.query.get('external_id')
    // The case of an external id counts for nothing (documented).
    const found = external === null ? usersOf(context.world).scan() : usersOf(context.world).find('external', external.toLowerCase())
    return paged(context, 'users', [...found].filter(asked(context)), many(context), { order: byId, beside: (page) => userLoads(context, page) })
  }),
  ...api('GET', '/api/v2/users/search', 'users.search', { scope }, (context) => {
    const external = context.call.query.get('external_id')
    // What the service makes of that is not known: everybody is found, as by a query that asks for nothing.
    if (external === null && !context.call.query.has('query'))
      context.call.remark({ kind: 'ignored', what: 'a search for users that has neither query nor external_id: it finds everybody' })
    const rows =
      external === null
        ? searchUsers(context, readQuery(context, context.call.query.get('query') ?? ''))
        : usersOf(context.world)
            .find('external', external.toLowerCase())
            .filter((user) => user.active)
    return offsetPage(context, 'users', rows, many(context), (page) => userLoads(context, page))
  }),
  ...api('POST', '/api/v2/users', 'users.create', { scope }, (context) => {
    const sent = rootOf(context, 'user')
    warnOf(context, 'user', sent)
    checkManages(context.user, undefined, sent)
    const user = createUser(context.world, sent)
    return created(one(context, user), userJson(context.world, user, context.base).url)
  }),
  ...api('POST', '/api/v2/users/create_or_update', 'users.create_or_update', { scope }, (context) => {
    const attributes = rootOf(context, 'user')
    warnOf(context, 'user', attributes)
    const known = knownUser(context.world, attributes)
    checkManages(context.user, known, attributes)
    const user = known ? updateUser(context.world, known, attributes) : createUser(context.world, attributes)
    return json(one(context, user), known ? 200 : 201, { location: String(userJson(context.world, user, context.base).url) })
  }),
  ...api('GET', '/api/v2/users/:id', 'users.show', { scope }, (context) => {
    const user = pathUser(context)
    if (!user) return recordNotFound()
    return json(context.call.search === '' ? rememberedUser(context, user) : { ...one(context, user), ...userLoads(context, [user]) })
  }),
  ...api('PUT', '/api/v2/users/:id', 'users.update', { scope }, (context) => {
    const user = pathUser(context)
    if (!user?.active) return recordNotFound()
    const sent = rootOf(context, 'user')
    warnOf(context, 'user', sent)
    checkManages(context.user, user, sent)
    if ('default_group_id' in sent) context.call.remark({ kind: 'ignored', what: 'default_group_id, which can only be set when a user is made' })
    return json(one(context, updateUser(context.world, user, sent)))
  }),
  ...api('DELETE', '/api/v2/users/:id', 'users.destroy', { scope }, (context) => {
    const user = pathUser(context)
    if (!user?.active) return recordNotFound()
    checkManages(context.user, user)
    checkDeletable(context.world, user)
    return json(one(context, deleteUser(context.world, user)))
  }),
]
