import type { Journalled } from './exchanges.ts'
import type { MatcherResult, MatcherState } from './matcher.ts'
import { obeys } from './obeys.ts'
import { type Fields, findDone, type RecordId, type RecordWord } from './records.ts'
import { countSignIns } from './sign-ins.ts'
import { succeeded } from './succeeded.ts'

export type { Fields, Journalled, MatcherResult, MatcherState, RecordId, RecordWord }

/**
 * What `expect` can say of a rehearsal and of a journal. Records are named in neutral words (`contact`, `case`, `task` ...) or the
 * CRM's own (`incident`, `ticket`); fields are the CRM's own, as the client sent them, and may hold asymmetric matchers.
 * What the CRM refused counts as not done; what it did is done, though its answer was lost on the way.
 */
export interface RehearsalMatchers<R = unknown> {
  /** No rule was broken and every expectation of the scenario was met; with names, only those rules: `['R024', 'memorialized-once']`. */
  toObeyRules(names?: readonly string[]): R
  toHaveCreated(record?: RecordWord, fields?: Fields): R
  toHaveUpdated(record?: RecordWord, fields?: Fields): R
  /** Created or updated. */
  toHaveWritten(record?: RecordWord, fields?: Fields): R
  toHaveDeleted(record?: RecordWord, id?: RecordId): R
  toHaveRead(record?: RecordWord, id?: RecordId): R
  /** `terms`: what the query holds, or an expression that it matches. */
  toHaveSearched(record?: RecordWord, terms?: string | RegExp): R
  /** Tokens that were given; without a number: at least one. */
  toHaveSignedIn(times?: number): R
  /** Tokens that replaced a dead one. */
  toHaveRenewedToken(times?: number): R
  /** Every request was done: none was refused, lost, or not imitated. */
  toHaveSucceeded(): R
}

/** For `expect.extend`. */
export const matchers = {
  toObeyRules(this: MatcherState, received: unknown, names?: readonly string[]): MatcherResult {
    return obeys(received, names)
  },
  toHaveCreated(this: MatcherState, received: unknown, record?: RecordWord, fields?: Fields): MatcherResult {
    return findDone(this, received, { kinds: ['created'], record, fields })
  },
  toHaveUpdated(this: MatcherState, received: unknown, record?: RecordWord, fields?: Fields): MatcherResult {
    return findDone(this, received, { kinds: ['updated'], record, fields })
  },
  toHaveWritten(this: MatcherState, received: unknown, record?: RecordWord, fields?: Fields): MatcherResult {
    return findDone(this, received, { kinds: ['created', 'updated'], record, fields })
  },
  toHaveDeleted(this: MatcherState, received: unknown, record?: RecordWord, id?: RecordId): MatcherResult {
    return findDone(this, received, { kinds: ['deleted'], record, id })
  },
  toHaveRead(this: MatcherState, received: unknown, record?: RecordWord, id?: RecordId): MatcherResult {
    return findDone(this, received, { kinds: ['read'], record, id })
  },
  toHaveSearched(this: MatcherState, received: unknown, record?: RecordWord, terms?: string | RegExp): MatcherResult {
    return findDone(this, received, { kinds: ['searched'], record, terms })
  },
  toHaveSignedIn(this: MatcherState, received: unknown, times?: number): MatcherResult {
    return countSignIns(this, received, times, false)
  },
  toHaveRenewedToken(this: MatcherState, received: unknown, times?: number): MatcherResult {
    return countSignIns(this, received, times, true)
  },
  toHaveSucceeded(this: MatcherState, received: unknown): MatcherResult {
    return succeeded(received)
  },
}
