import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeskView } from '../../harness/console/protocol.ts'
import { beginnings } from '../../harness/console/web/state/verbs.ts'
import { demo } from '../../harness/demo.ts'
import { packagedScenarios } from '../../harness/scenario/library.ts'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { console } from './console-tools.ts'

const recordOf = (view: DeskView, kind: string) => view.records.find((record) => record.kind === kind)
const fieldOf = (view: DeskView, kind: string, name: string) => recordOf(view, kind)?.fields.find((field) => field.name === name)
const phaseOf = (view: DeskView) => view.interactions[0]?.contacts.at(-1)?.phase

describe('an agent’s desk', () => {
  it('shows nothing and changes nothing until somebody does something', async () => {
    const { worlds, desk } = console()
    const before = JSON.stringify(worlds.baseline.store.dump())
    const view = await desk().view()
    expect(view).toMatchObject({ world: 'demo', baseline: true, crm: 'dynamics', interactions: [], records: [], findings: [], token: { state: 'none' } })
    expect(view.cast.contacts.map(({ name }) => name)).toContain('Ada Byron')
    expect(view.clock).toEqual({ kind: 'virtual', now: Date.parse('2026-11-20T08:00:00Z'), scale: 0, next: null })
    expect(JSON.stringify(worlds.baseline.store.dump())).toBe(before)
  })

  it('takes a call to its memorialized record: which field, from which CXone field, what it was before', async () => {
    const desk = console().desk()
    const contact = await desk.call()
    const ringing = await desk.view()
    expect(ringing.interactions[0]).toMatchObject({ media: 'voice', customer: { name: 'Ada Byron' }, over: false })
    expect(ringing.interactions[0]?.pops).toHaveLength(1)
    expect(ringing.interactions[0]?.card?.related.map(({ label, display }) => `${label} ${display}`)).toEqual(['Contact Ada Byron', 'Case Invoice is too high'])
    expect(ringing.interactions[0]?.contacts[0]?.allowed).toEqual(expect.arrayContaining(['agent.holds', 'agent.hangsUp', 'contact.hangsUp', 'agent.pins']))

    await desk.does({ do: 'agent.pins', contact, args: { record: 'contact' } })
    await desk.until('pinned', ({ interactions }) => interactions[0]?.card?.current[0]?.pinned)
    await desk.advance('3m')
    await desk.does({ do: 'agent.hangsUp', contact })
    const acw = await desk.does({ do: 'agent.selectsDisposition', contact, args: { name: 'Invoice explained', notes: 'Sent a copy.', tags: ['invoice'] } })
    expect(acw.interactions[0]?.contacts[0]).toMatchObject({ phase: 'After Call Work', outcome: { dispositionName: 'Invoice explained', tags: ['invoice'] } })
    // A record shows what is mapped to its own type.
    const mapped = (kind: string) => recordOf(acw, kind)?.fields.map(({ name }) => name)
    expect(mapped('contact')).toEqual(expect.arrayContaining(['description', 'assistantname']))
    expect(mapped('case')).toEqual(['description', 'productserialnumber'])
    expect(fieldOf(acw, 'contact', 'description')).toEqual({
      name: 'description',
      value: '',
      from: [
        { data: 'Disposition Notes', channel: 'Voice Call Contact' },
        { data: 'Disposition Notes', channel: 'Digital Contact' },
      ],
    })

    await desk.does({ do: 'agent.finishesAcw', contact })
    const view = await desk.until('memorialized', (now) => fieldOf(now, 'contact', 'description')?.value)
    expect(fieldOf(view, 'contact', 'description')).toEqual({
      name: 'description',
      value: 'Sent a copy.',
      before: '',
      at: Date.parse('2026-11-20T08:03:00Z'),
      exchange: expect.any(Number),
      by: 'memorialization',
      interaction: view.interactions[0]?.id,
      from: [{ data: 'Disposition Notes', channel: 'Voice Call Contact' }],
    })
    expect(fieldOf(view, 'contact', 'assistantname')).toMatchObject({ value: 'Gold', from: [{ data: 'customertier', channel: 'Script Variable' }] })
    expect(recordOf(view, 'contact')).toMatchObject({ display: 'Ada Byron', state: 'known' })
    expect(view.withheld).toContainEqual(expect.objectContaining({ data: 'Status', record: 'contact', why: 'empty' }))
    expect(view.withheld).toContainEqual(expect.objectContaining({ data: 'Disposition Notes', record: 'incident', why: 'not-linked', rule: 'R043' }))
    expect(view.findings).toEqual([])
    expect(view.marks.map(({ lane }) => lane)).toEqual(expect.arrayContaining(['contact', 'agent', 'integration', 'identity', 'crm']))
  })

  it('says what is withheld, with the text that stayed behind, when the contact ends first', async () => {
    const desk = console().desk()
    const contact = await desk.call()
    await desk.does({ do: 'agent.pins', contact, args: { record: 'contact' } })
    await desk.does({ do: 'contact.hangsUp', contact })
    await desk.does({ do: 'agent.selectsDisposition', contact, args: { name: 'Solved', notes: 'Was cut off.' } })
    await desk.does({ do: 'agent.finishesAcw', contact })
    const view = await desk.until('memorialized', (now) => fieldOf(now, 'contact', 'department')?.value)
    expect(view.withheld).toContainEqual({
      at: Date.parse('2026-11-20T08:00:00Z'),
      interaction: view.interactions[0]?.id,
      contact,
      data: 'Disposition Notes',
      record: 'contact',
      field: 'description',
      why: 'contact-ended-first',
      rule: 'R027',
      value: 'Was cut off.',
    })
    expect(fieldOf(view, 'contact', 'description')?.value).toBe('')
    expect(view.interactions[0]?.contacts[0]?.endedBy).toBe('contact')
  })

  it('shows a token alive, expired and renewed, 9 to 15 s by the clock', async () => {
    const desk = console().desk()
    await desk.call()
    const alive = (await desk.view()).token
    expect(alive.state).toBe('alive')
    expect((await desk.does({ do: 'world.expiresTokens' })).token).toEqual({ state: 'expired', expiredAt: Date.parse('2026-11-20T08:00:00Z') })

    await desk.does({ do: 'contact.calls', args: { from: 'Joost van Dijk' } })
    const renewing = await desk.until('a renewal', ({ token, clock }) => token.state === 'renewing' && clock.next !== null && clock.next - clock.now <= 15_000)
    expect(renewing.token).toEqual({ state: 'renewing', since: Date.parse('2026-11-20T08:00:00Z'), least: 9000, most: 15_000, again: true })
    expect(renewing.underWay).toEqual([expect.objectContaining({ lane: 'identity', method: 'POST' })])
    const wait = (renewing.clock.next as number) - renewing.clock.now
    expect(wait).toBeGreaterThanOrEqual(9000)
    expect(wait).toBeLessThanOrEqual(15_000)

    await desk.does({ do: 'time.steps' })
    const renewed = await desk.until('a new token', ({ token, interactions }) => token.state === 'alive' && interactions[0]?.card?.related.length)
    expect(renewed.clock.now - renewing.clock.now).toBe(wait)
    expect(renewed.marks.find(({ lane, until }) => lane === 'identity' && until !== undefined)).toMatchObject({ until: renewed.clock.now })
    expect(renewed.findings).toEqual([])
  })

  it('has a chat: messages, an internal note, status, transfer, unassign and dismiss', async () => {
    const desk = console().desk()
    await desk.does({ do: 'contact.chats', args: { from: 'Claire Dubois', skill: 'Disposition required', channel: 'Whatsapp', text: 'Bonjour' } })
    const first = await desk.contact()
    await desk.does({ do: 'agent.accepts', contact: first, args: { agent: 'Mia' } })
    await desk.does({ do: 'agent.says', contact: first, args: { text: 'Bonjour Claire' } })
    await desk.does({ do: 'agent.notes', contact: first, args: { text: `Speaks French ${'x'.repeat(3000)}` } })
    const open = await desk.does({ do: 'agent.setsStatus', contact: first, args: { status: 'pending' } })
    expect(open.interactions[0]?.messages.map(({ by, name, text }) => [by, name, text])).toEqual([
      ['contact', 'Claire Dubois', 'Bonjour'],
      ['agent', 'Mia', 'Bonjour Claire'],
      // As much as a screen has room for.
      ['note', 'Mia', `Speaks French ${'x'.repeat(1986)}…`],
    ])
    expect(open.interactions[0]).toMatchObject({ media: 'digital', channel: 'Whatsapp' })

    const moved = await desk.does({ do: 'agent.transfers', contact: first, args: { to: { agent: 'Ben' } } })
    expect(moved.interactions[0]?.contacts.map(({ phase, agent, status }) => [phase, agent, status])).toEqual([
      ['Closed', 'Mia', 'pending'],
      ['Assigned', 'Ben', 'pending'],
    ])
    const second = await desk.contact()
    expect(second).not.toBe(first)
    const { status, body } = await desk.refused({ do: 'agent.unassignsAndDismisses', contact: second })
    expect([status, body.error.code]).toEqual([409, 'impossible'])
    expect(body.error.message).toMatch(/requires a disposition first/)
    await desk.does({ do: 'agent.selectsDisposition', contact: second, args: { name: 'Solved' } })
    expect((await desk.does({ do: 'agent.unassignsAndDismisses', contact: second })).interactions[0]?.over).toBe(true)
  })

  it('ends after-call work by itself when its time is up', async () => {
    const desk = console().desk()
    const contact = await desk.call('Ada Byron', 'After-call work of 30 s')
    expect((await desk.view()).interactions[0]?.contacts[0]).toMatchObject({ phase: 'Active' })
    expect((await desk.view()).interactions[0]?.contacts[0]).not.toHaveProperty('acwUntil')
    const acw = await desk.does({ do: 'agent.hangsUp', contact })
    expect(acw.interactions[0]?.contacts[0]?.acwUntil).toBe(acw.clock.now + 30_000)
    expect(acw.clock.next).toBe(acw.clock.now + 30_000)
    await desk.does({ do: 'time.steps' })
    expect(phaseOf(await desk.until('the end', (view) => view.interactions[0]?.over))).toBe('Disconnected')
  })

  it('plays on Zendesk as well', async () => {
    const desk = console().desk()
    expect((await desk.does({ do: 'crm.chooses', crm: 'zendesk' })).crm).toBe('zendesk')
    const contact = await desk.call('Joost van Dijk')
    await desk.does({ do: 'agent.pins', contact, args: { record: 'contact' } })
    await desk.does({ do: 'agent.hangsUp', contact })
    await desk.does({ do: 'agent.selectsDisposition', contact, args: { name: 'Solved', notes: 'On its way.' } })
    await desk.does({ do: 'agent.finishesAcw', contact })
    const view = await desk.until('memorialized', (now) => recordOf(now, 'contact')?.fields.some(({ by }) => by === 'memorialization'))
    expect(recordOf(view, 'contact')).toMatchObject({ type: 'user', display: 'Joost van Dijk' })
    expect(recordOf(view, 'contact')?.fields.find(({ from }) => from[0]?.data === 'Disposition Notes')).toMatchObject({ value: 'On its way.', before: '' })
    expect(view.findings).toEqual([])
  })

  it('uses the configurations that it is given, and says which CRM has none', async () => {
    const file = join(packagedScenarios(), 'configurations', 'timeline.dynamics.yaml')
    const desk = console({ configurations: [file] }).desk()
    expect((await desk.refused({ do: 'crm.chooses', crm: 'zendesk' })).status).toBe(404)
    expect((await desk.view()).crms).toEqual(['dynamics'])
    expect(await desk.view()).toMatchObject({ crm: 'dynamics', configuration: { name: 'Timeline', flow: false } })
    const contact = await desk.call()
    await desk.does({ do: 'agent.pins', contact, args: { record: 'contact' } })
    await desk.does({ do: 'agent.hangsUp', contact })
    await desk.does({ do: 'agent.finishesAcw', contact })
    const { timeline, records } = await desk.until('a task', (view) => view.timeline.length)
    const about = records.find(({ kind }) => kind === 'contact')
    expect(timeline[0]).toMatchObject({ kind: 'task', subject: expect.stringContaining('Mia'), about: { type: 'contact', id: about?.id } })
  })

  it('begins what a flow can have, and the page offers no more', async () => {
    const flow = join(packagedScenarios(), 'configurations', 'data-dip.dynamics.yaml')
    const begins = async (configurations?: string[]) => {
      const desk = console(configurations ? { configurations } : {}).desk()
      const person = { 'contact.calls': { from: 'Ada Byron' }, 'agent.dials': { agent: 'Mia', to: 'Ada Byron' }, 'contact.chats': { from: 'Ada Byron' } }
      const tried = await Promise.all(Object.entries(person).map(async ([verb, args]) => ({ verb, status: (await desk.refused({ do: verb, args })).status })))
      return tried.flatMap(({ verb, status }) => (status === 200 ? [verb] : []))
    }
    expect(await begins()).toEqual(beginnings(false))
    expect(await begins([flow])).toEqual(beginnings(true))
  })

  it('knows callers whom the CRM does not, and shows the record that is made for one', async () => {
    const desk = console().desk()
    await desk.does({ do: 'cast.adds', name: '<b>Zoë</b>', phone: '+49 40 5550177' })
    await desk.does({ do: 'contact.calls', args: { from: '<b>Zoë</b>', skill: 'Support' } })
    const view = await desk.until('a record', ({ records }) => records[0]?.state === 'made' && records[0].fields.length)
    expect(view.interactions[0]?.customer).toEqual({ name: '<b>Zoë</b>', phone: '+49 40 5550177', email: '' })
    expect(view.interactions[0]?.card?.current[0]).toMatchObject({ label: 'Contact', pinned: true, linked: true })
    expect((await desk.refused({ do: 'cast.adds', name: '<b>Zoë</b>' })).status).toBe(409)
  })

  it('shows records as they are when others change them, too: a client of theirs, or an administrator', async () => {
    const { worlds, desk: at } = console()
    const desk = at()
    await desk.does({ do: 'crm.chooses', crm: 'zendesk' })
    await desk.call('Claire Dubois')
    const id = recordOf(await desk.view(), 'contact')?.id
    await worldFetch(worlds, worlds.baseline)(`${worlds.baseline.origins.zendesk?.[0]}/api/v2/users/${id}`, {
      method: 'PUT',
      headers: { authorization: `Basic ${btoa(`${demo.email}/token:${demo.apiToken}`)}`, 'content-type': 'application/json' },
      body: '{"user":{"notes":"By somebody else."}}',
    })
    const changed = await desk.until('their change', (view) => fieldOf(view, 'contact', 'notes')?.value)
    expect(fieldOf(changed, 'contact', 'notes')).toMatchObject({ value: 'By somebody else.', before: '' })
    expect(fieldOf(changed, 'contact', 'notes')).not.toHaveProperty('by')
    await desk.does({ do: 'world.deletesContact', args: { contact: 'Claire Dubois' } })
    await desk.until('gone', (view) => recordOf(view, 'contact')?.state === 'gone')
  })

  it('shows what is going on however old, and of what is over the newest', async () => {
    const desk = console().desk()
    await desk.does({ do: 'contact.chats', args: { from: 'Claire Dubois' } })
    for (let i = 0; i < 18; i++) {
      await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
      await desk.does({ do: 'contact.hangsUp', contact: await desk.contact() })
    }
    const { interactions } = await desk.view()
    expect(interactions).toHaveLength(16)
    expect(interactions.filter(({ over }) => !over).map(({ customer }) => customer.name)).toEqual(['Claire Dubois'])
  })

  it('leaves nothing on the clock when it is cleared in the middle of a renewal', async () => {
    const { worlds, desk: at } = console()
    const desk = at()
    await desk.call()
    await desk.does({ do: 'world.expiresTokens' })
    await desk.does({ do: 'contact.calls', args: { from: 'Joost van Dijk' } })
    await desk.until('a renewal', ({ token }) => token.state === 'renewing')
    expect(worlds.baseline.clock.state().sleeping).toBeGreaterThan(0)
    const view = await desk.does({ do: 'desk.clears' })
    expect(worlds.baseline.clock.state().sleeping).toBe(0)
    expect(view).toMatchObject({ interactions: [], records: [], marks: [], underWay: [] })
  })

  it('begins anew when its World is reset, and has its people back when they are needed', async () => {
    const { told, desk: at } = console()
    const desk = at()
    await desk.call()
    expect((await told('POST /_sim/reset', {})).status).toBe(200)
    expect(await desk.view()).toMatchObject({ interactions: [], records: [], token: { state: 'none' } })
    await desk.call()
    expect((await desk.view()).interactions[0]?.card?.related[0]?.display).toBe('Ada Byron')
  })

  it('goes back to a snapshot', async () => {
    const { told, desk: at } = console()
    const desk = at()
    await desk.call()
    await told('POST /_sim/snapshots', { name: 'before' })
    await desk.does({ do: 'contact.calls', args: { from: 'Unknown caller' } })
    expect((await told('POST /_sim/snapshots/before/restore', {})).status).toBe(200)
    expect((await desk.view()).interactions).toEqual([])
  })
})

