import type { Context } from '../route.ts'
import { readTerms, type Term } from './lexer.ts'

/**
 * The terms of a request's query. A keyword without a value comes, more often than not, of a client that did not encode its query:
 * `phone:+49301234567` arrives as `phone: 49301234567`. What the service makes of that is not known; the journal says it.
 */
export function readQuery({ call }: Pick<Context, 'call'>, query: string): Term[] {
  const terms = readTerms(query)
  for (const { keyword, value, quoted } of terms)
    if (keyword !== undefined && value === '' && !quoted)
      call.remark({ kind: 'ignored', what: `"${keyword}:", which has no value: a "+" that is not sent as %2B is a space` })
  return terms
}
