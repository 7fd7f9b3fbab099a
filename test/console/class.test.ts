import { describe, expect, it, vi } from 'vitest'
import type { DeskRow, DeskView } from '../../harness/console/protocol.ts'
import { ControlError } from '../../mocks/core/control/answers.ts'
import { console, type Failure } from './console-tools.ts'

type Rows = { desks: DeskRow[] }

/** Server-sent events as they come: `next('desk')` is the data of the next one of that name. */
async function listening(ask: ReturnType<typeof console>['ask'], world?: string) {
  const answer = await ask(`GET /_sim/events${world === undefined ? '' : `?world=${world}`}`)
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  const waiting: { event: string; data: unknown }[] = []
  let rest = ''
  const next = async <T>(event: string): Promise<T> => {
    for (;;) {
      const at = waiting.findIndex((one) => one.event === event)
      if (at >= 0) return waiting.splice(0, at + 1).at(-1)?.data as T
      const { value, done } = await reader.read()
      if (done) throw new Error('the stream ended')
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const [, name] = /^event: (.*)$/m.exec(block) ?? []
        const [, data] = /^data: (.*)$/m.exec(block) ?? []
        if (name !== undefined && data !== undefined) waiting.push({ event: name, data: JSON.parse(data) })
      }
    }
  }
  return { next, close: () => reader.cancel() }
}

