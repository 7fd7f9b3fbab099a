import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPacts } from '../../harness/contracts/pact-file.ts'
import type { Provider } from '../../harness/contracts/provider.ts'
import { targetProvider } from '../../harness/contracts/target.ts'
import { verifyPact } from '../../harness/contracts/verify.ts'
import { verifyAt, withDrift } from '../../harness/contracts/verify-target.ts'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'
import { listen } from '../../mocks/core/serve.ts'
import { folder } from '../clients/program.ts'
import { bearer, contact, json, pact, search } from './pacts.ts'

const place = folder()
const listening = process.listenerCount('SIGINT')
let real: Sandbox
/** Records that could not be deleted again. */
let left: string[] = []
const leave = (url: string, why: string) => void left.push(`${url}: ${why}`)
beforeAll(async () => {
  real = await createSandbox({ clock: 'real', listen: true, seed: 7 })
})
afterAll(async () => {
  await real.close()
  place.remove()
})

const environment = () => {
  const { tenantId, clientId, clientSecret, authority } = real.entra.credentials
  const { email, apiToken } = real.zendesk.credentials
  const entra = { REHEARSAL_TENANT_ID: tenantId, REHEARSAL_CLIENT_ID: clientId, REHEARSAL_CLIENT_SECRET: clientSecret }
  return { ...entra, REHEARSAL_AUTHORITY: authority.slice(0, -tenantId.length - 1), REHEARSAL_EMAIL: email, REHEARSAL_API_TOKEN: apiToken }
}
const own = (system: string) => {
  const [one] = readPacts([fileURLToPath(new URL(`../../contracts/pacts/crm-rehearsal-${system}.json`, import.meta.url))])
  return one as NonNullable<typeof one>
}
/** What a client sees of it: Zendesk keeps what was deleted for a while, out of sight. */
async function records(): Promise<unknown> {
  const { email, apiToken } = real.zendesk.credentials
  const headers = { authorization: `Basic ${btoa(`${email}/token:${apiToken}`)}` }
  const lists = ['users.json', 'tickets.json'].map(
    async (path) => (await (await real.zendesk.fetch(`/api/v2/${path}`, { headers })).json()) as { count: number },
  )
  return [real.systems.find(({ name }) => name === 'dynamics')?.holds, (await Promise.all(lists)).map(({ count }) => count)]
}

