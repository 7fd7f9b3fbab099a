import type { Rule } from '../rules/rule.ts'
import type { PlayResult, Unjudged } from './reporter.ts'
import { scrub } from './scrub.ts'
import { shownPath } from './shown-path.ts'

/** A finding or an unmet expectation, in the form that every file format writes. */
export interface Complaint {
  /** Absent for an expectation of the scenario. */
  rule?: string
  says: string
  at: number
  interaction?: string
  expected: string
  happened: string
  /** Of an expectation, in the scenario's file. */
  line?: number
  exchanges: number[]
  /** Where the demand comes from: a document with its grade, or the scenario's file and line. */
  source: string
}

/** What a play left open, in words that may be shown. */
export const openIn = ({ unjudged = [] }: Pick<PlayResult, 'unjudged'>): Unjudged[] =>
  unjudged.map((one) => ({ ...one, what: scrub(one.what), why: scrub(one.why) }))

/** What the integration printed, without secrets. */
export const printedIn = ({ output = [] }: Pick<PlayResult, 'output'>): string[] => output.map(scrub)

export function complaintsOf({ findings, unmet, play }: PlayResult, rules: readonly Rule[]): Complaint[] {
  return [
    ...findings.map(({ rule: id, at, interaction, expected, happened, exchanges }): Complaint => {
      const rule = rules.find((one) => one.id === id)
      return {
        rule: id,
        says: rule?.says ?? id,
        at,
        ...(interaction === undefined ? {} : { interaction }),
        expected: scrub(expected),
        happened: scrub(happened),
        exchanges,
        source: rule ? `${[rule.source.document, ...rule.source.rules].join(', ')} (${rule.source.grade})` : id,
      }
    }),
    ...unmet.map(({ at, expected, happened, line, exchanges }) => ({
      says: 'The scenario expects otherwise.',
      at,
      expected: scrub(expected),
      happened: scrub(happened),
      ...(line === undefined ? {} : { line }),
      exchanges,
      source: `${shownPath(play.file)}${line === undefined ? '' : `:${line}`}`,
    })),
  ]
}
