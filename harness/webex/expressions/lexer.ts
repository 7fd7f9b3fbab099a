import { ExpressionError } from './value.ts'

export type Token = { kind: 'text' | 'number' | 'name' | 'sign' | 'end'; text: string; at: number }

const SIGNS = ['==', '!=', '<=', '>=', '..', '|', '.', ',', ':', '?', '(', ')', '[', ']', '{', '}', '+', '-', '*', '/', '%', '~', '<', '>', '=']
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

/** Words, numbers, texts and signs of one expression. `offset` is where it stands in the template. */
export function lex(source: string, offset: number): Token[] {
  const tokens: Token[] = []
  let i = 0
  while (i < source.length) {
    const here = source[i] as string
    if (/\s/.test(here)) i++
    else if (here === '"' || here === "'") {
      const { text, end } = quoted(source, i, offset)
      tokens.push({ kind: 'text', text, at: offset + i })
      i = end
    } else if (/[0-9]/.test(here)) {
      let end = i + 1
      while (end < source.length && /[0-9]/.test(source[end] as string)) end++
      if (source[end] === '.' && /[0-9]/.test(source[end + 1] ?? '')) {
        end++
        while (end < source.length && /[0-9]/.test(source[end] as string)) end++
      }
      tokens.push({ kind: 'number', text: source.slice(i, end), at: offset + i })
      i = end
    } else if (/[\p{L}_]/u.test(here)) {
      let end = i + 1
      while (end < source.length && /[\p{L}\p{N}_]/u.test(source[end] as string)) end++
      tokens.push({ kind: 'name', text: source.slice(i, end), at: offset + i })
      i = end
    } else {
      const sign = SIGNS.find((one) => source.startsWith(one, i))
      if (sign === undefined) throw new ExpressionError(`"${here}" has no meaning in an expression.`, offset + i)
      tokens.push({ kind: 'sign', text: sign, at: offset + i })
      i += sign.length
    }
  }
  return [...tokens, { kind: 'end', text: '', at: offset + source.length }]
}

function quoted(source: string, start: number, offset: number): { text: string; end: number } {
  const mark = source[start] as string
  let text = ''
  for (let i = start + 1; i < source.length; i++) {
    const here = source[i] as string
    if (here === mark) return { text, end: i + 1 }
    if (here === '\\' && i + 1 < source.length) {
      i++
      text += ESCAPES[source[i] as string] ?? (source[i] as string)
    } else text += here
  }
  throw new ExpressionError(`The text that begins with ${mark} does not end.`, offset + start)
}
