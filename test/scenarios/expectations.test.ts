import { describe, expect, it } from 'vitest'
import { play } from '../../harness/play.ts'
import { call, scenario, worse } from './tools.ts'

const crms = ['dynamics', 'zendesk'] as const

/** An integration that does nothing at all. */
const idle = () => ({ start: async () => {}, deliver: async () => {}, stop: async () => {} })
/** The integration's change of a contact goes out as something else. */
const instead =
  (fetch: typeof globalThis.fetch, other: RequestInit): typeof globalThis.fetch =>
  (input, init) =>
    fetch(input, init && ['PATCH', 'PUT'].includes(init.method ?? '') ? { ...init, ...other } : init)
const unmet = async (expectation: string, crm: (typeof crms)[number], options: Parameters<typeof play>[2] = {}, steps = '') =>
  (await play(scenario(call(`  - ${expectation}`, steps)), crm, { rules: [], ...options })).unmet

describe.each(crms)('on %s each expectation can fail, and says what happened', (crm) => {
  it('memorialized: nothing came', async () => {
    expect(await unmet('memorialized: { record: contact }', crm, { integration: idle })).toMatchObject([{ happened: 'nothing was written to it', line: 14 }])
  })
  it('memorialized: nothing came, for nothing was linked', async () => {
    const text = call('  - memorialized: { record: contact }').replace(/.*agent\.links.*\n/, '')
    expect((await play(scenario(text), crm, { rules: [] })).unmet).toMatchObject([
      { happened: expect.stringContaining('no step links a contact (agent.links') },
    ])
  })
  it('memorialized: another text came', async () => {
    expect(await unmet('memorialized: { record: contact, fields: { Disposition Name: Unsolved } }', crm)).toMatchObject([
      { expected: 'Disposition Name "Unsolved" in the contact', happened: expect.stringContaining('got "Solved"') },
    ])
  })
  it('memorialized: too late', async () => {
    const integration = worse({ env: (env) => ({ ...env, fetch: (...args) => env.clock.sleep(3000).then(() => env.fetch(...args)) }) })
    expect(await unmet('memorialized: { record: contact, within: 2s }', crm, { integration })).toMatchObject([
      { happened: expect.stringMatching(/^it took 3\.\d s$/) },
    ])
  })
  it('memorialized: accepted, but the CRM does not hold it', async () => {
    const integration = worse({
      env: (env) => ({
        ...env,
        async fetch(input, init) {
          const answer = await env.fetch(input, init)
          if (!['PATCH', 'PUT'].includes(init?.method ?? '')) return answer
          await env.fetch(input, { ...init, body: String(init?.body).replaceAll('Solved', 'Overwritten') })
          return answer
        },
      }),
    })
    expect(await unmet('memorialized: { record: contact, fields: { Disposition Name: Solved } }', crm, { integration })).toMatchObject([
      { happened: expect.stringContaining('the CRM holds "Overwritten"') },
    ])
  })
  it('memorialized: a field that the configuration does not map', async () => {
    expect(await unmet('memorialized: { record: contact, fields: { Skill ID: "1" } }', crm)).toMatchObject([
      { happened: expect.stringContaining('does not map Skill ID') },
    ])
  })
  it('silent: written too early', async () => {
    const integration = worse({
      deliver: async (event, next) => {
        const data = event.data as { finalState?: boolean }
        await next(
          event.type.endsWith('CallContactEvent') && 'finalState' in data && event.endedby
            ? { ...event, data: { ...event.data, finalState: true } as never }
            : event,
        )
      },
    })
    expect((await unmet('silent: { until: agent.finishesAcw }', crm, { integration }))[0]).toMatchObject({ happened: expect.stringContaining('at 03:06') })
  })
  it('withheld: written all the same', async () => {
    expect(await unmet('withheld: { record: contact, fields: [Disposition Name] }', crm)).toMatchObject([
      { happened: expect.stringContaining('"Solved"') },
      { happened: expect.stringContaining('the CRM holds "Solved"') },
    ])
  })
  it('untouched: touched', async () => {
    expect((await unmet('untouched: { record: contact }', crm)).length).toBe(1)
  })
  it('untouched: deleted', async () => {
    const integration = worse({ env: (env) => ({ ...env, fetch: instead(env.fetch, { method: 'DELETE', body: null }) }) })
    expect(await unmet('untouched: { record: contact }', crm, { integration })).toMatchObject([{ happened: expect.stringContaining('deleted one') }])
  })
  it('untouched: done, though the answer was lost', async () => {
    const lost = "faults: [{ when: { mock: crm, method: 'P*', path: '/api/*' }, times: 1, effect: { kind: drop, when: after } }]"
    const source = call('  - untouched: { record: contact }').replace('given:', `given:\n  ${lost}`)
    expect((await play(scenario(source), crm, { rules: [] })).unmet.length).toBeGreaterThan(0)
  })
  it('created, linked, popped, renewed: another number', async () => {
    expect(await unmet('created: { record: contact, count: 1 }', crm)).toMatchObject([{ happened: '0 created' }])
    expect(await unmet('linked: { record: contact, count: 2 }', crm)).toMatchObject([{ happened: '1 linked' }])
    expect(await unmet('popped: { count: 0 }', crm)).toMatchObject([{ expected: 'no screen pop' }])
    expect(await unmet('renewed: { times: 1 }', crm)).toMatchObject([{ happened: '0 renewals' }])
  })
  it('card: other records', async () => {
    expect(await unmet('card: { current: [Ben] }', crm)).toMatchObject([{ expected: 'Current Interaction: Ben' }])
    expect(await unmet('card: { related: [] }', crm)).toMatchObject([
      { expected: 'Related Interactions: nothing', happened: expect.stringContaining('Ada Byron') },
    ])
  })
  it('failed, lost: nobody was told', async () => {
    expect(await unmet('failed: { record: contact }', crm)).toMatchObject([{ happened: 'nothing was reported' }])
    expect(await unmet('lost: { field: Disposition Notes }', crm)).toMatchObject([{ happened: 'no loss was reported' }])
  })
})

