import { describe, expect, it } from 'vitest'
import { PlayError } from '../../harness/play/world.ts'
import { play } from '../../harness/play.ts'
import type { TraceEntry } from '../../harness/trace.ts'
import { call, scenario, worse } from './tools.ts'

const plain = scenario(call('  - memorialized: { record: contact, within: 2s, fields: { Disposition Name: Solved } }'))
const exchanges = (trace: readonly TraceEntry[]) => trace.flatMap((entry) => (entry.kind === 'exchange' ? [entry.exchange] : []))
const dues = (trace: readonly TraceEntry[]) =>
  trace.flatMap((entry) => (entry.kind === 'moment' && entry.moment.what === 'due' ? [{ at: entry.at, values: entry.moment.values }] : []))
const signIns = (trace: readonly TraceEntry[]) =>
  exchanges(trace).flatMap(({ actions, at, until }) => actions.flatMap((action) => (action.kind === 'signed-in' ? [{ ...action, took: until - at }] : [])))

describe.each(['dynamics', 'zendesk'] as const)('on %s', (crm) => {
  it('the same seed gives the same trace, another seed another', async () => {
    const [a, b, c] = [await play(plain, crm, { seed: 1 }), await play(plain, crm, { seed: 1 }), await play(plain, crm, { seed: 2 })]
    expect(a.findings.concat(b.findings)).toEqual([])
    expect([a.unmet, b.unmet, c.unmet]).toEqual([[], [], []])
    expect(a.traceHash).toMatch(/^[\da-f]{8}$/)
    expect(b.traceHash).toBe(a.traceHash)
    expect(c.traceHash).not.toBe(a.traceHash)
  })

  it('the token is fresh, expired or not there yet, as the scenario has it', async () => {
    const given = (token: string) => scenario(call('  - linked: { record: contact }').replace('given:', `given:\n  token: ${token}`))
    expect(signIns((await play(given('fresh'), crm)).trace)).toEqual([])
    expect(signIns((await play(given('none'), crm)).trace)).toMatchObject([{ ok: true, renewal: false }])
    const renewals = signIns((await play(given('expired'), crm)).trace)
    expect(renewals).toMatchObject([{ ok: true, renewal: true }])
    if (crm === 'dynamics') {
      expect(renewals[0]?.took).toBeGreaterThanOrEqual(9000)
      expect(renewals[0]?.took).toBeLessThan(15_200)
    }
  })

  it('steps happen at their times, and each exchange is known to its interaction', async () => {
    const { trace, from } = await play(plain, crm)
    const steps = trace.flatMap((entry) => (entry.kind === 'step' ? [[(entry.at - from) / 1000, entry.says]] : []))
    expect(steps).toEqual([
      [0, 'Ada Byron calls'],
      [6, 'Mia answers'],
      [40, 'Mia links the contact'],
      [186, 'Mia hangs up'],
      [200, 'Mia selects the disposition Solved, notes: By mail.'],
      [210, 'Mia finishes after-call work'],
    ])
    const subjects = new Set(trace.flatMap((entry) => (entry.kind === 'event' ? [entry.event.subject] : [])))
    const owners = new Set(trace.flatMap((entry) => (entry.kind === 'exchange' ? [entry.interaction] : [])))
    expect(owners).toEqual(subjects)
  })

  it('an exchange without trace context is known by its record', async () => {
    const integration = worse({
      env: (env) => ({
        ...env,
        fetch(input, init) {
          const headers = new Headers(init?.headers)
          if (['PATCH', 'PUT'].includes(init?.method ?? '')) headers.delete('traceparent')
          return env.fetch(input, { ...init, headers })
        },
      }),
    })
    const { trace, unmet } = await play(plain, crm, { integration })
    expect(unmet).toEqual([])
    expect(trace.filter((entry) => entry.kind === 'exchange' && entry.exchange.traceparent === undefined && entry.interaction === undefined)).toEqual([])
  })

  it('no secret is in the trace', async () => {
    const { trace } = await play(scenario(call('  - linked: { record: contact }').replace('given:', 'given:\n  token: none')), crm)
    const text = JSON.stringify(
      trace.map((entry) => (entry.kind === 'exchange' ? { ...entry, request: entry.exchange.request, response: entry.exchange.response } : entry)),
    )
    expect(text).not.toContain('rehearsal-secret')
    expect(text).not.toMatch(/eyJ[\w-]{20,}/)
  })
})

