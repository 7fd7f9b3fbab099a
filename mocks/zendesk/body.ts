import { type Call, jsonOf, refuse } from '../core/index.ts'

/** The real service's parser is Ruby's, which ends at a hundred levels (inferred); what is deeper would end our own stack later. */
const DEEPEST = 100
/** No field of the service is called so, and an object that has them can be neither text nor number. */
const CLASHING = ['toString', 'valueOf', '__proto__']

/** The body as JSON that any code can turn into text or numbers: not too deep, and with no key that stands in for what every object has. */
export function jsonBody(call: Call): unknown {
  const body = jsonOf(call)
  let level = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return refuse('not-json', 400, `nesting of ${DEEPEST} is too deep`)
    level = level.flatMap(nested)
  }
  return body
}

function nested(value: unknown): unknown[] {
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'object')
  const fields = value as Record<string, unknown>
  for (const key of CLASHING) if (Object.hasOwn(fields, key)) delete fields[key]
  return Object.values(fields).filter((item) => typeof item === 'object')
}
