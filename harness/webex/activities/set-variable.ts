import { asText, type Value } from '../expressions/value.ts'
import type { ActivityKind } from '../here.ts'
import { settingsOf } from '../properties.ts'

/** Sets variables one after another. A value that does not fit the variable's type leaves by `error`. */
export const setVariable: ActivityKind = (here) => {
  for (const { setTo = 'set-to-literal', srcVariable, expr } of settingsOf(here.activity)) {
    if (typeof srcVariable !== 'string' || srcVariable === '') return here.fault('no variable is chosen to be set.')
    if (setTo !== 'set-to-literal') return here.fault(`setting a variable by "${String(setTo)}" is not imitated; set it to an expression.`)
    if (!here.set(srcVariable, here.value(asText((expr ?? null) as Value), 'expr'))) return 'error'
  }
  return 'out'
}
