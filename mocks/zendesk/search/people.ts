import { type User, userByEmail, usersOf } from '../records.ts'
import type { Term } from './lexer.ts'
import type { Asking } from './match.ts'
import { holds, searchable } from './text.ts'

/** The users that a value names: id, address, name or `me`. */
export function people({ value, quoted }: Pick<Term, 'value' | 'quoted'>, { world, me }: Asking): ReadonlySet<number> {
  if (!quoted && value === 'me') return new Set([me])
  if (/^\d+$/.test(value)) return new Set([Number(value)])
  if (value.includes('@')) {
    const user = userByEmail(world, value)
    return new Set(user ? [user.id] : [])
  }
  const found = new Set<number>()
  for (const user of usersOf(world).scan() as Iterable<User>) if (holds(searchable([user.name]), value, quoted)) found.add(user.id)
  return found
}
