import type { Operation, World } from '../../core/index.ts'
import type { Order } from '../paging/cursor.ts'
import { countReply, paged } from '../paging/page.ts'
import { recordNotFound } from '../problems.ts'
import { organizationsOf, ticketsOf, type User, usersOf } from '../records.ts'
import { api, bodyOf, type Context, idOf, json } from '../route.ts'
import { now } from '../time.ts'
import { tagList } from './tag-list.ts'

interface Counted {
  name: string
  count: number
}

function counted(world: World): Counted[] {
  const counts = new Map<string, number>()
  for (const ticket of ticketsOf(world).scan()) if (ticket.status !== 'deleted') for (const tag of ticket.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count }))
}

/** The most used come first; the service calls the order by a score and a number of its own. */
const byScore: Order<Counted> = {
  name: '-score,id',
  keys: [
    { type: 'i', of: ({ count }) => count },
    { type: 's', of: ({ name }) => name },
  ],
}

interface Tagged {
  id: number
  tags: string[]
  updated_at: string
}
const KINDS = {
  users: { table: usersOf, scope: 'users' },
  organizations: { table: organizationsOf, scope: 'organizations' },
} as const

function kindOperations(kind: keyof typeof KINDS): Operation[] {
  const { table, scope } = KINDS[kind]
  const path = `/api/v2/${kind}/:id/tags`
  const row = ({ world }: Context, id: string): Tagged | undefined => table(world).get(id)
  const change = (how: (own: string[], sent: string[]) => string[], status: number) => (context: Context) => {
    const found = row(context, idOf(context))
    if (!found) return recordNotFound()
    const tags = [...new Set(how(found.tags, tagList(bodyOf(context).tags)))].sort()
    table(context.world).put(String(found.id), { ...found, tags, updated_at: now(context.world) } as unknown as User & never)
    return json({ tags }, status)
  }
  return [
    ...api('GET', path, `${kind}.tags`, { scope }, (context) => {
      const found = row(context, idOf(context))
      return found ? json({ tags: found.tags }) : recordNotFound()
    }),
    ...api(
      'POST',
      path,
      `${kind}.set_tags`,
      { scope },
      change((_own, sent) => sent, 201),
    ),
    ...api(
      'PUT',
      path,
      `${kind}.add_tags`,
      { scope },
      change((own, sent) => [...own, ...sent], 200),
    ),
    ...api(
      'DELETE',
      path,
      `${kind}.remove_tags`,
      { scope },
      change((own, sent) => own.filter((tag) => !sent.includes(tag)), 200),
    ),
  ]
}

export const tagOperations: Operation[] = [
  ...api('GET', '/api/v2/tags', 'tags.index', {}, (context) => paged(context, 'tags', counted(context.world), (tag) => tag, { order: byScore })),
  ...api('GET', '/api/v2/tags/count', 'tags.count', {}, (context) => countReply(context, counted(context.world).length)),
  ...api('GET', '/api/v2/autocomplete/tags', 'tags.autocomplete', {}, ({ world, call }) => {
    const start = (call.query.get('name') ?? '').toLowerCase()
    return json({
      tags:
        start.length < 2
          ? []
          : counted(world)
              .map(({ name }) => name)
              .filter((name) => name.startsWith(start))
              .sort(),
    })
  }),
  ...kindOperations('users'),
  ...kindOperations('organizations'),
]
