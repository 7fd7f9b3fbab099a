import type { Output } from '../../harness/report/output.ts'
import type { PlayResult, Reporter, Summary } from '../../harness/report/reporter.ts'
import { rules } from '../../harness/rules/index.ts'
import type { Exchange } from '../../mocks/core/index.ts'

export const START = Date.UTC(2026, 10, 20, 8)

export const exchange = (more: Partial<Exchange> = {}): Exchange => ({
  id: 14,
  mock: 'entra',
  operation: 'token',
  at: START,
  until: START + 12_400,
  request: {
    method: 'POST',
    url: 'https://login.microsoftonline.com/t/oauth2/v2.0/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&client_secret=[redacted]',
  },
  response: { status: 200, headers: { 'content-type': 'application/json' }, body: { token_type: 'Bearer', access_token: '[redacted]' } },
  remarks: [{ kind: 'token-issued', client: 'app', grant: 'client_credentials', expiresAt: START + 3_600_000, renewal: true, took: 12_400 }],
  actions: [],
  ...more,
})

export const held: PlayResult = {
  play: { scenario: 'voice/agent-finishes-acw', title: 'The agent finishes after-call work', crm: 'dynamics', file: 'scenarios/voice/agent-finishes-acw.yaml' },
  findings: [],
  unmet: [],
  from: START,
  until: START + 211_000,
  highlight: '03:30 finished → 03:31 written',
  trace: [],
  traceHash: '11111111',
}

export const blamed: PlayResult = {
  play: { scenario: 'tokens/first-call-of-the-day', title: 'First call', crm: 'zendesk', file: 'scenarios/tokens/first-call-of-the-day.yaml' },
  findings: [
    {
      rule: 'token-renewal',
      at: START,
      interaction: 'i1',
      expected: 'one renewal, done by 08:00:15',
      happened: 'two: 08:00:00 (12.4 s) and 08:00:00.310 (11.9 s)',
      exchanges: [14, 15],
    },
  ],
  unmet: [{ at: START + 1000, expected: 'a contact with Sent a copy.', happened: 'it is empty', line: 21, exchanges: [] }],
  from: START,
  until: START + 60_000,
  highlight: 'nothing to say',
  trace: [
    { kind: 'step', at: START, index: 1, verb: 'contact.calls', says: 'Ada Byron calls Support', line: 9 },
    { kind: 'exchange', at: START + 12_400, exchange: exchange(), interaction: 'i1' },
    { kind: 'exchange', at: START + 12_500, exchange: exchange({ id: 16, mock: 'zendesk', response: { status: 403, headers: {} }, remarks: [] }) },
    {
      kind: 'moment',
      at: START + 30_000,
      moment: { what: 'due', interaction: 'i1', contact: 'c1', media: 'voice', values: {}, withheld: ['Status'], scriptVariables: {} },
    },
    { kind: 'notice', at: START + 31_000, notice: { kind: 'failed', interaction: 'i1', what: 'memorialize contact', status: 403, message: 'no right' } },
  ],
  traceHash: '22222222',
}

/** Held, with a question that nobody can answer, of a program that the run started. */
export const doubtful: PlayResult = {
  ...held,
  unjudged: [{ what: 'whose one call to the CRM was', why: 'several interactions come into question', exchanges: [14] }],
  output: ['listening on 9000', 'token=super-secret-token-0001'],
  trace: [{ kind: 'exchange', at: START + 12_400, exchange: exchange({ mock: 'dynamics' }) }],
}

/** Plays the results to a reporter, as a run does. */
export async function report(reporter: Reporter, results: readonly PlayResult[]): Promise<void> {
  reporter.on({ kind: 'run-started', seed: 20261120, plays: results.map(({ play }) => play) })
  for (const result of results) {
    reporter.on({ kind: 'play-started', play: result.play })
    for (const entry of result.trace) reporter.on({ kind: 'entry', play: result.play, entry })
    reporter.on({ kind: 'play-ended', result })
  }
  await reporter.end(summaryOf(results))
}

export const summaryOf = (results: readonly PlayResult[]): Summary => ({
  seed: 20261120,
  traceHash: '7be1c02f',
  plays: results.length,
  held: results.filter(({ findings, unmet }) => findings.length + unmet.length === 0).length,
  findings: results.reduce((sum, { findings, unmet }) => sum + findings.length + unmet.length, 0),
  unjudged: results.reduce((sum, { unjudged = [] }) => sum + unjudged.length, 0),
  simulatedMs: results.reduce((sum, { from, until }) => sum + until - from, 0),
  wallMs: 900,
  rules,
})

export function collect(more: Partial<Output> = {}): Output & { text(): string } {
  let text = ''
  return { write: (part) => void (text += part), text: () => text, ...more }
}
