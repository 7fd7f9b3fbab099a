import type { Segment } from '../path.ts'
import { unquoted } from '../path.ts'
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
