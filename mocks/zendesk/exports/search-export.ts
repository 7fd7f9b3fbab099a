import type { Operation } from '../../core/index.ts'
import type { Order } from '../paging/cursor.ts'
import { cursorPage } from '../paging/page.ts'
import { listed } from '../problems.ts'
import { api, json } from '../route.ts'
import { readTerms } from '../search/lexer.ts'
import { find, type Hit, hitJson } from '../search/operations.ts'

const LARGEST = 1000
/** ms that a cursor holds (documented); that it is refused then as any that is none is inferred. */
const HOUR = 3_600_000
const TYPES = ['ticket', 'user', 'organization', 'group']
const byCreation: Order<Hit> = {
  name: 'created_at,id',
  keys: [
    { type: 'd', of: ({ row }) => Math.floor(Date.parse(row.created_at) / 1000) },
    { type: 'i', of: ({ row }) => row.id },
  ],
}

/** The cursor's text is simpler than the real one, whose JSON carries the server's own session; it means the same. */
export const searchExportOperations: Operation[] = api('GET', '/api/v2/search/export', 'search.export', {}, (context) => {
  const { query } = context.call
  const type = query.get('filter[type]')
  if (!type || !TYPES.includes(type)) return listed('InvalidParameter', 400, 'filter[type] is required: ticket, user, organization or group')
  const text = query.get('query') ?? ''
  if (readTerms(text).some((term) => term.keyword === 'type')) return listed('InvalidParameter', 400, 'type is not allowed in the query: use filter[type]')
  const page = cursorPage(context, find(context, `${text} type:${type}`), byCreation, LARGEST, HOUR)
  const { meta, links } = page.envelope as { meta: { has_more: boolean }; links: { next: string | null } }
  // This service ends with null and never looks back.
  return json({
    results: page.rows.map((hit) => hitJson(context, hit)),
    facets: null,
    meta: { ...meta, before_cursor: null },
    links: { prev: null, next: meta.has_more ? links.next : null },
  })
})
