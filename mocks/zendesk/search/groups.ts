import { type Group, groupsOf } from '../config/groups.ts'
import type { Context } from '../route.ts'
import { indexed } from './lag.ts'
import type { Term } from './lexer.ts'
import { type Compile, compileAll, dated, words } from './match.ts'
import { holds, searchable } from './text.ts'

const compile: Compile<Group> = (term, asking) => {
  switch (term.keyword) {
    case undefined:
      return (row) => holds(searchable([row.name, row.description]), term.value, term.quoted)
    case 'name':
      return words<Group>((row) => row.name)(term, asking)
    case 'created':
      return dated<Group>((row) => row.created_at)(term, asking)
    case 'updated':
      return dated<Group>((row) => row.updated_at)(term, asking)
    default:
      return () => false
  }
}

/** Found when a query asks for groups by `type:group`; without a type the service looks among tickets, users and organizations. */
export function searchGroups({ world, user }: Pick<Context, 'world' | 'user'>, terms: readonly Term[]): Group[] {
  const test = compileAll(terms, { world, me: user.id }, compile)
  const seen = indexed<Group>(world)
  return [...groupsOf(world).scan()].filter((row) => seen(row) && test(row))
}
