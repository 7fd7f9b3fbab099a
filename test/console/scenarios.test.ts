import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { DeskView, ScenarioRow } from '../../harness/console/protocol.ts'
import { play } from '../../harness/play.ts'
import { packagedScenarios } from '../../harness/scenario/library.ts'
import { isScenario, loadScenario } from '../../harness/scenario/load.ts'
import { inThisProcess } from '../clients/in-this-process.ts'
import { folder } from '../clients/program.ts'
import { console } from './console-tools.ts'

const place = folder()
afterAll(place.remove)

type Desk = ReturnType<ReturnType<typeof console>['desk']>

/** Does every step by hand, as fast as a hand is. */
async function byHand(desk: Desk) {
  for (;;) {
    const { scenario } = await desk.until('the next step', (view) => view.scenario?.state === 'waiting' || view.scenario?.state === 'over')
    if (scenario?.state === 'over') return scenario
    await desk.does({ do: 'scenario.next' })
  }
}

describe('scenarios at a desk', () => {
  it('tell, of a call in a flow, what the caller hears and presses and what the agent is shown', async () => {
    const desk = console().desk()
    await desk.does({ do: 'scenario.chooses', id: 'webex/known-caller-with-a-case', crm: 'dynamics' })
    await byHand(desk)
    const [interaction] = (await desk.view()).interactions
    const heard = interaction?.flow?.heard ?? []
    expect(heard.map(({ activity, did }) => `${activity} ${did}`)).toEqual([
      'Welcome spoke',
      'CaseMessage spoke',
      'MainMenu spoke',
      'MainMenu digits',
      'WaitForAgent queued',
      'HoldMusic music',
    ])
    expect(heard.find(({ activity, did }) => activity === 'MainMenu' && did === 'spoke')?.text).toBe(
      'Press 1 to speak with an agent.\nPress 2 to end the call.',
    )
    expect(interaction?.flow?.shown).toContainEqual({ label: 'Customer', value: 'Ada Byron' })
  })

  it('offer of a call in a flow nothing that is done on a customer card, for it has none', async () => {
    const desk = console().desk()
    await desk.does({ do: 'scenario.chooses', id: 'webex/known-caller-with-a-case', crm: 'dynamics' })
    await desk.does({ do: 'scenario.runs' })
    await desk.advance('90s')
    const { interactions } = await desk.until('an agent', (view) => view.interactions[0]?.contacts[0]?.agent)
    expect(interactions[0]?.contacts[0]?.allowed).toContain('agent.hangsUp')
    expect(interactions[0]?.contacts[0]?.allowed).not.toContain('agent.searches')
  })

  it('are not needed for a flow to know its caller: people of free play are found by the number that they call from', async () => {
    const desk = console({ configurations: [join(packagedScenarios(), 'configurations', 'data-dip.dynamics.yaml')] }).desk()
    await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
    await desk.advance('10s')
    const { records } = await desk.until('her case', (view) => view.records.length > 1)
    expect(records.map(({ display }) => display).sort()).toEqual(['Ada Byron', 'Invoice is too high'])
  })

  it('say that the flow ended a call, and not the contact', async () => {
    const desk = console().desk()
    await desk.does({ do: 'scenario.chooses', id: 'webex/known-caller-with-a-case', crm: 'dynamics' })
    await desk.does({ do: 'scenario.next' })
    const { interactions } = await desk.until('a call', (view) => view.interactions[0]?.contacts[0]?.allowed.includes('contact.presses'))
    await desk.does({ do: 'contact.presses', contact: interactions[0]?.contacts[0]?.contact as string, args: { digits: '2' } })
    await desk.advance('1m')
    const view = await desk.until('the end', ({ interactions: [one] }) => one?.over)
    expect(view.interactions[0]?.flow?.heard.at(-1)).toMatchObject({ activity: 'HangUp', did: 'disconnected' })
    expect(view.interactions[0]?.contacts[0]).not.toHaveProperty('endedBy')
  })

  it('that are not there leave the desk as it is', async () => {
    const desk = console().desk()
    await desk.call()
    expect((await desk.refused({ do: 'scenario.chooses', id: 'voice/agent-finishes-awc' })).status).toBe(404)
    expect((await desk.refused({ do: 'scenario.chooses', id: 'webex/token-expired', crm: 'zendesk' })).status).toBe(400)
    expect((await desk.view()).interactions).toHaveLength(1)
  })

  it('are those that have something to show, with their stories', async () => {
    const { scenarios } = (await console().told<{ scenarios: ScenarioRow[] }>('GET /_sim/desk/scenarios')).body
    expect(scenarios.length).toBeGreaterThan(100)
    expect(scenarios.find(({ id }) => id === 'voice/agent-finishes-acw')).toMatchObject({
      crm: ['dynamics', 'zendesk'],
      story: expect.stringContaining('Ada'),
      steps: 8,
    })
    expect(scenarios.every(({ steps }) => steps > 0)).toBe(true)
  })

  it('are done step by step, each at its own time, and judged at the end', async () => {
    const desk = console().desk()
    const chosen = await desk.does({ do: 'scenario.chooses', id: 'voice/agent-finishes-acw' })
    expect(chosen.cast).toMatchObject({ contacts: [{ name: 'Ada Byron', inCrm: true }], agents: [{ name: 'Mia' }], skills: [{ name: 'Support', acw: true }] })
    expect(chosen.scenario).toMatchObject({ state: 'waiting', startedAt: Date.parse('2026-11-20T08:00:00Z') })
    expect(chosen.scenario?.script.map(({ verb, done }) => [verb, done]).slice(0, 2)).toEqual([
      ['contact.calls', 'next'],
      ['agent.answers', 'no'],
    ])
    // The answer does not wait for a step that takes its time, nor does it on a busy machine.
    await desk.does({ do: 'scenario.next' })
    await desk.until('the first step', ({ scenario }) => scenario?.state === 'waiting' && scenario.script[0]?.done === 'yes')
    await desk.does({ do: 'scenario.next' })
    const second = await desk.until('the second step', ({ scenario }) => scenario?.state === 'waiting' && scenario.script[1]?.done === 'yes')
    expect(second.clock.now - (chosen.scenario?.startedAt as number)).toBe(chosen.scenario?.script[1]?.due)
    expect(second.scenario?.script.map(({ done }) => done)).toEqual(['yes', 'yes', 'next', 'no', 'no', 'no', 'no', 'no'])
    const over = await byHand(desk)
    expect(over.verdict).toEqual({ held: true, unmet: [] })
    expect((await desk.refused({ do: 'scenario.next' })).body.error.code).toBe('no-scenario')
  })

  it.each([
    ['voice/contact-hangs-up-first', 'dynamics'],
    ['voice/acw-times-out', 'zendesk'],
    ['digital/transfer-to-agent', 'dynamics'],
    ['tokens/first-call-of-the-day', 'dynamics'],
    ['tokens/system-user-disabled', 'zendesk'],
    ['workflows/custom-create', 'dynamics'],
    ['time/leap-day', 'zendesk'],
    ['webex/token-expired', 'dynamics'],
    ['faults/answer-lost-on-memorialization', 'dynamics'],
  ] as const)('%s holds on %s, by hand', async (id, crm) => {
    const desk = console({ frozen: false }).desk()
    await desk.does({ do: 'scenario.chooses', id, crm })
    expect((await byHand(desk)).verdict).toEqual({ held: true, unmet: [] })
  })

  it('tell of a text that the CRM cut, how much of it and where', async () => {
    const desk = console({ frozen: false }).desk()
    await desk.does({ do: 'scenario.chooses', id: 'limits/notes-too-long', crm: 'dynamics' })
    await byHand(desk)
    expect((await desk.view()).notices).toContainEqual(
      expect.objectContaining({ kind: 'lost', type: 'contact', field: 'description', kept: expect.any(Number), unit: 'characters' }),
    )
  })

  it('play on at their own times when they are let, and stop when they are paused', async () => {
    const { worlds, desk: at } = console()
    const desk = at()
    await desk.does({ do: 'scenario.chooses', id: 'voice/agent-finishes-acw' })
    await desk.does({ do: 'scenario.runs' })
    await desk.until('running', ({ scenario }) => scenario?.state === 'running')
    expect((await desk.refused({ do: 'scenario.next' })).body.error.code).toBe('busy')
    await desk.advance('10s')
    const answered = await desk.until('two steps', ({ scenario }) => scenario?.script[1]?.done === 'yes')
    expect(answered.scenario?.script[2]?.done).toBe('next')
    expect((await desk.does({ do: 'scenario.pauses' })).scenario?.state).toBe('waiting')
    expect(worlds.baseline.clock.next()).toBeUndefined()
    await desk.does({ do: 'scenario.runs' })
    await desk.advance('1h')
    expect((await desk.until('the end', ({ scenario }) => scenario?.state === 'over')).scenario?.verdict?.held).toBe(true)
  })

  it('have the World for themselves, and give it back with its records, settings and time', async () => {
    const { worlds, desk: at } = console()
    const desk = at()
    const world = worlds.baseline
    await desk.call()
    const [settings, before] = [structuredClone(world.settings), JSON.stringify(world.store.dump())]
    await desk.does({ do: 'scenario.chooses', id: 'tokens/longest-renewal' })
    expect(JSON.stringify(world.store.dump())).not.toBe(before)
    expect(world.settings).not.toEqual(settings)
    expect((await desk.view()).draft.saveable).toBe(false)
    await desk.does({ do: 'scenario.restarts' })
    expect((await desk.view()).scenario?.script[0]?.done).toBe('next')
    await desk.does({ do: 'scenario.leaves' })
    expect(JSON.stringify(world.store.dump())).toBe(before)
    expect(world.settings).toEqual(settings)
    expect(world.clock.now()).toBe(Date.parse('2026-11-20T08:00:00Z'))
    expect(worlds.list()).toHaveLength(1)
  })

  it('leave a snapshot that free play goes on from, with the people of the scenario', async () => {
    const { told, desk } = console()
    await desk().does({ do: 'scenario.chooses', id: 'voice/agent-finishes-acw' })
    await told('POST /_sim/snapshots', { name: 'scenario' })
    await desk().does({ do: 'scenario.leaves' })
    expect((await told('POST /_sim/snapshots/scenario/restore', {})).status).toBe(200)
    const { status, body } = await told<DeskView>('POST /_sim/desk', { do: 'contact.calls', args: { from: 'Ada Byron', skill: 'Support' } })
    expect([status, body.interactions?.length]).toEqual([200, 1])
  })

  it('lose the settings of a scenario, too, when the World is reset in the middle of it', async () => {
    const { worlds, told, desk: at } = console()
    const settings = structuredClone(worlds.baseline.settings)
    await at().does({ do: 'scenario.chooses', id: 'tokens/longest-renewal' })
    await told('POST /_sim/reset', {})
    expect(worlds.baseline.settings).toEqual(settings)
    expect((await at().view()).scenario).toBeUndefined()
  })
})