describe('a class', () => {
  it('has a World for everybody, forked from the trainer’s as it is, at the trainer’s time', async () => {
    const { desk } = console()
    await desk().call('Ada Byron')
    await desk().advance('90m')
    const mine = desk('class-01')
    const first = await mine.view()
    expect(first).toMatchObject({ world: 'class-01', baseline: false, interactions: [], clock: { scale: 0, now: (await desk().view()).clock.now } })
    expect(first.token.state).toBe('expired')
    await mine.does({ do: 'contact.calls', args: { from: 'Joost van Dijk' } })
    await mine.until('a renewal', ({ clock }) => clock.next !== null && clock.next - clock.now <= 15_000)
    await mine.does({ do: 'time.steps' })
    const { interactions } = await mine.until('a card', (view) => view.interactions[0]?.card?.related.length)
    expect(interactions[0]?.card?.related.map(({ display }) => display)).toContain('Joost van Dijk')
    expect((await desk().view()).interactions.map(({ customer }) => customer.name)).toEqual(['Ada Byron'])
  })

  it('does not see each other: neither calls nor records nor tokens nor time', async () => {
    const { told, desk } = console()
    const [one, two] = [desk('class-01'), desk('class-02')]
    const contact = await one.call()
    await one.does({ do: 'agent.pins', contact, args: { record: 'contact' } })
    await one.does({ do: 'agent.hangsUp', contact })
    await one.does({ do: 'agent.selectsDisposition', contact, args: { name: 'Solved', notes: 'Only mine.' } })
    await one.advance('5m')
    await one.does({ do: 'agent.finishesAcw', contact })
    await one.until('memorialized', ({ records }) => records.some(({ fields }) => fields.some(({ value }) => value === 'Only mine.')))

    expect(await two.view()).toMatchObject({
      interactions: [],
      records: [],
      findings: [],
      token: { state: 'none' },
      clock: { now: Date.parse('2026-11-20T08:00:00Z') },
    })
    await two.call()
    const seen = JSON.stringify([await two.view(), (await told('GET /_sim/journal?world=class-02')).body])
    expect(seen).not.toContain('Only mine.')
    expect((await two.view()).records[0]?.fields.every(({ before }) => before === undefined)).toBe(true)
  })

  it('is overseen: one line a desk, reset and moved on one by one or all together', async () => {
    const { told, desk } = console()
    expect((await told<Rows>('GET /_sim/desks')).body).toEqual({ desks: [] })
    const opened = (await told<Rows>('POST /_sim/desks', { do: 'opens', worlds: ['class-01', 'class-02'] })).body.desks
    expect(opened.map(({ world, interactions }) => [world, interactions])).toEqual([
      ['class-01', 0],
      ['class-02', 0],
    ])
    const contact = await desk('class-01').call()
    await desk('class-02').does({ do: 'scenario.chooses', id: 'digital/transfer' })
    const rows = (await told<Rows>('GET /_sim/desks')).body.desks
    expect(rows[0]).toMatchObject({
      world: 'class-01',
      crm: 'dynamics',
      token: 'alive',
      open: [{ media: 'voice', customer: 'Ada Byron', phase: 'Active', agent: 'Mia' }],
      interactions: 1,
      memorialized: 0,
      findings: 0,
    })
    expect(rows[1]).toMatchObject({ scenario: { id: 'digital/transfer', step: 0 }, interactions: 0 })

    await told('POST /_sim/desks', { do: 'advances', worlds: ['class-01'], by: '2h' })
    expect((await desk('class-01').view()).token.state).toBe('expired')
    await desk('class-01').does({ do: 'agent.hangsUp', contact })
    const all = (await told<Rows>('POST /_sim/desks', { do: 'resets', worlds: 'all' })).body.desks
    expect(all.map(({ interactions, scenario, token }) => [interactions, scenario, token])).toEqual([
      [0, undefined, 'none'],
      [0, undefined, 'none'],
    ])
    const left = (await told<Rows>('POST /_sim/desks', { do: 'closes', worlds: ['class-02'] })).body.desks
    expect(left.map(({ world }) => world)).toEqual(['class-01'])
  })

  it('is told how many contacts were memorialized, not of how many it was time', async () => {
    const { told, desk } = console()
    const memorialized = async () => (await told<Rows>('GET /_sim/desks')).body.desks.map((row) => row.memorialized)
    const finished = async () => {
      const contact = await desk().call()
      await desk().does({ do: 'agent.pins', contact, args: { record: 'contact' } })
      await desk().does({ do: 'agent.hangsUp', contact })
      await desk().does({ do: 'agent.finishesAcw', contact })
    }
    await finished()
    await desk().until('memorialized', ({ records }) => records.some(({ fields }) => fields.some(({ by }) => by === 'memorialization')))
    expect(await memorialized()).toEqual([1])
    await desk().does({ do: 'fault.switches', name: 'forbidden', on: true })
    await finished()
    await desk().until('a failure', ({ notices }) => notices.some(({ kind }) => kind === 'failed'))
    expect(await memorialized()).toEqual([1])
  })

  it.each([
    [{ do: 'resets', worlds: ['class-1'] }, 404, /no World "class-1"/],
    [{ do: 'opens', worlds: ['../x'] }, 400, /letters, digits/],
    [{ do: 'opens', worlds: 'all' }, 400, /which desks/],
    [{ do: 'closes', worlds: ['demo'] }, 409, /trainer's own/],
    [{ do: 'advances', worlds: ['demo'], by: 'soon' }, 400, /takes a duration/],
  ])('%j is refused', async (command, status, message) => {
    const refused = await console().told<Failure>('POST /_sim/desks', command)
    expect(refused.status).toBe(status)
    expect(refused.body.error.message).toMatch(message)
  })
})

describe('a class that is too large', () => {
  it('is refused as a whole', async () => {
    const { worlds, told } = console()
    const names = Array.from({ length: 201 }, (_, i) => `class-${i}`)
    expect((await told('POST /_sim/desks', { do: 'opens', worlds: names })).status).toBe(400)
    expect(worlds.list()).toHaveLength(1)
  })
})

describe('a desk', () => {
  it.each(['a b', '<script>', '.', ''])('is not opened under "%s", and says what a name may be', async (name) => {
    const { told, worlds } = console()
    const refused = await told<Failure>(`GET /_sim/desk?world=${encodeURIComponent(name)}`)
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { message: `"${name}" is not a World's name.`, expected: expect.stringContaining('letters') } },
    })
    expect(worlds.list()).toHaveLength(1)
  })
})

