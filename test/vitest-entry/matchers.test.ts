import { describe } from 'vitest'
import type { Integration } from '../../harness/integration.ts'
import type { Sandbox } from '../../harness/sandbox.ts'
import { expect, rehearse, test } from '../../harness/vitest/index.ts'

/** Signs in and asks Dynamics; enough to have something to look at. */
async function connected(sandbox: Sandbox) {
  const { tokenUrl, clientId, clientSecret, scope, url } = sandbox.dynamics.credentials
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope })
  const { access_token } = (await (await sandbox.fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string }
  return (method: string, path: string, fields?: object) =>
    sandbox.fetch(`${url}/api/data/v9.2/${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(fields ? { body: JSON.stringify(fields) } : {}),
    })
}

/** What a matcher says when it fails. */
function words(fail: () => void): string {
  try {
    fail()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('It did not fail.')
}

describe('matchers of a journal', () => {
  test('see what was searched, read, created, updated and deleted, in neutral words and in the vendor', async ({ sandbox }) => {
    const ask = await connected(sandbox)
    const { contacts: [ada] = [] } = await sandbox.dynamics.seed({ contacts: [{ lastname: 'Byron', telephone1: '+49301234567' }] })
    const id = String(ada?.contactid)
    expect(sandbox.journal).not.toHaveSearched()
    await ask('GET', "contacts?$filter=telephone1 eq '%2B49301234567'")
    await ask('GET', `contacts(${id})`)
    await ask('PATCH', `contacts(${id})`, { jobtitle: 'Countess', description: 'Sent a copy.' })
    await ask('POST', 'incidents', { title: 'Invoice', 'customerid_contact@odata.bind': `/contacts(${id})` })
    await ask('DELETE', `contacts(${id})`)
    expect(sandbox.journal).toHaveSearched('contact', '+49301234567')
    expect(sandbox.journal).toHaveSearched('contact', /telephone1/)
    expect(sandbox).toHaveRead('contact', id)
    expect(sandbox.journal).toHaveUpdated('contact', { jobtitle: 'Countess' })
    expect(sandbox.journal).toHaveUpdated('contact', { description: expect.stringContaining('copy') })
    expect(sandbox.journal.all()).toHaveCreated('case', { title: 'Invoice' })
    expect(sandbox.journal).toHaveCreated('incident')
    expect(sandbox.journal).toHaveWritten()
    expect(sandbox.journal).not.toHaveCreated('contact')
    expect(sandbox.journal).not.toHaveUpdated('contact', { jobtitle: 'Engineer' })
    expect(sandbox.journal).toHaveDeleted('contact', id)
    expect(sandbox.journal).toHaveSignedIn(1)
    expect(sandbox.journal).not.toHaveRenewedToken()
    expect(sandbox.journal).toHaveSucceeded()
  })

  test('know a change that was done though its answer was lost, an id in other spelling, and an expression that was used before', async ({ sandbox }) => {
    const ask = await connected(sandbox)
    const { contacts: [ada] = [] } = await sandbox.dynamics.seed({ contacts: [{ lastname: 'Byron' }] })
    const id = String(ada?.contactid)
    const again = /fullname/g
    await ask('GET', 'contacts?$filter=fullname eq null')
    expect(sandbox.journal).toHaveSearched('contact', again)
    expect(sandbox.journal).toHaveSearched('contact', again)
    sandbox.faults.add({ when: { mock: 'dynamics', method: 'P*' }, effect: { kind: 'drop', when: 'before' }, times: 1 })
    await expect(ask('POST', 'contacts', { lastname: 'Lovelace' })).rejects.toThrow()
    expect(sandbox.journal).not.toHaveCreated('contact')
    sandbox.faults.add({ when: { mock: 'dynamics', method: 'P*' }, effect: { kind: 'drop', when: 'after' }, times: 1 })
    await expect(ask('POST', 'contacts', { lastname: 'Lovelace' })).rejects.toThrow()
    expect(sandbox.journal).toHaveCreated('contact', { lastname: 'Lovelace' })
    expect(sandbox.journal).not.toHaveSucceeded()
    await ask('DELETE', `contacts(${id})`)
    expect(sandbox.journal).toHaveDeleted('contact', id.toUpperCase())
    const ticket = [{ actions: [{ kind: 'read', record: 'case', type: 'ticket', id: '35', ok: true }], remarks: [] }] as never
    expect(ticket).toHaveRead('ticket', 35)
  })

  test('say what was written instead, field by field', async ({ sandbox }) => {
    const ask = await connected(sandbox)
    const { contacts: [ada] = [] } = await sandbox.dynamics.seed({ contacts: [{ lastname: 'Byron' }] })
    await ask('PATCH', `contacts(${String(ada?.contactid)})`, { jobtitle: 'Countess' })
    const said = words(() => expect(sandbox.journal).toHaveUpdated('contact', { jobtitle: 'Engineer', description: 'Sent a copy.' }))
    expect(said).toContain('Expected an update of contact with { jobtitle: "Engineer", description: "Sent a copy." }. There was:')
    expect(said).toContain('jobtitle: expected "Engineer", was "Countess"')
    expect(said).toContain('description: expected "Sent a copy.", was not written')
    expect(said).toMatch(/#2 08:00:\S+ PATCH dynamics 204 {2}updated contact [0-9a-f-]{36} \{ jobtitle: "Countess" \}/)
  })

  test('count what the CRM refused as not done, and say so', async ({ sandbox }) => {
    const ask = await connected(sandbox)
    sandbox.faults.add({ when: { mock: 'dynamics', method: 'POST' }, effect: { kind: 'refuse', status: 503 } })
    await ask('POST', 'contacts', { lastname: 'Byron' })
    expect(sandbox.journal).not.toHaveCreated('contact')
    expect(words(() => expect(sandbox.journal).toHaveCreated('contact', { lastname: 'Byron' }))).toContain('it was refused (503)')
    const failed = words(() => expect(sandbox.journal).toHaveSucceeded())
    expect(failed).toContain('1 of 2 failed')
    expect(failed).toMatch(/#2 .* POST dynamics 503 {2}create https:/)
  })

  test('say what happened where nothing of the kind did', async ({ sandbox }) => {
    expect(words(() => expect(sandbox.journal).toHaveUpdated('contact'))).toContain('The journal is empty: nothing was asked of any system.')
    await connected(sandbox)
    expect(words(() => expect(sandbox.journal).toHaveUpdated('contact'))).toMatch(/There was none\.\nWhat happened:\n {2}#1 .* POST entra 200 {2}signed-in/)
    expect(words(() => expect(sandbox.journal).toHaveSignedIn(2))).toMatch(/Expected 2 sign-ins; there was 1\.\n {2}#1 .* signed in/)
  })

  test('refuse a mistyped record, which every .not would let pass', ({ sandbox }) => {
    expect(words(() => expect(sandbox.journal).not.toHaveUpdated('contcat'))).toContain('There is no record "contcat". Did you mean "contact"?')
    expect(() => expect(sandbox.journal).not.toHaveUpdated('new_vehicle')).not.toThrow()
    expect(words(() => expect(42).toHaveSignedIn())).toContain('This matcher is for a journal')
  })
})

describe('the fixture', () => {
  const names: string[] = []
  test('gives each test a World of its own', async ({ sandbox }) => {
    await connected(sandbox)
    names.push(sandbox.name)
    expect(sandbox.journal.all()).toHaveLength(1)
  })
  test('which nothing of another test is in', ({ sandbox }) => {
    expect(names).toHaveLength(1)
    expect(sandbox.journal.all()).toEqual([])
  })
  describe('made to measure', () => {
    test.override({ sandboxOptions: { seed: 7, start: '2030-01-01T00:00:00Z', generate: { contacts: 3 } } })
    test('with options for a group of tests', ({ sandbox }) => {
      expect(new Date(sandbox.clock.now()).getUTCFullYear()).toBe(2030)
      expect(sandbox.systems.find(({ name }) => name === 'dynamics')?.holds).toContain('3 contacts')
    })
  })
})

describe('a rehearsal in a test', () => {
  /** Hears everything and does nothing. */
  const idle = (): Integration => ({ start: async () => {}, deliver: async () => {}, stop: async () => {} })

  test('holds with the integration that comes with it', async () => {
    const run = await rehearse('voice/agent-finishes-acw', { crm: 'dynamics' })
    expect(run).toObeyRules()
    expect(run).toObeyRules(['R024', 'memorialized-once'])
    expect(run.plays[0]).toObeyRules()
    expect(run.held).toBe(true)
    expect(run).toHaveSearched('contact')
    expect(run).toHaveUpdated('contact')
  })

  test('says which rule one breaks, what was expected and what happened', async () => {
    const run = await rehearse('voice/agent-finishes-acw', { crm: 'dynamics', integration: idle })
    expect(run).not.toObeyRules()
    expect(run).not.toHaveWritten()
    const said = words(() => expect(run).toObeyRules())
    expect(said).toMatch(/voice\/agent-finishes-acw on dynamics\n {2}\S+ {2}.+\n {4}expected {3}.+\n {4}happened {3}.+/)
    expect(said).toContain('source')
  })

  test('refuses names that are not there, with the nearest', async () => {
    await expect(rehearse('voice/agent-finish-acw')).rejects.toThrow('Did you mean "voice/agent-finishes-acw"?')
    await expect(rehearse([])).rejects.toThrow('No scenario was named')
    await expect(rehearse('voice/agent-finishes-acw', { seed: -1 })).rejects.toThrow('seed: -1 is no whole number')
    await expect(rehearse('voice/agent-finishes-acw', { fault: ['answer-lost'] } as never)).rejects.toThrow(
      'rehearse has no option "fault". Did you mean "faults"?',
    )
    await expect(rehearse('voice/agent-finishes-acw', { crm: 'dynamic' as never })).rejects.toThrow(
      'There is no CRM "dynamic". Did you mean "dynamics"? Known: dynamics, zendesk.',
    )
    await expect(rehearse('voice/agent-finishes-acw', { faults: ['answer-lots'] })).rejects.toThrow('Did you mean "answer-lost"?')
    await expect(rehearse('voice/agent-finishes-acw', { integration: { start: async () => {} } as never })).rejects.toThrow('deliver, stop missing')
    const run = await rehearse('voice/agent-finishes-acw', { crm: 'zendesk' })
    expect(words(() => expect(run).toObeyRules(['R999']))).toContain('No rule that judges a play is called "R999"')
    expect(words(() => expect({}).toObeyRules())).toContain('toObeyRules is for what rehearse() answered')
  })
})
