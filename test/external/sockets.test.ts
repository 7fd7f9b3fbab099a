import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chooseExternal, type ExternalSettings, externalDefaults } from '../../harness/external/choose.ts'
import { faultPlans } from '../../harness/fault-plans.ts'
import { playAll } from '../../harness/run.ts'
import type { Crm } from '../../harness/scenario/crm/words.ts'
import { type Scene, scene } from './scenes.ts'

const app = (fault = '') => `command:FAULT=${JSON.stringify(fault)} ${process.execPath} ${new URL('app.mjs', import.meta.url).pathname}`

/** Plays scenes against the program, thirty times as fast as life, and stops it. */
async function rehearse(
  program: string,
  names: readonly Scene[],
  mishaps: readonly string[] = [],
  crm: Crm = 'dynamics',
  settings: Partial<ExternalSettings> = {},
) {
  const external = await chooseExternal(program, { ...externalDefaults, speed: 30, quiet: 100, ...settings })
  try {
    const plays = names.map((name) => ({ scenario: scene(name), play: { scenario: name, title: name, crm, file: name } }))
    const faults = faultPlans.filter(({ name }) => mishaps.includes(name))
    const { results } = await playAll({ plays, problems: [], unmatched: [] }, { seed: 7, external, faults })
    return results
  } finally {
    await external.close()
  }
}

describe('a webhook integration that keeps the rules', () => {
  it.concurrent('has no finding in any scene, play after play', async () => {
    const results = await rehearse(app(), ['call', 'contactFirst', 'tokenExpired', 'transfer'])
    expect(
      results
        .map(({ play, findings, unmet }) => ({ play: play.scenario, findings, unmet }))
        .filter(({ findings, unmet }) => findings.length + unmet.length > 0),
    ).toEqual([])
    expect(results[0]?.unjudged?.map(({ what }) => what)).toEqual(["the scenario's expectation of 1 screen pop of a contact"])
    expect(results[3]?.unjudged).toBeUndefined()
  })

  it.concurrent('has what it prints in the report, without secrets', async () => {
    const [result] = await rehearse(app(), ['call'], ['forbidden'])
    const { output = [], findings } = result ?? {}
    expect(findings).toEqual([])
    expect(output[0]).toMatch(/^listening on \d+ with \[redacted\]$/)
    expect(output[1]).toMatch(/^PATCH contacts\([0-9a-f-]+\): 403$/)
  })
})

describe('a webhook integration that', () => {
  it.concurrent.each<[string, Scene, string[], string[]?]>([
    ['writes when the agent hangs up', 'call', ['expect', 'memorialized', 'memorialized-after-trigger']],
    ['writes twice', 'call', ['memorialized-once']],
    ['does not heed who ended it', 'contactFirst', ['expect', 'withheld']],
    ['drops transfers', 'transfer', ['expect', 'memorialized']],
    ['signs in before every call', 'call', ['token-renewal']],
    ['tries the dead token again', 'tokenExpired', ['expect', 'no-dead-token']],
    ['refuses an event', 'call', ['events-taken']],
    ['takes a failure for success', 'call', ['failures-reported'], ['forbidden']],
  ])('%s is found out', async (fault, name, rules, mishaps = []) => {
    const [result] = await rehearse(app(fault), [name], mishaps)
    const found = [...(result?.findings ?? []).map(({ rule }) => rule), ...(result?.unmet ?? []).map(() => 'expect')]
    expect([...new Set(found)].sort(), JSON.stringify([result?.findings, result?.unmet, result?.output], undefined, 1)).toEqual(rules)
  })

  it.concurrent('dies in the middle is told of with its last words', async () => {
    const [result] = await rehearse(app('dies in the middle'), ['call'])
    const lost = result?.findings.filter(({ rule }) => rule === 'events-taken').map(({ happened }) => happened) ?? []
    expect(lost.length).toBeGreaterThan(0)
    expect(lost.at(-1)).toMatch(/(hung up without an answer|is not there: nothing listens on that port)\. The program ended with code 3\.$/)
  })

  it.concurrent('never answers is told of when the time for a delivery is over', async () => {
    const [result] = await rehearse(app('never answers'), ['call'], [], 'dynamics', { timeout: 150 })
    expect(result?.findings.find(({ rule }) => rule === 'events-taken')?.happened).toMatch(/did not answer within 0\.2 s/)
  })

  it.concurrent('is busy at first gets its events again, where deliveries are repeated', async () => {
    const once = await rehearse(app('is busy at first'), ['call'])
    expect(once[0]?.findings.find(({ rule }) => rule === 'events-taken')?.happened).toContain('answered 502: {"error":"busy"}')
    const again = await rehearse(app('is busy at first'), ['call'], [], 'dynamics', { retries: 1 })
    expect([again[0]?.findings, again[0]?.unmet]).toEqual([[], []])
  })

  it.concurrent('sends no traceparent is told what cannot be known, and not blamed for it', async () => {
    const [one, two] = await rehearse(app('sends no traceparent'), ['call', 'twoCalls'])
    for (const result of [one, two]) expect([result?.findings, result?.unmet]).toEqual([[], []])
    expect(one?.trace.flatMap((entry) => (entry.kind === 'exchange' ? [entry.by] : []))).toEqual(['only', 'data'])
    const whose = two?.unjudged?.find(({ what }) => what.startsWith('whose'))
    expect(whose?.why).toContain('traceparent')
  })
})

describe('the examples', () => {
  const example = (name: string) => `${process.execPath} ${new URL(`../../examples/${name}`, import.meta.url).pathname}`
  it.concurrent.each<[string, string, Crm, Partial<ExternalSettings>]>([
    ['the module', './examples/module.mjs', 'dynamics', {}],
    ['the webhook, which may be started as a command, too', `command:${example('webhook.mjs')}`, 'dynamics', { health: '/' }],
    ['the command', `command:${example('command.mjs')}`, 'zendesk', {}],
  ])('hold: %s', async (_, integration, crm, settings) => {
    const results = await rehearse(integration, ['call', 'contactFirst'], [], crm, settings)
    expect(results.map(({ findings, unmet }) => [findings, unmet])).toEqual([
      [[], []],
      [[], []],
    ])
  })

  it('are short', () => {
    for (const name of ['module.mjs', 'webhook.mjs', 'command.mjs'])
      expect(readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8').split('\n').length).toBeLessThan(100)
  })
})
