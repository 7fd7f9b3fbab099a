import type { Expand, Query } from '../query/options.ts'

/** `(name,accountid,nav(fullname))`, or nothing when everything is shown. */
export function shape(query: Pick<Query, 'select' | 'expand'>): string {
  const expands = query.expand.filter((expand) => !expand.ref).map((expand: Expand) => `${expand.navigation}${shape(expand.options) || '()'}`)
  const parts = [...(query.select ?? []), ...expands]
  return parts.length === 0 ? '' : `(${parts.join(',')})`
}

export const contextOf = (root: string, set: string, query: Pick<Query, 'select' | 'expand'>, entity: boolean): string =>
  `${root}/$metadata#${set}${shape(query)}${entity ? '/$entity' : ''}`