describe('who listens', () => {
  it('hears the end when the trainer removes the desk', async () => {
    const { ask, told, desk } = console()
    await desk('class-01').view()
    const mine = await listening(ask, 'class-01')
    await mine.next('clock')
    await told('POST /_sim/desks', { do: 'closes', worlds: ['class-01'] })
    await expect(mine.next('never')).rejects.toThrow('the stream ended')
  })

  it('is told of a desk as it changes, in whole, and of nobody else’s', async () => {
    const { ask, desk } = console()
    await desk('class-01').view()
    await desk('class-02').view()
    const mine = await listening(ask, 'class-01')
    expect((await mine.next<DeskView>('desk')).interactions).toEqual([])
    await desk('class-02').does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
    await desk('class-01').does({ do: 'contact.calls', args: { from: 'Joost van Dijk' } })
    const told = await mine.next<DeskView>('desk')
    expect([told.world, told.interactions.map(({ customer }) => customer.name)]).toEqual(['class-01', ['Joost van Dijk']])
    expect(told.revision).toBeGreaterThan(0)
    await mine.close()
  })

  it('is told at once how the desk is, under its name in whatever case', async () => {
    const { ask, desk } = console()
    await desk('class-01').call()
    const mine = await listening(ask, 'Class-01')
    expect((await mine.next<DeskView>('desk')).world).toBe('class-01')
    await mine.close()
  })

  it('to the trainer’s World is told of the whole class', async () => {
    const { ask, desk } = console()
    await desk().view()
    const all = await listening(ask)
    await desk('class-07').does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
    const rows = await all.next<DeskRow[]>('desks')
    expect(rows.map(({ world }) => world)).toContain('class-07')
    await all.close()
  })
})

