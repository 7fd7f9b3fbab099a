import type { Complaint } from '../../documents/complaint.ts'
import type { Evidence, Judge, Unmet } from './evidence.ts'

interface Wanted {
  rule?: string | undefined
  says?: string | undefined
}

const fits = ({ rule, says }: Wanted, complaint: Complaint): boolean =>
  (rule === undefined || complaint.rule === rule) && (says === undefined || `${complaint.message} ${complaint.mend ?? ''}`.includes(says))

const told = (complaints: readonly Complaint[], otherwise: string): string =>
  complaints.map(({ rule, message }) => [rule, message].filter(Boolean).join(' ')).join('; ') || otherwise

const complained =
  (severity: Complaint['severity'], what: string): Judge<Wanted> =>
  (wanted, { complaints, until }: Evidence): Unmet[] => {
    const these = complaints.filter((complaint) => complaint.severity === severity)
    if (these.some((complaint) => fits(wanted, complaint))) return []
    const why = [wanted.rule && `by ${wanted.rule}`, wanted.says && `that says "${wanted.says}"`].filter(Boolean).join(', ')
    return [{ at: until, expected: `the configuration ${what}${why ? ` ${why}` : ''}`, happened: told(these, 'nothing was said against it'), exchanges: [] }]
  }

/** Errors that no expectation foresees: a scenario that expects one error must not hold for another. */
export const unforeseen = (complaints: readonly Complaint[], expected: readonly { kind: string; args: unknown }[], at: number): Unmet[] =>
  complaints
    .filter(
      (complaint) =>
        complaint.severity === 'error' && !expected.some(({ kind, args }) => kind === 'accepted' || (kind === 'refused' && fits(args as Wanted, complaint))),
    )
    .map((complaint) => ({ at, expected: 'nothing else to be wrong with the configuration', happened: told([complaint], ''), exchanges: [] }))

/** The configuration cannot be used, and this is why. */
export const refused = complained('error', 'refused')
/** The configuration can be used, and this is said of it. */
export const warned = complained('warning', 'warned of')

/** The configuration can be used; warnings may be said of it. */
export const accepted: Judge<Record<string, never>> = (_, { complaints, until }) => {
  const errors = complaints.filter(({ severity }) => severity === 'error')
  return errors.length === 0 ? [] : [{ at: until, expected: 'the configuration accepted', happened: told(errors, ''), exchanges: [] }]
}