describe('free play', () => {
  const save = async (desk: Desk, ask: ReturnType<typeof console>['ask'], name: string) => {
    const answer = await ask(`GET /_sim/desk/scenario.yaml?title=${encodeURIComponent(name)}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name.toLowerCase().replaceAll(' ', '-')}.yaml"`)
    expect((await desk.view()).draft.saveable).toBe(true)
    const file = join(place.path, `${name.toLowerCase().replaceAll(' ', '-')}.yaml`)
    writeFileSync(file, await answer.text())
    return file
  }

  it('is saved with the name of its configuration’s file, not with what stands in it', async () => {
    const text = readFileSync(join(packagedScenarios(), 'configurations/support.dynamics.yaml'), 'utf8').replace(/^name: .*/m, 'name: Premium care')
    writeFileSync(join(place.path, 'gold.dynamics.yaml'), text)
    const { desk: at, ask } = console({ configurations: [join(place.path, 'gold.dynamics.yaml')] })
    await at().call()
    expect(await (await ask('GET /_sim/desk/scenario.yaml?title=x')).text()).toMatch(/^configuration: gold$/m)
  })

  it('is saved as a scenario that the command line plays, and holds', async () => {
    const { ask, desk: at } = console()
    const desk = at()
    const contact = await desk.call()
    await desk.does({ do: 'agent.pins', contact, args: { record: 'contact' } })
    await desk.advance('1m')
    await desk.does({ do: 'contact.hangsUp', contact })
    await desk.does({ do: 'agent.selectsDisposition', contact, args: { name: 'Solved: "yes"', notes: 'Line one\nLine two', tags: ['invoice'] } })
    await desk.advance('12500ms')
    await desk.does({ do: 'agent.finishesAcw', contact })
    await desk.until('memorialized', ({ records }) => records.some(({ fields }) => fields.some(({ by }) => by === 'memorialization')))
    const file = await save(desk, ask, 'Cut off')
    const { code, out } = await inThisProcess('play', file)
    expect(out).toContain('1 play · 1 held')
    expect(code).toBe(0)
    const scenario = loadScenario(file)
    if (!isScenario(scenario)) throw new Error(JSON.stringify(scenario))
    expect(scenario.expect.map(({ kind }) => kind)).toEqual(['memorialized', 'withheld'])
    expect(scenario.steps.map(({ verb, at, after }) => [verb, at, after]).at(-1)).toEqual(['agent.finishesAcw', undefined, 12_500])
  })

  it('with several interactions, a transfer, a stranger, a fault and a dead token plays again with the same steps', async () => {
    const { ask, desk: at } = console()
    const desk = at()
    await desk.does({ do: 'cast.adds', name: 'Zoë', phone: '+49 40 5550177' })
    await desk.does({ do: 'contact.calls', args: { from: 'Zoë', skill: 'Support' } })
    const call = await desk.contact()
    await desk.does({ do: 'agent.answers', contact: call, args: { agent: 'Mia' } })
    await desk.does({ do: 'fault.switches', name: 'throttled-write', on: true })
    await desk.does({ do: 'contact.chats', args: { from: 'Ada Byron', text: 'Hello', channel: 'Chat' } })
    const chat = await desk.contact()
    await desk.does({ do: 'agent.accepts', contact: chat, args: { agent: 'Ben' } })
    await desk.does({ do: 'agent.transfers', contact: call, args: { to: { skill: 'Short calls' } } })
    await desk.advance('90s')
    await desk.does({ do: 'world.expiresTokens' })
    await desk.does({ do: 'agent.says', contact: chat, args: { text: 'Hi Ada' } })
    await desk.does({ do: 'agent.unassignsAndDismisses', contact: chat })
    await desk.does({ do: 'fault.switches', name: 'slow', on: true })
    await desk.does({ do: 'fault.switches', name: 'slow', on: false })
    const file = await save(desk, ask, 'A busy hour')
    const scenario = loadScenario(file)
    if (!isScenario(scenario)) throw new Error(JSON.stringify(scenario))
    expect(scenario.steps.map(({ verb }) => verb)).toEqual([
      'contact.calls',
      'agent.answers',
      'world.faults',
      'contact.chats',
      'agent.accepts',
      'agent.transfers',
      'world.expiresTokens',
      'agent.says',
      'agent.unassignsAndDismisses',
    ])
    // An expectation holds for all contacts of a scenario: of several nothing is said.
    expect(scenario.expect).toEqual([])
    const { unmet, findings } = await play(scenario, 'dynamics')
    expect(unmet).toEqual([])
    expect(findings).toEqual([])
  })

  it('keeps the order of its steps when somebody sets the clock back', async () => {
    const { ask, told, desk: at } = console()
    const desk = at()
    const contact = await desk.call()
    await desk.advance('2m')
    await desk.does({ do: 'agent.holds', contact })
    await told('POST /_sim/clock', { set: '2026-11-20T08:00:30Z' })
    await desk.does({ do: 'agent.resumes', contact })
    await desk.advance('1s')
    const scenario = loadScenario(await save(desk, ask, 'Back in time'))
    if (!isScenario(scenario)) throw new Error(JSON.stringify(scenario))
    expect(scenario.steps.map(({ verb, at }) => [verb, at]).slice(2)).toEqual([
      ['agent.holds', 120_000],
      ['agent.resumes', 120_000],
    ])
  })

  it('begins with the dead token that it began with', async () => {
    const { ask, desk: at } = console()
    const desk = at()
    await desk.call()
    await desk.does({ do: 'world.expiresTokens' })
    await desk.does({ do: 'desk.clears' })
    await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
    expect(await (await ask('GET /_sim/desk/scenario.yaml?title=x')).text()).toMatch(/^ {2}token: expired$/m)
  })

  it('lays a fault that was switched off for as often as it struck', async () => {
    const { ask, desk: at } = console({ frozen: false })
    const desk = at()
    await desk.does({ do: 'fault.switches', name: 'slow', on: true })
    await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
    const { faults } = await desk.until('a card', ({ interactions }) => interactions[0]?.card?.related.length)
    const struck = faults.find(({ name }) => name === 'slow')?.struck
    expect(struck).toBeGreaterThan(0)
    await desk.does({ do: 'fault.switches', name: 'slow', on: false })
    expect(await (await ask('GET /_sim/desk/scenario.yaml?title=x')).text()).toMatch(new RegExp(`name: slow[\\s\\S]*times: ${struck}\\b`))
  })

  it('says in the file which steps fit several contacts of the same people', async () => {
    const { ask, desk: at } = console()
    const desk = at()
    const saved = async () => await (await ask('GET /_sim/desk/scenario.yaml?title=x')).text()
    await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
    const first = await desk.contact()
    await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
    expect(await saved()).not.toContain('several contacts')
    await desk.does({ do: 'contact.hangsUp', contact: first })
    await desk.does({ do: 'contact.hangsUp', contact: await desk.contact() })
    expect(await saved()).toMatch(/^# Step 3: the names fit several contacts\./m)
  })

  it('that is nothing yet cannot be saved', async () => {
    const { told } = console()
    expect(await told('GET /_sim/desk/scenario.yaml')).toMatchObject({ status: 409, body: { error: { code: 'nothing-played' } } })
  })
})
