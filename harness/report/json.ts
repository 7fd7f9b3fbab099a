import { z } from 'zod'
import type { Exchange } from '../../mocks/core/journal.ts'
import { complaintsOf, openIn, printedIn } from './complaints.ts'
import type { PlayResult, Reporter, Summary } from './reporter.ts'
import { saveReport } from './save.ts'
import { scrub, scrubData, scrubHeaders, scrubUrl } from './scrub.ts'
import { explain } from './show-exchange.ts'
import { shownPath } from './shown-path.ts'

const instant = z.iso.datetime().describe("RFC 3339, UTC, on the World's clock")
const message = z.strictObject({ headers: z.record(z.string(), z.string()), body: z.unknown().optional() })

/** The JSON report. `version` changes when a member is removed or changes its meaning, not when one is added. */
export const reportSchema = z.strictObject({
  report: z.literal('crm-rehearsal'),
  version: z.literal(1),
  seed: z.int().describe('the same seed and scenarios give the same report'),
  trace: z.string().describe('hash over everything that happened'),
  plays: z.int(),
  held: z.int(),
  findings: z.int().describe('findings of rules and unmet expectations'),
  notJudged: z.int().describe('what could not be decided, over all plays; neither held nor a finding'),
  simulatedMs: z.number().describe("milliseconds on the World's clock, over all plays"),
  results: z.array(
    z.strictObject({
      scenario: z.string(),
      title: z.string(),
      crm: z.enum(['dynamics', 'zendesk']),
      file: z.string(),
      held: z.boolean(),
      from: instant,
      until: instant,
      highlight: z.string(),
      trace: z.string(),
      findings: z.array(
        z.strictObject({
          rule: z.string().optional().describe('absent for an expectation of the scenario'),
          says: z.string(),
          at: instant,
          interaction: z.string().optional(),
          expected: z.string(),
          happened: z.string(),
          exchanges: z.array(z.int()).describe('ids in `exchanges` of this play'),
          line: z.int().optional().describe("of an expectation, in the scenario's file"),
          source: z.string(),
        }),
      ),
      notJudged: z.array(
        z.strictObject({
          what: z.string(),
          why: z.string(),
          line: z.int().optional().describe("of an expectation, in the scenario's file"),
          exchanges: z.array(z.int()),
        }),
      ),
      output: z.array(z.string()).optional().describe('what the integration printed, where the run started it'),
      exchanges: z
        .array(
          z.strictObject({
            id: z.int(),
            system: z.string(),
            operation: z.string(),
            at: instant,
            until: instant,
            interaction: z.string().optional(),
            request: message.extend({ method: z.string(), url: z.string() }),
            response: message.extend({ status: z.int().describe('0: no answer reached the client') }),
            noticed: z.array(z.string()),
          }),
        )
        .describe('those that the findings and open questions name, without secrets'),
    }),
  ),
})
export type Report = z.infer<typeof reportSchema>

/** The same as JSON Schema, for those who read reports in another language. */
export const reportJsonSchema = (): Record<string, unknown> => ({ ...z.toJSONSchema(reportSchema), title: 'A report of crm-rehearsal' })

export function json(file: string): Reporter {
  const results: PlayResult[] = []
  return {
    on(event) {
      if (event.kind === 'play-ended') results.push(concerned(event.result))
    },
    end: (summary) => saveReport(file, `${JSON.stringify(reportOf(results, summary), undefined, 2)}\n`),
  }
}

/** Keeps of the trace what the findings and open questions name: a long run holds no more than it has to tell. */
function concerned(result: PlayResult): PlayResult {
  const named = new Set([...result.findings, ...result.unmet, ...(result.unjudged ?? [])].flatMap(({ exchanges }) => exchanges))
  return { ...result, trace: result.trace.filter((entry) => entry.kind === 'exchange' && named.has(entry.exchange.id)) }
}

export function reportOf(results: readonly PlayResult[], summary: Summary): Report {
  return {
    report: 'crm-rehearsal',
    version: 1,
    seed: summary.seed,
    trace: summary.traceHash,
    plays: summary.plays,
    held: summary.held,
    findings: summary.findings,
    notJudged: results.reduce((sum, { unjudged = [] }) => sum + unjudged.length, 0),
    simulatedMs: summary.simulatedMs,
    results: results.map((result) => {
      const { play, findings, unmet, from, until, highlight, traceHash, output } = result
      return {
        scenario: play.scenario,
        title: play.title,
        crm: play.crm,
        file: shownPath(play.file),
        held: findings.length + unmet.length === 0,
        from: iso(from),
        until: iso(until),
        highlight: scrub(highlight),
        trace: traceHash,
        findings: complaintsOf(result, summary.rules).map((complaint) => ({ ...complaint, at: iso(complaint.at) })),
        notJudged: openIn(result),
        ...(output ? { output: printedIn(result) } : {}),
        exchanges: concerned(result).trace.flatMap((entry) => (entry.kind === 'exchange' ? [shown(entry.exchange, entry.interaction)] : [])),
      }
    }),
  }
}

function shown(
  { id, mock, operation, at, until, request, response, remarks }: Exchange,
  interaction: string | undefined,
): Report['results'][number]['exchanges'][number] {
  const body = (value: unknown) => (value === undefined ? {} : { body: scrubData(value) })
  return {
    id,
    system: mock,
    operation,
    at: iso(at),
    until: iso(until),
    ...(interaction === undefined ? {} : { interaction }),
    request: { method: request.method, url: scrubUrl(request.url), headers: scrubHeaders(request.headers), ...body(request.body) },
    response: { status: response.status, headers: scrubHeaders(response.headers), ...body(response.body) },
    noticed: remarks.map(explain),
  }
}

const iso = (at: number): string => new Date(at).toISOString()