describe('faults at a desk', () => {
  it('are switched on, strike, are told of, and are switched off', async () => {
    const desk = console().desk()
    const contact = await desk.call()
    await desk.does({ do: 'agent.pins', contact, args: { record: 'contact' } })
    const on = await desk.does({ do: 'fault.switches', name: 'forbidden', on: true })
    expect(on.faults.find(({ name }) => name === 'forbidden')).toMatchObject({ on: true, struck: 0 })
    await desk.does({ do: 'agent.hangsUp', contact })
    await desk.does({ do: 'agent.selectsDisposition', contact, args: { name: 'Solved' } })
    await desk.does({ do: 'agent.finishesAcw', contact })
    const view = await desk.until('a failure', ({ notices }) => notices.some(({ kind }) => kind === 'failed'))
    expect(view.notices[0]).toMatchObject({ kind: 'failed', status: 403 })
    expect(view.faults.find(({ name }) => name === 'forbidden')?.struck).toBeGreaterThan(0)
    expect(view.marks.some(({ lane, shape, exchange }) => lane === 'crm' && shape === 'failed' && exchange !== undefined)).toBe(true)
    const off = await desk.does({ do: 'fault.switches', name: 'forbidden', on: false })
    expect(off.faults.every((fault) => !fault.on)).toBe(true)
  })

  it.each(['dynamics', 'zendesk'] as const)('every one of them can be switched on on %s, and a call is survived', async (crm) => {
    const desk = console({ frozen: false }).desk()
    for (const { name } of (await desk.does({ do: 'crm.chooses', crm })).faults) {
      await desk.does({ do: 'desk.clears' })
      await desk.does({ do: 'fault.switches', name, on: true })
      await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
      const contact = await desk.contact()
      await desk.does({ do: 'agent.answers', contact, args: { agent: 'Mia' } })
      await desk.does({ do: 'agent.hangsUp', contact })
      await desk.does({ do: 'agent.finishesAcw', contact })
      const view = await desk.until(`quiet after ${name}`, ({ clock, underWay }) => clock.next === null && underWay.length === 0)
      expect(view.findings, name).toEqual([])
      await desk.does({ do: 'fault.switches', name, on: false })
    }
  })

  it('a system user that was disabled on a fresh desk is enabled again', async () => {
    const desk = console({ frozen: false }).desk()
    const calls = async () => await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
    const switched = await desk.does({ do: 'fault.switches', name: 'system-user-disabled', on: true })
    expect(switched.faults.filter(({ on }) => on).map(({ name }) => name)).toEqual(['system-user-disabled'])
    await calls()
    const failed = await desk.until('a failure', ({ notices }) => notices.length)
    expect(failed.notices.at(-1)).toMatchObject({ kind: 'failed', message: expect.stringContaining('R005') })
    await desk.does({ do: 'fault.switches', name: 'system-user-disabled', on: false })
    await desk.does({ do: 'desk.clears' })
    await calls()
    const well = await desk.until('a card', ({ interactions }) => interactions[0]?.card?.related.length)
    expect(well.notices.filter(({ kind }) => kind === 'failed')).toEqual([])
  })

  it('stay on when the desk is cleared, and on the other CRM, until they are switched off', async () => {
    const { ask, told, desk: at } = console({ frozen: false })
    const desk = at()
    for (const name of ['slow', 'throttled', 'system-user-disabled', 'events-twice']) await desk.does({ do: 'fault.switches', name, on: true })
    const on = ({ faults }: DeskView) => faults.flatMap((fault) => (fault.on ? [fault.name] : []))
    expect(on(await desk.does({ do: 'desk.clears' }))).toEqual(['throttled', 'slow', 'system-user-disabled', 'events-twice'])
    expect((await told<Rows>('GET /_sim/desks')).body.desks[0]?.faults).toBe(4)
    const cleared = await (await ask('GET /_sim/desk/scenario.yaml?title=x')).text()
    expect(cleared).toMatch(/delivery: twice[\s\S]*name: slow[\s\S]*world\.disablesSystemUser/)

    for (const name of ['throttled', 'system-user-disabled']) await desk.does({ do: 'fault.switches', name, on: false })
    await desk.does({ do: 'scenario.chooses', id: 'voice/agent-finishes-acw', crm: 'dynamics' })
    expect(on(await desk.view())).toEqual([])
    expect(on(await desk.does({ do: 'scenario.leaves' }))).toEqual(['slow', 'events-twice'])
    expect(on(await desk.does({ do: 'crm.chooses', crm: 'zendesk' }))).toEqual(['slow', 'events-twice'])
    await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
    const slow = await desk.until('a slow answer', ({ faults }) => faults.find(({ name, struck }) => name === 'slow' && struck > 0))
    expect(slow.notices).toEqual([])
  })

  it('stay on when a scenario cannot begin', async () => {
    const { worlds, desk: at } = console()
    const desk = at()
    await desk.does({ do: 'fault.switches', name: 'slow', on: true })
    const become = vi.spyOn(worlds, 'snapshot').mockImplementationOnce(() => {
      throw new ControlError(409, 'no room')
    })
    expect((await desk.refused({ do: 'scenario.chooses', id: 'voice/agent-finishes-acw', crm: 'dynamics' })).status).toBe(409)
    expect(become).toHaveBeenCalled()
    expect((await desk.view()).faults.flatMap(({ name, on }) => (on ? [name] : []))).toEqual(['slow'])
  })

  it('of a scenario end with it', async () => {
    const { worlds, desk: at } = console()
    for (const command of [{ do: 'desk.clears' }, { do: 'crm.chooses', crm: 'zendesk' }, { do: 'scenario.leaves' }] as const) {
      await at().does({ do: 'scenario.chooses', id: 'faults/search-fails', crm: 'dynamics' })
      expect(worlds.baseline.faults.list()).not.toEqual([])
      await at().does(command)
      expect(worlds.baseline.faults.list()).toEqual([])
    }
  })

  it('a finding of a rule is shown with its exchanges', async () => {
    const desk = console().desk()
    await desk.does({ do: 'world.losesEvents', args: { type: 'CallContactEvent', finalState: true } })
    const contact = await desk.call()
    await desk.does({ do: 'agent.pins', contact, args: { record: 'contact' } })
    await desk.does({ do: 'agent.hangsUp', contact })
    await desk.does({ do: 'agent.selectsDisposition', contact, args: { name: 'Solved' } })
    await desk.does({ do: 'agent.finishesAcw', contact })
    const view = await desk.until('a finding', ({ findings }) => findings.length)
    expect(view.findings[0]).toMatchObject({ rule: 'memorialized', rules: expect.arrayContaining(['R024']), interaction: view.interactions[0]?.id })
    expect(view.marks.at(-1)).toMatchObject({ lane: 'findings', shape: 'finding' })
  })
})
