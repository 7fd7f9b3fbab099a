import { afterEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions, type SandboxWorld } from '../../harness/sandbox.ts'
import { fivePorts } from '../clients/ports.ts'

const open: Sandbox[] = []
afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.close()
})
async function sandboxOf(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await createSandbox(options)
  open.push(sandbox)
  return sandbox
}

/** The smallest connector: signs in, keeps its token until it is dead, asks for a contact by phone. */
function connector({ fetch, dynamics }: Pick<SandboxWorld, 'fetch' | 'dynamics'>, now: () => number) {
  const { tokenUrl, clientId, clientSecret, scope, url } = dynamics.credentials
  let token: { value: string; until: number } | undefined
  return {
    async findByPhone(phone: string): Promise<string[]> {
      if (!token || token.until <= now()) {
        const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope })
        const answer = (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string; expires_in: number }
        token = { value: answer.access_token, until: now() + answer.expires_in * 1000 }
      }
      const query = new URLSearchParams({ $filter: `telephone1 eq '${phone}'`, $select: 'fullname' })
      const answer = await fetch(`${url}/api/data/v9.2/contacts?${query}`, { headers: { authorization: `Bearer ${token.value}` } })
      expect(answer.status).toBe(200)
      return ((await answer.json()) as { value: { fullname: string }[] }).value.map((contact) => contact.fullname)
    },
  }
}

it.each<[object, string]>([
  [{ setings: {} }, 'createSandbox has no option "setings". Did you mean "settings"?'],
  [{ generate: { contact: 5 } }, 'generate has no option "contact". Did you mean "contacts"?'],
  [{ listen: { prot: 4500 } }, 'listen has no option "prot". Did you mean "port"?'],
  [{ clock: 'reel' }, 'clock: "reel" is none'],
  [{ clock: 'real', scale: 0 }, 'scale: 0 is no number above 0'],
  [{ clock: 'real', scale: -2 }, 'scale: -2'],
  [{ seed: 1.5 }, 'seed: 1.5 is no whole number'],
  [{ latency: { min: 50, max: 10 } }, 'is no range of milliseconds'],
  [{ settings: { dynamics: { pagesize: 5 } } }, 'settings.dynamics: "pagesize" is not known here. Did you mean "pageSize"?'],
  [{ plant: { zendesk: { users: [{ name: 5 }] } } }, 'plant.zendesk.users.0.name: "name": expected text, found the number 5.'],
])('a sandbox of %j is refused, and says what is wrong', async (options, message) => {
  await expect(createSandbox(options as SandboxOptions)).rejects.toThrow(message)
})

