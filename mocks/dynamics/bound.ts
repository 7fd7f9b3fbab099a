import type { Bound } from './actions/action.ts'
import { boundActions } from './actions/index.ts'
import { boundFunctions } from './functions/index.ts'

/** What is called behind a set or a row, by name without its namespace. */
export const bound: ReadonlyMap<string, Bound> = new Map([...boundFunctions, ...boundActions])
