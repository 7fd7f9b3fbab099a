import type { TextFunction } from './ast.ts'

const WILDCARD = /[%_[]/

/** Tests text as SQL's LIKE does under the function's anchors: case-insensitive, `%`, `_`, `[abc]` and `[^abc]` are wildcards. */
export function likeMatcher(pattern: string, anchor: TextFunction | 'like'): (text: string) => boolean {
  const lower = pattern.toLowerCase()
  if (!WILDCARD.test(lower)) {
    // Digits have no case: the most frequent search, a phone number, needs no second text.
    if (anchor === 'contains' && lower === pattern.toUpperCase()) return (text) => text.includes(lower)
    if (anchor === 'contains') return (text) => text.toLowerCase().includes(lower)
    if (anchor === 'startswith') return (text) => text.toLowerCase().startsWith(lower)
    if (anchor === 'endswith') return (text) => text.toLowerCase().endsWith(lower)
    return (text) => text.toLowerCase() === lower
  }
  const whole = `${anchor === 'contains' || anchor === 'endswith' ? '%' : ''}${lower}${anchor === 'contains' || anchor === 'startswith' ? '%' : ''}`
  const parts = compile(whole)
  return (text) => like(parts, text.toLowerCase())
}

type Part = 'many' | ((character: string) => boolean)

function compile(pattern: string): Part[] {
  const parts: Part[] = []
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i] as string
    const close = character === '[' ? pattern.indexOf(']', i + 1) : -1
    if (character === '%') {
      if (parts.at(-1) !== 'many') parts.push('many')
    } else if (character === '_') parts.push(() => true)
    else if (close > i + 1) {
      parts.push(oneOf(pattern.slice(i + 1, close)))
      i = close
    } else parts.push((other) => other === character)
  }
  return parts
}

function oneOf(body: string): (character: string) => boolean {
  const negated = body.startsWith('^')
  const set = negated ? body.slice(1) : body
  return (character) => {
    let found = false
    for (let i = 0; i < set.length; i++) {
      if (set[i + 1] === '-' && i + 2 < set.length) {
        if (character >= (set[i] as string) && character <= (set[i + 2] as string)) found = true
        i += 2
      } else if (set[i] === character) found = true
    }
    return found !== negated
  }
}

/** Greedy with one point to come back to: linear for most patterns, never exponential. */
function like(parts: readonly Part[], text: string): boolean {
  let part = 0
  let at = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    const current = parts[part]
    if (current === 'many') {
      star = part++
      resume = at
    } else if (current?.(text[at] as string)) {
      part++
      at++
    } else if (star >= 0) {
      part = star + 1
      at = ++resume
    } else return false
  }
  while (parts[part] === 'many') part++
  return part === parts.length
}
