import type { LookUp } from './call.ts'

/**
 * Whether a request can only answer what belongs to this customer: every branch of an `or` names them, and at least one part of
 * an `and`. What is asked for without a filter, by a path or the words of a search, names them or does not.
 */
export function asksOnlyFor(customer: string, { asked }: LookUp): boolean {
  const names = new RegExp(`(?<![\\w-])${customer.replaceAll(/[^\w-]/g, '\\$&')}(?![\\w-])`, 'i')
  const filter = /[?&]\$filter=([^&]*)/.exec(asked)?.[1]
  if (filter === undefined) return names.test(asked)
  return names.test(asked.replace(filter, '')) || restricts(filter.trim(), names)
}

function restricts(filter: string, names: RegExp): boolean {
  const branches = split(filter, 'or')
  if (branches.length > 1) return branches.every((one) => restricts(one, names))
  const parts = split(filter, 'and')
  if (parts.length > 1) return parts.some((one) => restricts(one, names))
  const inner = /^\((.*)\)$/s.exec(filter)?.[1]
  return inner === undefined ? names.test(filter) && !/\b(not|ne|gt|ge|lt|le)\b/i.test(filter) : restricts(inner.trim(), names)
}

/** At a word of the filter language, where it stands neither in brackets nor in a quoted text. */
function split(filter: string, word: 'or' | 'and'): string[] {
  const parts: string[] = []
  let from = 0
  let depth = 0
  for (const { 0: token, index } of filter.matchAll(/'(?:[^']|'')*'|[()]|\b(?:or|and)\b/gi)) {
    if (token === '(') depth++
    else if (token === ')') depth--
    else if (depth === 0 && token.toLowerCase() === word) {
      parts.push(filter.slice(from, index).trim())
      from = index + token.length
    }
  }
  return [...parts, filter.slice(from).trim()]
}
