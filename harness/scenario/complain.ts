import type { z } from 'zod'
import { figure } from '../../mocks/core/figure.ts'
import { didYouMean } from '../../mocks/core/nearest.ts'

type Issue = z.core.$ZodIssue

const kinds: Record<string, string> = {
  string: 'text',
  object: 'a mapping (name: value)',
  array: 'a list',
  int: 'a whole number',
  record: 'a mapping (name: value)',
}
const MOST_SHOWN = 80
/** A whole text where a line can show it, else its beginning. */
const brief = (text: string): string =>
  text.length > MOST_SHOWN ? `${JSON.stringify(`${text.slice(0, MOST_SHOWN)}…`)} (${figure(text.length)} characters)` : JSON.stringify(text)

const kindOf = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : `${typeof value === 'string' ? `the text ${brief(value)}` : `the ${typeof value} ${JSON.stringify(value)}`}`
}

function mendKind(expected: string, found: unknown): { mend?: string } {
  if (expected === 'object' && found === null) return { mend: 'Write {} where there is nothing to say.' }
  if (expected === 'string' && ['number', 'boolean'].includes(typeof found))
    return { mend: 'Put it in quotes: without them YAML reads something else than text.' }
  return {}
}

/** An issue of the schema in a sentence of our own: what was expected, what is there, and the nearest right thing. */
export function describe(issue: Issue, names: readonly string[]): { message: string; mend?: string } {
  const place = issue.path.at(-1)
  const what = typeof place === 'string' ? `"${place}"` : 'this entry'
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = issue.keys[0] as string
      const guess = didYouMean(key, names).trim()
      return { message: `${brief(key)} is not known here.`, mend: guess || `Known here: ${names.join(', ')}.` }
    }
    case 'invalid_type': {
      const expected = kinds[issue.expected] ?? `a ${issue.expected}`
      if (issue.input === undefined)
        return { message: `${what} is missing: expected ${expected}.`, mend: `Add ${typeof place === 'string' ? `"${place}:"` : 'it'} here.` }
      return {
        message: `${what}: expected ${expected}, found ${kindOf(issue.input)}.`,
        ...mendKind(issue.expected, issue.input),
      }
    }
    case 'invalid_value': {
      const values = issue.values.map(String)
      const guess = typeof issue.input === 'string' ? didYouMean(issue.input, values).trim() : ''
      return {
        message: `${what}: expected ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}, found ${kindOf(issue.input)}.`,
        ...(guess ? { mend: guess } : {}),
      }
    }
    case 'too_small':
      return { message: `${what}: ${issue.origin === 'string' ? 'expected some text, found none' : `expected ${leastOf(issue)}`}.` }
    case 'too_big':
      return { message: `${what}: expected at most ${counted(Number(issue.maximum), issue.origin)}, found ${kindOf(issue.input)}.` }
    case 'invalid_format':
      if (issue.format !== 'datetime') break
      return { message: `${what}: expected an instant with its zone, found ${kindOf(issue.input)}.`, mend: 'Write it as in 2026-11-20T08:00:00Z.' }
    case 'invalid_union': {
      // Of forms that one member tells apart, that member is what is wrong.
      const { discriminator, options } = issue as { discriminator?: string; options?: readonly unknown[] }
      const told = discriminator === undefined ? undefined : (issue.input as Record<string, unknown> | undefined)?.[discriminator]
      if (options && told !== undefined) return describe({ ...issue, code: 'invalid_value', values: options as string[], input: told }, names)
      return {
        message: `${what}: found ${kindOf(issue.input)}, which is none of the forms that are known here.`,
        ...(names.length > 0 ? { mend: `Known here: ${names.join(', ')}.` } : {}),
      }
    }
  }
  const said = typeof place === 'string' ? `${what}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}` : issue.message
  return { message: said.endsWith('.') ? said : `${said}.` }
}

const counted = (count: number, origin: string): string => (origin === 'array' ? `${count} ${count === 1 ? 'entry' : 'entries'}` : String(count))

const leastOf = ({ minimum, inclusive, origin }: { minimum: number | bigint; inclusive?: boolean; origin: string }): string =>
  inclusive === false ? `more than ${minimum}` : `at least ${counted(Number(minimum), origin)}`
