import { type Node, parseExpression } from './parse.ts'
import { ExpressionError, limits } from './value.ts'

/** A template in its parts: text as it stands, and expressions. */
export type Part = { text: string } | { expression: Node; source: string }

/** Splits a template at `{{ ... }}`. Throws an ExpressionError; tags (`{% ... %}`) and comments (`{# ... #}`) are not imitated. */
export function parseTemplate(source: string): readonly Part[] {
  if (source.length > limits.template) throw new ExpressionError(`The text has ${source.length} characters; ${limits.template} are allowed.`, 0)
  const parts: Part[] = []
  let from = 0
  let tag = tagIn(source, 0)
  while (from < source.length) {
    const start = source.indexOf('{{', from)
    // Looked for once and not before each of thousands of expressions.
    if (tag >= 0 && tag < from) tag = tagIn(source, from)
    if (tag >= 0 && (start < 0 || tag < start))
      throw new ExpressionError('Tags ({% ... %}) and comments ({# ... #}) are not imitated; use an expression, {{ ... }}.', tag)
    if (start < 0) break
    const end = endOf(source, start + 2)
    if (start > from) parts.push({ text: source.slice(from, start) })
    const inner = source.slice(start + 2, end)
    parts.push({ expression: parseExpression(inner, start + 2), source: inner.trim() })
    from = end + 2
  }
  if (from < source.length) parts.push({ text: source.slice(from) })
  return parts
}

function tagIn(source: string, from: number): number {
  const tag = /\{[%#]/g
  tag.lastIndex = from
  return tag.exec(source)?.index ?? -1
}

/** Where the expression ends: the first `}}` that is neither in a quoted text nor closes a map. */
function endOf(source: string, start: number): number {
  let quote: string | undefined
  let open = 0
  for (let i = start; i < source.length; i++) {
    const here = source[i] as string
    if (quote !== undefined) {
      if (here === '\\') i++
      else if (here === quote) quote = undefined
    } else if (here === '"' || here === "'") quote = here
    else if (here === '{') open++
    else if (here === '}' && open > 0) open--
    else if (here === '}' && source[i + 1] === '}') return i
  }
  throw new ExpressionError('The expression that begins with {{ does not end with }}.', start - 2)
}