describe('a real organisation', () => {
  it.each<['dynamics' | 'zendesk', number]>([
    ['dynamics', 3],
    ['zendesk', 6],
  ])('keeps the contract with %s as the stand-in does, and is left as it was', async (system, leftOut) => {
    const before = await records()
    const there = await verifyAt(real[system].url, own(system), environment(), leave)
    expect(there.filter(({ result }) => result === 'failed')).toEqual([])
    expect(there.filter(({ result }) => result === 'left out')).toHaveLength(leftOut)
    expect(there).toHaveLength(own(system).interactions.length)
    expect(await records()).toEqual(before)
    expect(left).toEqual([])
    expect(withDrift(await verifyPact(own(system)), there)).toEqual(there)
  })

  it('that answers otherwise shows that the stand-in has drifted', async () => {
    const other = await createSandbox({
      clock: 'real',
      listen: true,
      plant: { dynamics: { customization: { columns: { contact: { new_tier: { type: 'String', max: 20 } } } } } },
    })
    const file = join(place.path, 'tier.json')
    const request = { method: 'GET', path: '/api/data/v9.2/contacts', headers: bearer, query: { $select: ['new_tier'] } }
    writeFileSync(file, JSON.stringify(pact('dynamics', [{ description: 'tiers', request, response: { status: 200 } }])))
    const [one] = readPacts([file])
    const wanted = one as NonNullable<typeof one>
    const { tenantId, authority } = other.entra.credentials
    const there = await verifyAt(other.dynamics.url, wanted, { ...environment(), REHEARSAL_AUTHORITY: authority.slice(0, -tenantId.length - 1) }, leave)
    expect(withDrift(await verifyPact(wanted), there).map(({ description, drift }) => [description, drift])).toEqual([
      ['tiers', 'the target keeps it and the stand-in does not'],
    ])
    await other.close()
  })

  it('keeps a record that it has already, whatever a pact asks for', async () => {
    await real.dynamics.seed({ contacts: [{ contactid: contact.params.contactid, lastname: 'Theirs', telephone1: '+491' }] })
    const file = join(place.path, 'taken.json')
    writeFileSync(file, JSON.stringify(pact('dynamics', [search('+49301234567', { status: 200, body: json({}) })])))
    const [one] = readPacts([file])
    const [outcome] = await verifyAt(real.dynamics.url, one as NonNullable<typeof one>, environment(), leave)
    expect(outcome).toMatchObject({ result: 'failed', differences: [{ where: 'provider state', says: expect.stringContaining('has a record contacts(1111') }] })
    const [kept] = (await real.dynamics.seed({ contacts: [{ lastname: 'Witness' }] })).contacts ?? []
    expect(kept?.lastname).toBe('Witness')
    expect(real.journal.of('dynamics').filter(({ request }) => request.method === 'DELETE' && request.url.includes(contact.params.contactid))).toEqual([])
  })

  it('that does not let go of a record says which is left, and why', async () => {
    const door = await listen({
      port: 0,
      async fetch(request: Request) {
        if (request.method === 'DELETE') return new Response(null, { status: 403 })
        const { pathname, search: query } = new URL(request.url)
        const { method } = request
        const headers = { ...Object.fromEntries(request.headers), host: new URL(real.dynamics.url).host }
        return await real.dynamics.fetch(pathname + query, {
          method,
          headers,
          ...(method === 'GET' || method === 'HEAD' ? {} : { body: await request.text() }),
        })
      },
    })
    const file = join(place.path, 'left.json')
    const id = '22222222-1111-4111-8111-111111111111'
    const asked = { ...search('+49301230000', { status: 200 }), states: [{ ...contact, params: { ...contact.params, contactid: id } }] }
    writeFileSync(file, JSON.stringify(pact('dynamics', [asked])))
    const [one] = readPacts([file])
    const env = { ...environment(), REHEARSAL_SCOPE: real.entra.credentials.scope }
    const [outcome] = await verifyAt(door.url, one as NonNullable<typeof one>, env, leave)
    await door.close()
    expect(outcome).toMatchObject({ result: 'held' })
    expect(left).toEqual([`${door.url}/api/data/v9.2/contacts(${id}): it answered 403`])
    left = []
  })

  it.each<[string, (provider: Provider) => Promise<unknown>]>([
    ['a provider state', (provider) => provider.begin({ records: [{ system: 'zendesk', set: 'users', key: 'id', row: { id: 5, name: 'Late' } }] })],
    ['an interaction', (provider) => provider.answer('/api/v2/users.json', { method: 'POST', headers: {}, body: new TextEncoder().encode('{}') })],
  ])('is left as it was though the answer to what %s makes comes late', async (_, make) => {
    const gone: string[] = []
    let reach = () => {}
    let say = (_: Response) => {}
    const reached = new Promise<void>((resolve) => (reach = resolve))
    const late = new Promise<Response>((resolve) => (say = resolve))
    const door = await listen({
      port: 0,
      fetch({ method, url }: Request) {
        if (method === 'DELETE') gone.push(new URL(url).pathname)
        if (method === 'DELETE') return new Response(null, { status: 204 })
        reach()
        return late
      },
    })
    const provider = targetProvider(door.url, 'Bearer a-token', leave)
    const making = make(provider)
    await reached
    const ended = provider.end()
    say(Response.json({ user: { id: 77 } }, { status: 201, headers: { location: `${door.url}/api/v2/users/77.json` } }))
    await Promise.all([making, ended])
    expect([gone, left]).toEqual([['/api/v2/users/77.json'], []])
    await door.close()
  })

  it('is left as it was when the verification is stopped by a signal', async () => {
    const before = await records()
    const unwatch = real.journal.watch(({ request }) => {
      if (request.method === 'PATCH') process.emit('SIGINT')
    })
    await expect(verifyAt(real.dynamics.url, own('dynamics'), environment(), leave)).rejects.toMatchObject({ name: 'VerifierStopped' })
    unwatch()
    expect([await records(), left, process.listenerCount('SIGINT')]).toEqual([before, [], listening])
  })

  it('that is not there says so, and not that each interaction differs', async () => {
    const gone = await listen({ port: 0, fetch: () => new Response() })
    await gone.close()
    await expect(verifyAt(gone.url, own('dynamics'), { REHEARSAL_TOKEN: 'a-token' }, leave)).rejects.toMatchObject({
      name: 'TargetError',
      message: `${gone.url} is not there: nothing listens on that port. Is the address right?`,
    })
  })

  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'set these in the environment'],
    ['a wrong secret', { REHEARSAL_CLIENT_SECRET: 'wrong' }, 'AADSTS7000215'],
    ['an address where nobody is', { REHEARSAL_AUTHORITY: 'http://localhost:1' }, 'cannot be reached'],
  ])('that is signed in to with %s says so', async (what, change, message) => {
    const env = what === 'nothing' ? {} : { ...environment(), ...change }
    await expect(verifyAt(real.dynamics.url, own('dynamics'), env, leave)).rejects.toMatchObject({
      name: 'CredentialsError',
      message: expect.stringContaining(message),
    })
  })

  it('cannot be put into the states of a sign-in', async () => {
    await expect(verifyAt(real.entra.url, own('entra'), environment(), leave)).rejects.toMatchObject({
      name: 'PactError',
      message: expect.stringContaining('--target takes pacts with Dynamics or Zendesk'),
    })
  })
})
