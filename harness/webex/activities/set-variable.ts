import type { ActivityKind } from '../here.ts'

interface Setting {
  setTo?: unknown
  srcVariable?: unknown
  expr?: unknown
  tgtVariable?: unknown
}

/**
 * Sets variables one after another: those of `setVariablesArray`, which newer exports have beside the first one (recorded),
 * or the one. A value that does not fit the variable's type leaves by `error`.
 */
export const setVariable: ActivityKind = (here) => {
  const several = here.activity.properties.setVariablesArray
  const settings = (Array.isArray(several) && several.length > 0 ? several : [here.activity.properties]) as Setting[]
  for (const { setTo = 'set-to-literal', srcVariable, expr } of settings) {
    if (typeof srcVariable !== 'string' || srcVariable === '') return here.fault('no variable is chosen to be set.')
    if (setTo !== 'set-to-literal') return here.fault(`setting a variable by "${String(setTo)}" is not imitated; set it to an expression.`)
    if (!here.set(srcVariable, here.value(String(expr ?? ''), 'expr'))) return 'error'
  }
  return 'out'
}
