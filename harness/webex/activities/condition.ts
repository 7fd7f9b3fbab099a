import { asText } from '../expressions/value.ts'
import type { ActivityKind } from '../here.ts'

/** Goes on by `true` or `false`; by `error` where the expression is neither (R073). */
export const condition: ActivityKind = (here) => {
  const expression = here.text('expression')
  const value = asText(here.value(expression, 'expression')).trim().toLowerCase()
  here.tell({ did: 'decided', expression, value })
  return value === 'true' || value === 'false' ? value : 'error'
}
