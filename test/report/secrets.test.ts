import { describe, expect, it } from 'vitest'
import { github } from '../../harness/report/github.ts'
import { stepSummary } from '../../harness/report/github-summary.ts'
import { page } from '../../harness/report/html/page.ts'
import { showExchange } from '../../harness/report/index.ts'
import { reportOf } from '../../harness/report/json.ts'
import { renderJunit } from '../../harness/report/junit.ts'
import { pretty } from '../../harness/report/pretty.ts'
import type { PlayResult } from '../../harness/report/reporter.ts'
import { blamed, collect, exchange, report, summaryOf } from './run.ts'

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLWJ5dGVz'
const OPAQUE = 'a4f7c1d9e2b84c6fa4f7c1d9e2b84c6f'

/** An integration that talks too much, and a journal that was not told to be discreet. */
const indiscreet: PlayResult = {
  ...blamed,
  highlight: `signed in with client_secret=${OPAQUE}`,
  findings: [{ rule: 'token-renewal', at: 0, expected: `Authorization: Bearer ${OPAQUE}`, happened: `the token ${JWT} was used`, exchanges: [14] }],
  unmet: [{ at: 0, expected: `{"access_token":"${OPAQUE}"}`, happened: `Basic ${OPAQUE}`, exchanges: [14] }],
  trace: [
    {
      kind: 'exchange',
      at: 0,
      exchange: exchange({
        request: {
          method: 'POST',
          url: `https://r.zendesk.com/oauth?access_token=${OPAQUE}`,
          headers: { authorization: `Bearer ${JWT}`, cookie: OPAQUE },
          body: `client_secret=${OPAQUE}&a=b`,
        },
        response: { status: 200, headers: { 'set-cookie': OPAQUE }, body: { access_token: JWT, note: `Bearer ${OPAQUE}` } },
      }),
    },
    { kind: 'notice', at: 0, notice: { kind: 'failed', interaction: 'i', what: 'sign in', message: `refused: Bearer ${OPAQUE}` } },
    { kind: 'notice', at: 0, notice: { kind: 'information', interaction: 'i', message: `client_secret=${OPAQUE} ${JWT}` } },
  ],
}

const silent = (text: string) => {
  expect(text).not.toContain(OPAQUE)
  expect(text).not.toContain(JWT)
  expect(text).toContain('[redacted]')
}

describe('a report', () => {
  it('shows no secret, whatever an integration says', async () => {
    const output = collect()
    await report(pretty({ output, colours: false, show: [14] }), [indiscreet])
    silent(output.text())
    const talkative = { ...indiscreet, findings: [], unmet: [] }
    silent(renderJunit([talkative], summaryOf([talkative])))
    silent(renderJunit([indiscreet], summaryOf([indiscreet])))
    silent(await page([indiscreet], summaryOf([indiscreet])))
    silent(stepSummary([indiscreet], summaryOf([indiscreet])).replaceAll('\\', ''))
    const annotations = collect()
    await report(github({ output: annotations, env: {} }), [indiscreet])
    silent(annotations.text())
    silent(JSON.stringify(reportOf([indiscreet], summaryOf([indiscreet]))))
    for (const entry of indiscreet.trace) if (entry.kind === 'exchange') silent(showExchange(entry.exchange))
  })

  it('leaves harmless text alone', () => {
    const text = showExchange(
      exchange({
        request: {
          method: 'GET',
          url: 'https://r.crm.dynamics.com/api/data/v9.2/contacts?$top=1',
          headers: {},
          body: { subject: 'Basic questions about bearers', name: 'a=b' },
        },
      }),
    )
    expect(text).toContain('Basic questions about bearers')
    expect(text).toContain('$top=1')
    expect(text).toContain('a=b')
  })
})
