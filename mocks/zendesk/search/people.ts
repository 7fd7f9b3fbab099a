import { userByEmail, usersOf } from '../records.ts'
import type { Term } from './lexer.ts'
import type { Asking } from './match.ts'
import { finder, keysFor, searchable } from './text.ts'

/** The users that a value names: id, address, name or `me`. */
export function people({ value, quoted }: Pick<Term, 'value' | 'quoted'>, { world, me }: Asking): ReadonlySet<number> {
  if (!quoted && value === 'me') return new Set([me])
  if (/^\d+$/.test(value)) return new Set([Number(value)])
  if (value.includes('@')) {
    const user = userByEmail(world, value)
    return new Set(user ? [user.id] : [])
  }
  const keys = keysFor(value, quoted)
  const users = usersOf(world)
  const finds = finder(value, quoted)
  const found = new Set<number>()
  for (const user of keys?.flatMap((key) => users.find('words', key)) ?? users.scan()) if (finds(searchable([user.name]))) found.add(user.id)
  return found
}
