import { guidOf, type Row } from '../data/row.ts'
import type { Segment } from '../path.ts'
import { unquoted } from '../path.ts'
import { noSuchRecord, refuseWith } from '../problems.ts'
import { pairsOf, splitOutside } from '../query/options.ts'
import type { WebRequest } from '../request.ts'

/** A function's parameters: `Name(a='x',b=@p1)?@p1=...`, as text without quotes; a list stays JSON. */
export function functionParameters({ inside }: Segment, { search }: Pick<WebRequest, 'search'>): Map<string, string> {
  const aliases = new Map(pairsOf(search).filter(([name]) => name.startsWith('@')))
  const pairs = splitOutside(inside ?? '', ',').filter((part) => part.includes('='))
  return new Map(
    pairs.map((part) => {
      const equals = part.indexOf('=')
      const written = part.slice(equals + 1).trim()
      return [part.slice(0, equals).trim(), unquoted(written.startsWith('@') ? (aliases.get(written) ?? '') : written)]
    }),
  )
}

/** The row that a parameter names: `{'@odata.id':'contacts(...)'}`, absolute or not. */
export function rowNamed(name: string, segment: Segment, request: Pick<WebRequest, 'search' | 'organization'>): Row {
  const { organization } = request
  const address = /['"]?@odata\.id['"]?\s*:\s*['"]([^'"]+)['"]/.exec(functionParameters(segment, request).get(name) ?? '')?.[1] ?? ''
  const [, set = '', key = ''] = /(\w+)\(([^)]*)\)\s*$/.exec(address) ?? []
  const table = organization.model.sets.get(set)
  const row = table ? organization.get(table.name, guidOf(key) ?? '') : undefined
  return row ?? refuseWith(noSuchRecord(table?.name ?? set, key))
}
