import type { Context } from 'hono'
import { z } from 'zod'
import { didYouMean } from '../nearest.ts'
import { tooDeep } from '../nesting.ts'
import { namesAt } from '../schema/names.ts'

/** What is wrong with a request to the control plane, in words that say how to mend it. */
export class ControlError extends Error {
  override name = 'ControlError'
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 503
  readonly expected: string | undefined
  readonly got: unknown
  constructor(status: ControlError['status'], message: string, rest: { expected?: string; got?: unknown } = {}) {
    super(message)
    this.status = status
    this.expected = rest.expected
    this.got = rest.got
  }
}

export const errorBody = ({ message, expected, got }: Pick<ControlError, 'message' | 'expected' | 'got'>) => ({
  error: { message, ...(expected === undefined ? {} : { expected }), ...(got === undefined ? {} : { got }) },
})

/** A request to the control plane is a line or two; a seed for a new World may be a long file. */
const BODY_LIMIT = 8 * 1024 * 1024
/** Levels that a body may nest: no seed is so deep, and what is deeper ends the stack of whoever checks or shows it. */
const DEEPEST = 100

/** The body as a JSON object; an empty body is `{}` where `example` shows that nothing needs saying. */
export async function jsonBody(c: Context, example: string, limit = BODY_LIMIT): Promise<Record<string, unknown>> {
  if (Number(c.req.header('content-length') ?? 0) > limit) throw new ControlError(413, `The body is larger than ${limit} bytes.`)
  const text = await c.req.text()
  if (text.length > limit) throw new ControlError(413, `The body is larger than ${limit} bytes.`)
  if (text.trim() === '') return {}
  if (tooDeep(text, DEEPEST) !== undefined)
    throw new ControlError(400, `The body nests more than ${DEEPEST} levels deep.`, { expected: example, got: excerpt(text) })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ControlError(400, `The body is not JSON: ${(error as Error).message}`, { expected: example, got: excerpt(text) })
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new ControlError(400, 'The body is not a JSON object.', { expected: example, got: excerpt(text) })
  return value as Record<string, unknown>
}

const excerpt = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}...` : text)

/** Reads `value` by a schema; the first thing wrong becomes the message, with its place. */
export function read<T>(schema: z.ZodType<T>, value: unknown, example: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new ControlError(400, misfit(result.error, schema), { expected: example, got: value })
}

/**
 * What is wrong, with its place and the nearest name that is known there: a misspelt name first, for it says why another is missing.
 * `within`: how many members of the place are outside of what `schema` reads.
 */
export function misfit({ issues }: z.ZodError, schema: z.ZodType | undefined, within = 0): string {
  for (const { path, message, keys } of issues.flatMap(misspeltIn)) {
    if (!schema) return placeOf(path) + message
    const names = namesAt(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), path.slice(within))
    // What one form of several does not know, another may.
    const strange = keys.find((key) => !names.includes(key))
    if (strange !== undefined) return `${placeOf(path)}${message}.${didYouMean(strange, names) || ` Known: ${names.join(', ')}.`}`
  }
  const { path = [], message = 'It cannot be read.' } = issues[0] ?? {}
  return placeOf(path) + message
}

const placeOf = (path: readonly PropertyKey[]): string => (path.length > 0 ? `${path.join('.')}: ` : '')

type Misspelt = Extract<z.core.$ZodIssue, { code: 'unrecognized_keys' }>

/** Also within what may have several forms: the one that knows most of what is given is meant. */
function misspeltIn(issue: z.core.$ZodIssue): Misspelt[] {
  if (issue.code === 'unrecognized_keys') return [issue]
  if (issue.code !== 'invalid_union') return []
  const inside = issue.errors.flat().flatMap((inner) => misspeltIn({ ...inner, path: [...issue.path, ...inner.path] }))
  return inside.sort((a, b) => a.keys.length - b.keys.length)
}
