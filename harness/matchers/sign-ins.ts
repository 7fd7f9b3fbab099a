import { doneIn, told } from './exchanges.ts'
import type { MatcherResult, MatcherState } from './matcher.ts'

/** Counts tokens that were given; `renewals`: only those that replaced a dead one. `times` undefined: at least one. */
export function countSignIns({ isNot }: MatcherState, received: unknown, times: number | undefined, renewals: boolean): MatcherResult {
  const all = doneIn(received).filter(({ action }) => action.kind === 'signed-in')
  const counted = all.filter(({ action }) => action.ok && action.kind === 'signed-in' && (!renewals || action.renewal))
  const noun = renewals ? 'renewal' : 'sign-in'
  const wanted = times === undefined ? `a ${noun}` : `${times} ${noun}${times === 1 ? '' : 's'}`
  return {
    pass: times === undefined ? counted.length > 0 : counted.length === times,
    message: () =>
      [
        `Expected ${isNot ? `not ${wanted}` : wanted}; there ${counted.length === 1 ? 'was' : 'were'} ${counted.length}.`,
        ...all.map(
          ({ action, exchange }) => `  ${told(exchange)}  ${action.ok ? (action.kind === 'signed-in' && action.renewal ? 'renewed' : 'signed in') : 'refused'}`,
        ),
      ].join('\n'),
  }
}