it('an unforeseen impossible step is an unmet expectation, with its line and what is possible', async () => {
  const found = await unmet('linked: { record: contact }', 'dynamics', {}, '  - { at: 01:00, agent.resumes: {} }')
  expect(found).toMatchObject([{ line: 9, expected: 'agent.resumes to be possible', happened: expect.stringContaining('Possible now: ') }])
})

it('a step that should be impossible and is not is one too', async () => {
  const found = await unmet('linked: { record: contact }', 'dynamics', {}, '  - { at: 01:00, agent.holds: {}, impossible: true }')
  expect(found).toMatchObject([{ line: 9, happened: 'it was possible' }])
})

it('is silent until the step is done, not until it was refused as it should be', async () => {
  const early = worse({
    deliver: async (event, next) => {
      const told = event.type.endsWith('CallContactEvent') && event.endedby !== undefined
      await next(told ? { ...event, data: { ...event.data, finalState: true } as never } : event)
    },
  })
  const found = await unmet(
    'silent: { until: agent.finishesAcw }',
    'dynamics',
    { integration: early },
    '  - { at: 01:00, agent.finishesAcw: {}, impossible: true }',
  )
  expect(found[0]).toMatchObject({ expected: 'nothing written before agent.finishesAcw at 03:30.0', happened: expect.stringContaining('at 03:06') })
})

it('a delete breaks the silence, too', async () => {
  const integration = worse({ env: (env) => ({ ...env, fetch: instead(env.fetch, { method: 'DELETE', body: null }) }) })
  const update = '  - { at: 01:00, agent.updates: { record: contact, fields: { name: Ada Lovelace } } }'
  const late = await unmet('silent: { until: agent.finishesAcw }', 'dynamics', { integration }, update)
  expect(late[0]).toMatchObject({ happened: expect.stringMatching(/^DELETE .* at 01:00/) })
})

it('memorialized by: in several copies the agent of each copy is meant', async () => {
  const crowd = (by: string) =>
    scenario(call(`  - memorialized: { record: contact, by: ${by} }`).replace('given:', 'given:\n  agents: [{ name: Tom }]\n  times: 2'))
  expect((await play(crowd('Mia'), 'dynamics')).unmet).toEqual([])
  expect((await play(crowd('Tom'), 'dynamics')).unmet).toMatchObject([{ expected: 'memorialization for Tom to fall due' }])
})
