import { type Call, jsonOf, refuse } from '../core/index.ts'

/** The real service's parser is Ruby's, which ends at a hundred levels (inferred); what is deeper would end our own stack later. */
const DEEPEST = 100
/** No field of the service is called so, and an object that has them can be neither text nor number. */
const CLASHING: ReadonlySet<string> = new Set(['toString', 'valueOf', '__proto__'])

/** The body as JSON that any code can turn into text or numbers: not too deep, and with no key that stands in for what every object has. */
export function jsonBody(call: Call): unknown {
  const body = jsonOf(call)
  clean(body, 0)
  return body
}

function clean(value: unknown, depth: number): void {
  if (typeof value !== 'object') return
  if (depth > DEEPEST) refuse('not-json', 400, `nesting of ${DEEPEST} is too deep`)
  if (Array.isArray(value)) for (const item of value) clean(item, depth + 1)
  else {
    const fields = value as Record<string, unknown>
    for (const key in fields) {
      if (CLASHING.has(key)) delete fields[key]
      else clean(fields[key], depth + 1)
    }
  }
}
