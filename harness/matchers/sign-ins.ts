import { counted } from '../../mocks/core/figure.ts'
import { doneIn, told } from './exchanges.ts'
import type { MatcherResult, MatcherState } from './matcher.ts'

/** Counts tokens that were given; `renewals`: only those that replaced a dead one. `times` undefined: at least one. */
export function countSignIns({ isNot }: MatcherState, received: unknown, times: number | undefined, renewals: boolean): MatcherResult {
  const all = doneIn(received).filter(({ action }) => action.kind === 'signed-in')
  const given = all.filter(({ action }) => action.ok && action.kind === 'signed-in' && (!renewals || action.renewal))
  const noun = renewals ? 'renewal' : 'sign-in'
  const wanted = times === undefined ? `a ${noun}` : counted(times, noun)
  return {
    pass: times === undefined ? given.length > 0 : given.length === times,
    message: () =>
      [
        `Expected ${isNot ? `not ${wanted}` : wanted}; there ${given.length === 1 ? 'was' : 'were'} ${given.length}.`,
        ...all.map(
          ({ action, exchange }) => `  ${told(exchange)}  ${action.ok ? (action.kind === 'signed-in' && action.renewal ? 'renewed' : 'signed in') : 'refused'}`,
        ),
      ].join('\n'),
  }
}
