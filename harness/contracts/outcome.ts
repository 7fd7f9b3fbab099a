import { stripVTControlCharacters } from 'node:util'
import { scrub } from '../report/scrub.ts'
import type { Round } from './front.ts'
import type { AskedState } from './state.ts'
import type { Mismatch, VerifierError, VerifierResults } from './verifier.ts'

/** What became of one interaction of a pact. */
export interface Outcome {
  consumer: string
  provider: string
  description: string
  states: AskedState[]
  /** `pending`: it does not hold, and the broker says that it may not fail the build yet. `left out`: it cannot be arranged there. */
  result: 'held' | 'failed' | 'pending' | 'left out'
  differences: Difference[]
  /** The request as it was made. */
  asked?: string
  /** Of a real organisation's: how the stand-in disagrees about it. */
  drift?: string
}

/** One thing that is not as the pact says. */
export interface Difference {
  /** `status`, `header content-type`, `body $.value[0].contactid`, `provider state` */
  where: string
  expected?: string
  actual?: string
  says: string
}

/** The verifier's results, its errors found for each interaction and put in words. `rounds` has what was seen at the provider, in the same order. */
export function outcomesOf(results: VerifierResults, rounds: readonly Round[]): Outcome[] {
  const between = sections(results.output)
  return results.interactionResults.map(({ description, result }, i) => {
    const { consumer = '', provider = '' } = between[i] ?? {}
    const round = rounds[i]
    const mine = ({ interaction }: VerifierError) => interaction === nameOf(consumer, provider, round?.states ?? [], description)
    const failed = results.errors.find(mine)
    const pending = results.pendingErrors.find(mine)
    const held = result === 'OK' && !failed && !pending && round?.refused === undefined
    return {
      consumer,
      provider,
      description,
      states: round?.states ?? [],
      result: held ? 'held' : pending && !failed ? 'pending' : 'failed',
      differences: held ? [] : differencesOf(failed ?? pending, round),
      ...(round?.asked ? { asked: scrub(round.asked) } : {}),
    }
  })
}

/** As the verifier names an interaction in its errors. */
const nameOf = (consumer: string, provider: string, states: readonly AskedState[], description: string): string =>
  `Verifying a pact between ${consumer} and ${provider}${states.map(({ name }, i) => `${i === 0 ? ' Given ' : ' And '}${name}`).join('')} - ${description}`

/** Which pact each interaction belongs to: the verifier's text says it above each block. */
function sections(output: readonly string[]): { consumer: string; provider: string }[] {
  const all: { consumer: string; provider: string }[] = []
  let here: { consumer: string; provider: string } | undefined
  for (const line of output.flatMap((text) => stripVTControlCharacters(text).split('\n'))) {
    if (line.startsWith('Failures:') || line.startsWith('Pending Failures:')) break
    const [, consumer, provider] = /^Verifying a pact between (.+) and (.+)$/.exec(line) ?? []
    if (consumer !== undefined && provider !== undefined) here = { consumer, provider }
    else if (here && /^ {2}\S.* \(.* loading, .* verification\)/.test(line)) all.push(here)
  }
  return all
}

function differencesOf(error: VerifierError | undefined, round: Round | undefined): Difference[] {
  if (round?.refused !== undefined) return [{ where: 'provider state', says: round.refused }]
  if (!error) return [{ where: 'interaction', says: 'Pact counts it as failed and does not say why.' }]
  const { mismatches = [], message } = error.mismatch
  if (mismatches.length === 0) return [{ where: 'interaction', says: scrub(message ?? 'It failed.') }]
  const unlikeStatus = mismatches.some(({ type }) => type === 'StatusMismatch')
  const answered = round?.answered
  // The verifier finds them in no certain order.
  const differences = mismatches.map(differenceOf).sort((a, b) => (a.where + a.says < b.where + b.says ? -1 : 1))
  return differences.map((difference) => {
    if (difference.where !== 'status' || !unlikeStatus || !answered || answered.body === '') return difference
    return { ...difference, says: `${difference.says}; the answer was ${scrub(answered.body.slice(0, 500))}` }
  })
}

function differenceOf({ type, mismatch = '', path, key, parameter, expected, actual }: Mismatch): Difference {
  const kind = type.replace(/Mismatch$/, '')
  const where =
    kind === 'Status'
      ? 'status'
      : kind === 'Header'
        ? `header ${key ?? ''}`
        : kind === 'Query'
          ? `query ${parameter ?? ''}`
          : kind === 'Metadata'
            ? `metadata ${key ?? ''}`
            : `body ${path ?? ''}`
  return {
    where: where.trim(),
    ...(expected === undefined ? {} : { expected: shown(expected) }),
    ...(actual === undefined ? {} : { actual: shown(actual) }),
    says: scrub(mismatch),
  }
}

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return scrub(text.length > 400 ? `${text.slice(0, 400)} …` : text)
}
