import { unjudgedLine } from '../play/unjudged.ts'
import { type Complaint, complaintsOf, openIn, printedIn } from './complaints.ts'
import type { PlayResult, Reporter, Summary } from './reporter.ts'
import { saveReport } from './save.ts'
import { scrub } from './scrub.ts'
import { shownPath } from './shown-path.ts'
import { type Element, renderXml } from './xml.ts'

/**
 * JUnit XML: a suite for each CRM, a test case for each play. `time` and `timestamp` are the World's, so that two runs with
 * the same seed write the same file, byte for byte.
 */
export function junit(file: string): Reporter {
  const results: PlayResult[] = []
  return {
    on(event) {
      if (event.kind === 'play-ended') results.push({ ...event.result, trace: [] })
    },
    end: (summary) => saveReport(file, renderJunit(results, summary)),
  }
}

export function renderJunit(results: readonly PlayResult[], summary: Summary): string {
  const crms = [...new Set(results.map(({ play }) => play.crm))]
  const failing = (some: readonly PlayResult[]) => some.filter(({ findings, unmet }) => findings.length + unmet.length > 0).length
  const time = (some: readonly PlayResult[]) => inSeconds(some.reduce((sum, { from, until }) => sum + until - from, 0))
  const suites = crms.map((crm): Element => {
    const some = results.filter(({ play }) => play.crm === crm)
    return {
      name: 'testsuite',
      attributes: {
        name: `rehearsal.${crm}`,
        tests: some.length,
        failures: failing(some),
        errors: 0,
        skipped: 0,
        time: time(some),
        timestamp: new Date(Math.min(...some.map(({ from }) => from))).toISOString().slice(0, 19),
      },
      content: [
        {
          name: 'properties',
          content: [
            { name: 'property', attributes: { name: 'seed', value: summary.seed } },
            { name: 'property', attributes: { name: 'trace', value: summary.traceHash } },
          ],
        },
        ...some.map((result) => testCase(result, summary)),
      ],
    }
  })
  return renderXml({
    name: 'testsuites',
    attributes: { name: 'rehearsal', tests: results.length, failures: failing(results), errors: 0, time: time(results) },
    content: suites,
  })
}

function testCase(result: PlayResult, { rules }: Summary): Element {
  const { play, from, until, highlight } = result
  const complaints = complaintsOf(result, rules)
  const said = [
    ...(complaints.length === 0 && highlight !== '' ? [scrub(highlight)] : []),
    ...openIn(result).map((one) => `not judged: ${unjudgedLine(one)}`),
    ...printedIn(result),
  ]
  const folder = play.scenario.split('/').slice(0, -1)
  return {
    name: 'testcase',
    attributes: {
      name: `${play.scenario}: ${play.title}`,
      classname: [play.crm, ...folder].join('.'),
      file: shownPath(play.file),
      time: inSeconds(until - from),
    },
    // One failure element with everything in it: several are not what every reader expects.
    content: [...(complaints.length > 0 ? [failure(complaints)] : []), ...(said.length > 0 ? [{ name: 'system-out', content: [said.join('\n')] }] : [])],
  }
}

function failure(complaints: readonly Complaint[]): Element {
  const [first] = complaints as [Complaint]
  const more = complaints.length > 1 ? ` (and ${complaints.length - 1} more)` : ''
  return {
    name: 'failure',
    attributes: { type: first.rule ?? 'expectation', message: `${first.says}${more}` },
    content: [
      complaints
        .map(
          ({ says, expected, happened, exchanges, source }) =>
            `${says}\n  expected: ${expected}\n  happened: ${happened}\n  exchanges: ${exchanges.map((id) => `#${id}`).join(', ') || 'none'}\n  source: ${source}`,
        )
        .join('\n\n'),
    ],
  }
}

const inSeconds = (ms: number): string => (ms / 1000).toFixed(3)
