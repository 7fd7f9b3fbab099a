import type { Operation } from '../../core/index.ts'
import { named } from '../many.ts'
import { countReply, offsetPage } from '../paging/page.ts'
import { listed } from '../problems.ts'
import { usersOf } from '../records.ts'
import { api } from '../route.ts'
import { searchable, stem } from '../search/text.ts'
import { asked, many } from './operations.ts'
import { userLoads } from './side-loads.ts'

const scope = 'users' as const

/** Must be registered before `/users/:id`, which would take their last parts for ids. */
export const userListOperations: Operation[] = [
  ...api('GET', '/api/v2/users/count', 'users.count', { scope }, (context) =>
    countReply(context, [...usersOf(context.world).scan()].filter(asked(context)).length),
  ),
  ...api('GET', '/api/v2/users/show_many', 'users.show_many', { scope }, (context) => {
    const rows = named(context, usersOf(context.world), true)
    return offsetPage(context, 'users', rows, many(context), (page) => userLoads(context, page))
  }),
  ...api('GET', '/api/v2/users/autocomplete', 'users.autocomplete', { scope }, (context) => {
    const name = context.call.query.get('name') ?? ''
    if (name.trim().length < 2) return listed('InvalidParameter', 400, 'name must be at least 2 characters')
    const start = stem(searchable([name]).trim())
    const rows = [...usersOf(context.world).scan()].filter((user) => user.active && searchable([user.name, user.email]).includes(` ${start}`))
    return offsetPage(context, 'users', rows, many(context), (page) => userLoads(context, page))
  }),
]