describe('what a desk refuses', () => {
  it('says what is possible instead', async () => {
    const desk = console().desk()
    const contact = await desk.call()
    const { status, body } = await desk.refused({ do: 'agent.resumes', contact })
    expect([status, body.error.code]).toEqual([409, 'impossible'])
    expect(body.error.message).toMatch(/^agent.resumes is not possible while the contact is Active. Possible now: .*agent.holds/)
  })

  it.each([
    [{ do: 'agent.anwers' }, 400, /Nobody can do "agent.anwers". Did you mean "agent.answers"\?/],
    [{ do: 'desk.cleans' }, 400, /expected a verb/],
    [{}, 400, /do:/],
    [{ do: 'agent.answers', args: {} }, 400, /agent:/],
    [{ do: 'agent.answers', contact: '1', args: { agent: 'Mia' } }, 404, /no contact 1/],
    [{ do: 'agent.holds' }, 409, /no contact/],
    [{ do: 'contact.calls', args: { from: 'Ada Byron', skill: 'Suport' } }, 400, /no skill "Suport" here. Did you mean "Support"\?/],
    [{ do: 'contact.calls', args: { from: 'Ada Biron' } }, 409, /no contact "Ada Biron"/],
    [{ do: 'world.waits', args: { for: '2h' } }, 400, /move the clock/],
    [{ do: 'fault.switches', name: 'trottled', on: true }, 400, /Did you mean "throttled"\?/],
    [{ do: 'scenario.chooses', id: 'voice/agent-finishes-awc' }, 404, /Did you mean "voice\/agent-finishes-acw"\?/],
    [{ do: 'scenario.next' }, 409, /No scenario has been chosen/],
    [{ do: 'cast.adds', name: 'x'.repeat(201) }, 400, /name:/],
    ['not json', 400, /not JSON/],
  ])('%j', async (command, status, message) => {
    const desk = console().desk()
    const refused = await desk.refused(command)
    expect(refused.status).toBe(status)
    expect(refused.body.error.message).toMatch(message)
  })

  it('more people than a class has, and says how to begin anew', async () => {
    const desk = console().desk()
    const known = (await desk.view()).cast.contacts.length
    for (let i = known; i < 200; i++) await desk.does({ do: 'cast.adds', name: `Caller ${i}` })
    const { status, body } = await desk.refused({ do: 'cast.adds', name: 'One too many' })
    expect([status, body.error.code, body.error.expected]).toEqual([409, 'too-many', '{"do":"desk.clears"}'])
  })

  it('a message that would fill the memory', async () => {
    const desk = console().desk()
    await desk.does({ do: 'contact.chats', args: { from: 'Ada Byron' } })
    const refused = await desk.refused({ do: 'contact.says', args: { text: 'x'.repeat(1000), repeat: 1_000_000 } })
    expect([refused.status, refused.body.error.message]).toEqual([413, 'The message is longer than 200000 characters.'])
  })

  it('a body that is longer than anything a person types', async () => {
    const { ask, desk } = console()
    await desk().view()
    const long = JSON.stringify({ do: 'agent.notes', args: { text: 'x'.repeat(70_000) } })
    expect((await ask('POST /_sim/desk', long, { 'content-length': String(long.length) })).status).toBe(413)
    expect((await ask('POST /_sim/desk', long)).status).toBe(413)
  })
})
