import { guidOf } from '../data/row.ts'
import { refuseQuery } from '../problems.ts'
import type { Literal } from './ast.ts'
import { instantIn } from './moments.ts'

export type Token =
  | { kind: 'literal'; literal: Literal; at: number }
  | { kind: 'name'; text: string; at: number }
  | { kind: 'alias'; text: string; at: number }
  | { kind: 'mark'; text: string; at: number }
  | { kind: 'end'; at: number }

const PATTERNS = {
  space: /[\s]+/y,
  guid: /\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?/iy,
  datetime: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})?/iy,
  date: /\d{4}-\d{2}-\d{2}(?!\d)/y,
  number: /[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?[lmdf]?(?![\w])/iy,
  name: /[A-Za-z_$][\w$]*(?:\.[A-Za-z_][\w]*)*/y,
  alias: /@[A-Za-z_]\w*/y,
}
const MARKS = '(),/:=[]*'
const isDigit = (character: string): boolean => character >= '0' && character <= '9'
const isHex = (character: string): boolean => isDigit(character) || (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F')

/** Splits an expression into tokens; refuses what is none with its position, in ODataLib's words. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  let at = 0
  let listed = false
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  while (at < text.length) {
    const space = take(PATTERNS.space)
    if (space) {
      at += space.length
      continue
    }
    const start = at
    if (text[at] === "'") {
      const [value, end] = quoted(text, at)
      at = end
      found.push({ kind: 'literal', literal: { kind: 'string', value }, at: start })
      continue
    }
    // Lists of a query function's values may be written as JSON (documented in Microsoft's own samples).
    if (listed && text[at] === '"') {
      const close = text.indexOf('"', at + 1)
      if (close < 0) return refuseQuery(`There is an unterminated literal at position ${text.length} in '${text}'.`)
      found.push({ kind: 'literal', literal: { kind: 'string', value: text.slice(at + 1, close) }, at: start })
      at = close + 1
      continue
    }
    // Most pieces are names and marks: what one begins with spares it the patterns that cannot be.
    const first = text[at] as string
    const digit = isDigit(first)
    let piece: string | undefined
    if ((isHex(first) || first === '{') && (piece = take(PATTERNS.guid)))
      found.push({ kind: 'literal', literal: { kind: 'guid', value: guidOf(piece) as string }, at: start })
    else if (digit && (piece = take(PATTERNS.datetime)))
      found.push({ kind: 'literal', literal: { kind: 'datetime', value: instant(piece, text, at) }, at: start })
    else if (digit && (piece = take(PATTERNS.date))) found.push({ kind: 'literal', literal: { kind: 'date', value: day(piece, text, at) }, at: start })
    else if ((digit || first === '-' || first === '+') && (piece = take(PATTERNS.number)))
      found.push({ kind: 'literal', literal: { kind: 'number', value: Number(piece.replace(/[lmdf]$/i, '')), text: piece }, at: start })
    else if ((piece = take(PATTERNS.alias))) found.push({ kind: 'alias', text: piece, at: start })
    else if ((piece = take(PATTERNS.name))) found.push(word(piece, text, start))
    else if (MARKS.includes(first)) {
      found.push({ kind: 'mark', text: (piece = first), at: start })
      if (piece === '[' || piece === ']') listed = piece === '['
    } else return refuseQuery(`Syntax error: character '${text[at]}' is not valid at position ${at} in '${text}'.`)
    at += piece.length
  }
  found.push({ kind: 'end', at: text.length })
  return found
}

function word(piece: string, text: string, at: number): Token {
  if (piece === 'true' || piece === 'false') return { kind: 'literal', literal: { kind: 'boolean', value: piece === 'true' }, at }
  if (piece === 'null') return { kind: 'literal', literal: { kind: 'null' }, at }
  // The prefixed literals of OData 2 are gone.
  if ((piece === 'guid' || piece === 'datetime') && text[at + piece.length] === "'") {
    const end = quoted(text, at + piece.length)[1]
    return refuseQuery(`Unrecognized 'Edm.String' literal '${text.slice(at, end)}' at '${at}' in '${text}'.`)
  }
  return { kind: 'name', text: piece, at }
}

/** A quoted string from its opening quote: its value with doubled quotes undone, and where it ends. */
function quoted(text: string, open: number): [string, number] {
  let value = ''
  let at = open + 1
  for (;;) {
    const close = text.indexOf("'", at)
    if (close < 0) return refuseQuery(`There is an unterminated literal at position ${text.length} in '${text}'.`)
    value += text.slice(at, close)
    if (text[close + 1] !== "'") return [value, close + 1]
    value += "'"
    at = close + 2
  }
}

/** Canonical: UTC, with fractions only where there are some. */
function instant(piece: string, text: string, at: number): string {
  const ms = instantIn(piece)
  if (ms === undefined) return refuseQuery(`Unrecognized 'Edm.DateTimeOffset' literal '${piece}' at '${at}' in '${text}'.`)
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}

function day(piece: string, text: string, at: number): string {
  if (instantIn(piece) === undefined) return refuseQuery(`Unrecognized 'Edm.Date' literal '${piece}' at '${at}' in '${text}'.`)
  return piece
}
