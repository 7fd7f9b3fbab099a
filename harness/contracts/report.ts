import { counted } from '../../mocks/core/figure.ts'
import type { Paint } from '../report/paint.ts'
import { type Element, renderXml } from '../report/xml.ts'
import type { Difference, Outcome } from './outcome.ts'
import type { AskedState } from './state.ts'

const given = ({ name, params }: AskedState): string => (Object.keys(params).length === 0 ? name : `${name} ${JSON.stringify(params)}`)

const lines = ({ where, expected, actual, says }: Difference): string[] => [
  `${where}: ${says.split('\n')[0]}`,
  ...(expected === undefined ? [] : [`  expected   ${expected}`]),
  ...(actual === undefined ? [] : [`  actual     ${actual}`]),
]

/** What became of every interaction, for people. */
export function renderOutcomes(outcomes: readonly Outcome[], paint: Paint): string {
  const pacts = [...new Set(outcomes.map(pactOf))]
  const text = pacts.flatMap((pact) => [
    '',
    `  ${paint.bold(pact)}`,
    ...outcomes.filter((one) => pactOf(one) === pact).flatMap((one) => renderOutcome(one, paint)),
  ])
  const lists = asides(outcomes).flatMap((aside) => ['', ...aside.split('\n').map((line) => `  ${line}`)])
  return `${[...text, ...lists].join('\n')}\n\n  ${summary(outcomes)}\n`
}

/** What is said below the first line, such as which provider states there are, once for all that need it. */
const asides = (outcomes: readonly Outcome[]): string[] => [
  ...new Set(outcomes.flatMap(({ differences }) => differences.flatMap(({ says }) => (says.includes('\n') ? [says.slice(says.indexOf('\n') + 1)] : [])))),
]

const pactOf = ({ consumer, provider }: Outcome) => `${consumer} → ${provider}`

function renderOutcome({ description, states, result, differences, asked }: Outcome, paint: Paint): string[] {
  const word = result === 'held' ? paint.good('held') : result === 'failed' ? paint.bad('failed') : paint.mark(result)
  if (result === 'held') return [`    ${word}  ${description}`]
  return [
    `    ${word}  ${description}`,
    ...states.map((state, i) => `      ${(i === 0 ? 'given' : 'and').padEnd(11)}${given(state)}`),
    ...(asked === undefined ? [] : [`      ${'asked'.padEnd(11)}${asked}`]),
    ...differences.flatMap((one) => lines(one).map((line) => `      ${line}`)),
  ]
}

export function summary(outcomes: readonly Outcome[]): string {
  const count = (result: Outcome['result']) => outcomes.filter((one) => one.result === result).length
  const some = (['failed', 'pending', 'left out'] as const).filter((result) => count(result) > 0).map((result) => `${count(result)} ${result}`)
  const total = counted(outcomes.length, 'interaction')
  return [total, `${count('held')} held`, ...some].join(' · ')
}

/** The same as JUnit: a suite a pact, a case an interaction. */
export function renderJunit(outcomes: readonly Outcome[]): string {
  const failed = (some: readonly Outcome[]) => some.filter(({ result }) => result === 'failed').length
  const skipped = (some: readonly Outcome[]) => some.filter(({ result }) => result === 'pending' || result === 'left out').length
  const counts = (some: readonly Outcome[]) => ({ tests: some.length, failures: failed(some), errors: 0, skipped: skipped(some) })
  const suites = [...new Set(outcomes.map(pactOf))].map((pact): Element => {
    const some = outcomes.filter((one) => pactOf(one) === pact)
    return { name: 'testsuite', attributes: { name: pact, ...counts(some) }, content: some.map(testCase) }
  })
  return renderXml({ name: 'testsuites', attributes: { name: 'rehearsal verify', ...counts(outcomes) }, content: suites })
}

function testCase(one: Outcome): Element {
  const { consumer, provider, description, states, result, differences, asked } = one
  const text = [
    ...states.map((state) => `given: ${given(state)}`),
    ...(asked ? [`asked: ${asked}`] : []),
    ...differences.flatMap(lines),
    ...asides([one]),
  ].join('\n')
  const first = differences[0]?.says.split('\n')[0] ?? result
  const content: Element[] =
    result === 'held'
      ? []
      : result === 'failed'
        ? [{ name: 'failure', attributes: { type: differences[0]?.where ?? 'interaction', message: first }, content: [text] }]
        : [
            { name: 'skipped', attributes: { message: `${result}: ${first}` } },
            { name: 'system-out', content: [text] },
          ]
  return { name: 'testcase', attributes: { name: description, classname: `${consumer}.${provider}` }, content }
}