describe("a sandbox in a test of one's own", () => {
  it('lets a connector sign in, find what was seeded, and renew once when its token is dead', async () => {
    const sandbox = await sandboxOf({ seed: 7, clock: 'virtual' })
    await sandbox.dynamics.seed({ contacts: [{ firstname: 'Ada', lastname: 'Byron', telephone1: '+49301234567' }] })
    const one = connector(sandbox, sandbox.clock.now)
    expect(await one.findByPhone('+49301234567')).toEqual(['Ada Byron'])
    expect(await one.findByPhone('+49301234567')).toEqual(['Ada Byron'])
    const before = sandbox.clock.now()
    await sandbox.clock.advance('2h')
    expect(sandbox.clock.now()).toBe(before + 7_200_000)
    expect(await one.findByPhone('+49301234567')).toEqual(['Ada Byron'])
    const [first, second] = sandbox.journal.of('entra')
    expect(sandbox.journal.of('entra')).toHaveLength(2)
    expect((first?.until ?? 0) - (first?.at ?? 0)).toBe(0)
    expect((second?.until ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(9000)
    expect((second?.until ?? 0) - (second?.at ?? 0)).toBeLessThanOrEqual(15_000)
  })

  it('seeds all records or none, past sign-in and journal, and answers them as stored', async () => {
    const sandbox = await sandboxOf()
    const { users, tickets } = await sandbox.zendesk.seed({
      users: [{ name: 'Ada Byron', email: 'ada@example.com', phone: '+49301234567' }],
      tickets: [{ subject: 'Invoice', requester: 'ada@example.com' }],
    })
    expect(users).toMatchObject([{ id: expect.any(Number), name: 'Ada Byron', role: 'end-user' }])
    expect(tickets).toMatchObject([{ id: expect.any(Number), subject: 'Invoice', requester_id: users?.[0]?.id }])
    const { contacts } = await sandbox.dynamics.seed({ contacts: [{ lastname: 'Byron' }] })
    expect(contacts).toMatchObject([{ contactid: expect.stringMatching(/^[0-9a-f-]{36}$/), lastname: 'Byron' }])
    expect(sandbox.journal.all()).toEqual([])

    await expect(sandbox.dynamics.seed({ contacts: [{ lastname: 'Stays out' }, { lastnam: 'x' }] })).rejects.toThrow('lastnam')
    await expect(sandbox.dynamics.seed({ contcats: [{}] })).rejects.toThrow('contcats')
    await expect(sandbox.zendesk.seed({ usrs: [] })).rejects.toThrow('seed.zendesk: "usrs" is not known here. Did you mean "users"?')
    await expect(sandbox.entra.seed({ apps: [] })).rejects.toThrow('Entra ID takes no records beside its seed')
    expect(await connector(sandbox, sandbox.clock.now).findByPhone('x')).toEqual([])
    const all = await signedIn(sandbox, '/api/data/v9.2/contacts?$select=lastname')
    expect(all.value).toHaveLength(1)
  })

  it('gives the same ids, people and delays for the same seed', async () => {
    const people = async (seed: number) => {
      const sandbox = await sandboxOf({ seed, generate: { contacts: 20, cases: 5 } })
      const { value } = await signedIn(sandbox, '/api/data/v9.2/contacts?$select=fullname,telephone1,createdon')
      expect(value).toHaveLength(20)
      return JSON.stringify(value)
    }
    const first = await people(1)
    expect(await people(1)).toBe(first)
    expect(await people(2)).not.toBe(first)
  })

  it('takes settings, faults, snapshots and resets', async () => {
    const sandbox = await sandboxOf({ settings: { entra: { tokenLatency: { min: 0, max: 0 } } } })
    const one = connector(sandbox, sandbox.clock.now)
    await one.findByPhone('1')
    const taken = sandbox.snapshot()
    await sandbox.dynamics.seed({ contacts: [{ lastname: 'Byron', telephone1: '1' }] })
    expect(await one.findByPhone('1')).toEqual(['Byron'])
    sandbox.restore(taken)
    expect(await one.findByPhone('1')).toEqual([])
    sandbox.faults.add({ when: { mock: 'dynamics' }, times: 1, effect: { kind: 'drop', when: 'before' } })
    await expect(one.findByPhone('1')).rejects.toThrow('fetch failed')
    expect(await one.findByPhone('1')).toEqual([])
    sandbox.reset()
    expect([sandbox.journal.all().length, sandbox.clock.state().now]).toEqual([0, '2026-11-20T08:00:00.000Z'])
    await expect(createSandbox({ settings: { entra: { tokenLatncy: 1 } } })).rejects.toThrow('tokenLatncy')
  })

  it('has other Worlds that see nothing of it', async () => {
    const sandbox = await sandboxOf()
    await sandbox.dynamics.seed({ contacts: [{ lastname: 'Everywhere', telephone1: '1' }] })
    const other = sandbox.world('other')
    await other.dynamics.seed({ contacts: [{ lastname: 'Here', telephone1: '1' }] })
    expect(await connector(other, other.clock.now).findByPhone('1')).toEqual(['Everywhere', 'Here'])
    expect(await connector(sandbox, sandbox.clock.now).findByPhone('1')).toEqual(['Everywhere'])
    expect([sandbox.journal.all().length, other.journal.all().length, sandbox.worlds()]).toEqual([2, 2, ['demo', 'other']])
    expect(() => sandbox.world('no/such')).toThrow('no World "no/such"')
    await sandbox.clock.advance('2h')
    expect(sandbox.world('later').clock.state().now).toBe('2026-11-20T10:00:00.000Z')
  })

  it('says what it cannot read', async () => {
    await expect(createSandbox({ start: 'yesterday' })).rejects.toThrow('start: yesterday is no instant')
    await expect(createSandbox({ start: '2026-02-30T08:00:00Z' })).rejects.toThrow('is no instant')
    await expect(createSandbox({ plant: { dynamic: {} } })).rejects.toThrow('there is no system "dynamic"')
    await expect(createSandbox({ settings: { entr: { tokenLatency: { min: 0, max: 0 } } } })).rejects.toThrow(
      'settings: there is no system "entr". Did you mean "entra"?',
    )
    const sandbox = await sandboxOf()
    expect(() => sandbox.clock.advance('2 hours')).toThrow('is not a duration such as 90s')
    expect(() => sandbox.clock.advance(Number.POSITIVE_INFINITY)).toThrow('past the year 9999')
    // The last would be another instant on another machine.
    for (const text of ['noon', '2026-02-30T08:00:00Z', '2026-03-01T08:00:00'])
      expect(() => sandbox.clock.set(text)).toThrow(`${text} is no instant; write it as 2026-11-20T08:00:00Z`)
    for (const same of ['2026-03-01', '2026-03-01T00:00Z', '2026-03-01T01:00:00+01:00', Date.UTC(2026, 2, 1), new Date(Date.UTC(2026, 2, 1))]) {
      sandbox.clock.set(same)
      expect(sandbox.clock.state().now).toBe('2026-03-01T00:00:00.000Z')
    }
    expect(() => sandbox.faults.add({ effect: { kind: 'explode' } as never })).toThrow()
    expect(() => sandbox.faults.add({ when: { mock: 'zendesk', operation: 'tickets.crete' }, effect: { kind: 'garble' } })).toThrow(
      'Did you mean "tickets.create"?',
    )
  })
})

describe('a sandbox on ports', () => {
  it('answers at its URLs, in other Worlds, and in-process, with the same records', async () => {
    const sandbox = await sandboxOf({ listen: true })
    await sandbox.dynamics.seed({ contacts: [{ lastname: 'Byron', telephone1: '1' }] })
    expect(await connector({ fetch, dynamics: sandbox.dynamics }, sandbox.clock.now).findByPhone('1')).toEqual(['Byron'])
    expect(await connector(sandbox, sandbox.clock.now).findByPhone('1')).toEqual(['Byron'])
    const other = sandbox.world('class-07')
    expect(other.dynamics.url).toBe(`${sandbox.dynamics.url}/w/class-07`)
    // Whoever's fetch it is: an address that names a World means that one.
    const before = other.journal.all().length
    await sandbox.fetch(`${other.dynamics.url}/api/data/v9.2/contacts`)
    await sandbox.world('third').fetch(`${other.dynamics.url}/api/data/v9.2/contacts`)
    expect([other.journal.all().length - before, sandbox.world('third').journal.all()]).toEqual([2, []])
    await other.dynamics.seed({ contacts: [{ lastname: 'Lovelace', telephone1: '1' }] })
    expect(await connector({ fetch, dynamics: other.dynamics }, other.clock.now).findByPhone('1')).toEqual(['Byron', 'Lovelace'])
    const health = (await (await fetch(`${sandbox.console?.url}/_sim/health`)).json()) as { systems: Record<string, string> }
    expect(health.systems).toEqual({ entra: sandbox.entra.url, dynamics: sandbox.dynamics.url, zendesk: sandbox.zendesk.url })
  })

  it('has a new World under the name of one that was removed', async () => {
    const sandbox = await sandboxOf({ listen: true })
    const first = sandbox.world('class-07')
    await first.dynamics.seed({ contacts: [{ lastname: 'Gone', telephone1: '1' }] })
    expect((await fetch(`${sandbox.console?.url}/_sim/worlds/class-07`, { method: 'DELETE' })).status).toBe(204)
    const second = sandbox.world('class-07')
    expect(await connector({ fetch, dynamics: second.dynamics }, second.clock.now).findByPhone('1')).toEqual([])
    expect(second.journal.all()).toHaveLength(2)
  })

  it('shows every system on the page of its console, with its URL and what it holds', async () => {
    const sandbox = await sandboxOf({ listen: true, generate: { contacts: 3 } })
    const page = await (await fetch(`${sandbox.console?.url}/systems`)).text()
    for (const { url, title, tries } of sandbox.systems) {
      expect(page).toContain(title)
      expect(page).toContain(url)
      expect(tries.length).toBeGreaterThan(0)
    }
    expect(page).toContain('3 contacts')
  })

  it('off loopback wants a token at the console, and none at the systems', async () => {
    const sandbox = await sandboxOf({ listen: { host: '0.0.0.0' } })
    const url = `${sandbox.console?.url}/_sim/health`
    expect((await fetch(url)).status).toBe(401)
    expect((await fetch(url, { headers: { authorization: `Bearer ${sandbox.console?.token}` } })).status).toBe(200)
    expect((await fetch(`${sandbox.zendesk.url}/api/v2/users/me.json`)).status).toBeLessThan(500)
  })

  it('says that an address is none of this machine’s', async () => {
    await expect(createSandbox({ listen: { host: '203.0.113.1' } })).rejects.toThrow('This machine has no address "203.0.113.1" to listen on')
  })

  it('opens the ports behind the one that it is given: console, Entra, Dynamics, Zendesk, workflow service', async () => {
    const port = await fivePorts()
    const { console, entra, dynamics, zendesk, workflows } = await sandboxOf({ listen: { port } })
    const urls = [console?.url, entra.url, dynamics.url, zendesk.url, workflows.url]
    expect(urls).toEqual([0, 1, 2, 3, 4].map((distance) => `http://localhost:${port + distance}`))
  })

  it('closes what it opened when a port is taken', async () => {
    const first = await sandboxOf({ listen: true })
    const taken = Number(new URL(first.console?.url as string).port)
    await expect(createSandbox({ listen: { port: taken } })).rejects.toThrow(`Port ${taken} is in use.`)
    await expect(createSandbox({ listen: { port: taken - 1 } })).rejects.toThrow('in use')
    const console = await sandboxOf({ listen: { port: 0 } })
    expect(console.console?.url).not.toBe(first.console?.url)
  })
})

async function signedIn(sandbox: SandboxWorld, path: string): Promise<{ value: Record<string, unknown>[] }> {
  const { tokenUrl, clientId, clientSecret, scope } = sandbox.dynamics.credentials
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope })
  const { access_token } = (await (await sandbox.fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string }
  return (await (await sandbox.dynamics.fetch(path, { headers: { authorization: `Bearer ${access_token}` } })).json()) as { value: Record<string, unknown>[] }
}