it('an integration that is never done does not stop the play', async () => {
  const integration = worse({ deliver: (event, next) => (event.type.endsWith('VoiceContact') ? new Promise(() => {}) : next(event)) })
  const { trace } = await play(plain, 'dynamics', { integration, rules: [] })
  const errors = trace.flatMap((entry) => (entry.kind === 'delivered' && entry.error ? [entry.error] : []))
  expect(errors.length).toBeGreaterThan(0)
  expect(errors[0]).toContain('ten minutes after the last step')
})

it('an integration that throws is noted, and the next event still comes', async () => {
  const integration = worse({
    deliver: async (event, next) => {
      if (event.type.endsWith('AgentState')) throw new Error('no idea')
      await next(event)
    },
  })
  const { trace, unmet } = await play(plain, 'dynamics', { integration })
  expect(trace.filter((entry) => entry.kind === 'delivered' && entry.error === 'no idea')).toHaveLength(2)
  expect(unmet).toEqual([])
})

it('after-call work times out by itself', async () => {
  const timed = scenario(`title: Timeout
configuration: support
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }]
  skills: [{ name: Support, acwTimeout: 45s }]
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron } }
  - { at: 00:06, agent.answers: { agent: Mia } }
  - { at: 01:00, agent.hangsUp: {} }
  - { at: 02:00, world.waits: { for: 1s } }
`)
  const { trace, from } = await play(timed, 'dynamics')
  expect(dues(trace).map(({ at }) => at - from)).toEqual([105_000])
})

it('after-call work times out for everybody in a conference that the contact leaves', async () => {
  const timed = scenario(`title: Timeout
configuration: support
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }]
  skills: [{ name: Support, acwTimeout: 45s }]
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron } }
  - { at: 00:06, agent.answers: { agent: Mia } }
  - { at: 00:30, agent.conferences: { with: Tom } }
  - { at: 01:00, contact.hangsUp: {} }
`)
  const { trace, from } = await play(timed, 'dynamics')
  const both = dues(trace).map(({ at, values }) => [values['Agent Name'], at - from])
  expect(both.sort()).toEqual([
    ['Mia', 105_000],
    ['Tom', 105_000],
  ])
})

it.each(['agent.conferences: { with: Tom }', 'agent.transfers: { to: { agent: Tom } }'])('after a consult, %s is done by the one who asked', async (step) => {
  const asked = scenario(`title: Consult
configuration: support
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }]
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron } }
  - { at: 00:06, agent.answers: { agent: Mia } }
  - { at: 00:30, agent.consults: { with: Tom } }
  - { at: 00:40, agent.answers: { agent: Tom } }
  - { at: 01:00, ${step} }
  - { at: 02:00, contact.hangsUp: {} }
  - { at: 02:10, agent.finishesAcw: { agent: Mia } }
  - { at: 02:20, agent.finishesAcw: { agent: Tom } }
`)
  const { trace, unmet } = await play(asked, 'dynamics')
  expect(unmet).toEqual([])
  expect(trace.filter((entry) => entry.kind === 'moment' && entry.moment.what === 'started')).toHaveLength(2)
})

it('who has a call and passes it on to themselves is told so', async () => {
  const own = scenario(call('  - linked: { record: contact }', '  - { at: 01:00, agent.transfers: { to: { agent: Mia } } }'))
  expect((await play(own, 'dynamics')).unmet).toMatchObject([{ line: 9, happened: expect.stringContaining('Mia has it already') }])
})

it('copies have contacts and agents of their own', async () => {
  const crowd = scenario(call('  - memorialized: { record: contact }\n  - linked: { record: contact, count: 3 }').replace('given:', 'given:\n  times: 3'))
  const { trace, unmet, findings } = await play(crowd, 'zendesk')
  expect(unmet).toEqual([])
  expect(findings).toEqual([])
  expect(dues(trace).map(({ values }) => values['Agent Name'])).toEqual(['Mia 1', 'Mia 2', 'Mia 3'])
})

it('copies of an agent whom the scenario describes are three people, not one under three names', async () => {
  const source = call('  - memorialized: { record: contact }').replace(
    'given:',
    "given:\n  times: 3\n  agents: [{ name: Mia, id: '7001', phone: +49 30 5500001 }]",
  )
  const { trace } = await play(scenario(source), 'dynamics', { rules: [] })
  expect(dues(trace).map(({ values }) => values['Agent ID'])).toEqual(['7001-1', '7001-2', '7001-3'])
})

it('a configuration that is not there is said with the places looked at', async () => {
  const lost = { ...plain, configuration: 'suport' }
  await expect(play(lost, 'dynamics')).rejects.toThrow(PlayError)
  await expect(play(lost, 'dynamics')).rejects.toThrow(/configurations\/suport\.dynamics\.yaml/)
})
