import { Recent } from '../core/index.ts'
import { guidOf } from './data/row.ts'
import { refuseQuery, refuseWith, unknownSegment } from './problems.ts'
import { splitOutside } from './query/options.ts'

/** How a row is named in parentheses. `bare`: which of an alternate key's values were written without quotes. */
export type RowKey = { id: string } | { alternate: Record<string, string>; bare: readonly string[] }

export interface Segment {
  readonly name: string
  readonly key?: RowKey
  /** What is in the parentheses, decoded: the parameters of a function. */
  readonly inside?: string
}

/** Characters of a path that is worth keeping. */
const LONGEST_KEPT = 500
/** Paths that were read lately: clients come back to the same few. */
const read = new Recent<string, readonly Segment[]>(1000)

/** Splits a resource path into segments; doubled and trailing slashes are forgiven, as the service does. */
export function parsePath(path: string): readonly Segment[] {
  const known = read.get(path)
  if (known) return known
  const segments = splitOutside(decoded(path), '/')
    .filter((part) => part !== '')
    .map(segment)
  return path.length > LONGEST_KEPT ? segments : read.set(path, segments)
}

/** What an address names, behind the service's root: `contacts(id)`, `/contacts(id)` or absolute. */
export const resourceOf = (url: string): string => url.replace(/^[a-z]+:\/\/[^/]+/i, '').replace(/^(\/w\/[^/]+)?\/api\/data\/v\d+\.\d+\//, '')

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return refuseWith(unknownSegment(path))
  }
}

function segment(text: string): Segment {
  const open = text.indexOf('(')
  if (open < 0) return { name: text }
  if (!text.endsWith(')')) return refuseQuery(`Bad Request - Error in query syntax: '${text}'.`)
  const inside = text.slice(open + 1, -1)
  const key = keyOf(inside)
  return { name: text.slice(0, open), inside, ...(key ? { key } : {}) }
}

/**
 * A key that is none names nothing: `contacts(not-an-id)`; empty parentheses are no key (OData). The words are those of
 * Microsoft's OData library for a key that it cannot read, the code is that of its other refusals of a URL (inferred).
 */
export function requireKey({ key, inside }: Segment): void {
  if (!key && inside?.trim()) notAKey()
}

export const notAKey = (): never => refuseQuery('Bad Request - Error in query syntax.')

function keyOf(inside: string): RowKey | undefined {
  const id = guidOf(inside)
  if (id) return { id }
  if (inside.trim() === '' || !inside.includes('=')) return undefined
  const pairs = splitOutside(inside, ',').map((pair): [string, string] => {
    const equals = pair.indexOf('=')
    return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]
  })
  return {
    alternate: Object.fromEntries(pairs.map(([name, written]) => [name, unquoted(written)])),
    bare: pairs.filter(([, written]) => !QUOTED.test(written)).map(([name]) => name),
  }
}

const QUOTED = /^'.*'$/s
export const unquoted = (text: string): string => (QUOTED.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text)
