import { own } from '../../core/own.ts'
import { type Organization, organizationsOf } from '../records.ts'
import type { Context } from '../route.ts'
import { indexed } from './lag.ts'
import type { Term } from './lexer.ts'
import { type Compile, compileAll, dated, exactly, ownField, tagged, words } from './match.ts'
import { holds, searchable } from './text.ts'

const KEYWORDS: Record<string, Compile<Organization>> = {
  name: words((organization) => organization.name),
  notes: words((organization) => organization.notes),
  details: words((organization) => organization.details),
  external_id: exactly((organization) => organization.external_id),
  tags: tagged((organization) => organization.tags),
  created: dated((organization) => organization.created_at),
  updated: dated((organization) => organization.updated_at),
}

const compile: Compile<Organization> = (term, asking) => {
  if (term.keyword === undefined)
    return (row) => holds(searchable([row.name, row.notes, row.details, row.external_id, ...row.domain_names, ...row.tags]), term.value, term.quoted)
  const known = own(KEYWORDS, term.keyword)
  if (known) return known(term, asking)
  return ownField<Organization>('organization', (row) => row.organization_fields)(term, asking)
}

export function searchOrganizations({ world, user }: Pick<Context, 'world' | 'user'>, terms: readonly Term[]): Organization[] {
  const test = compileAll(terms, { world, me: user.id }, compile)
  const seen = indexed<Organization>(world)
  return [...organizationsOf(world).scan()].filter((row) => seen(row) && test(row))
}
