import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPacts } from '../../harness/contracts/pact-file.ts'
import { verifyPact } from '../../harness/contracts/verify.ts'
import { verifyAt, withDrift } from '../../harness/contracts/verify-target.ts'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'
import { folder } from '../clients/program.ts'
import { bearer, contact, json, pact, search } from './pacts.ts'

const place = folder()
let real: Sandbox
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
    const there = await verifyAt(real[system].url, own(system), environment())
    expect(there.filter(({ result }) => result === 'failed')).toEqual([])
    expect(there.filter(({ result }) => result === 'left out')).toHaveLength(leftOut)
    expect(there).toHaveLength(own(system).interactions.length)
    expect(await records()).toEqual(before)
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
    const there = await verifyAt(other.dynamics.url, wanted, { ...environment(), REHEARSAL_AUTHORITY: authority.slice(0, -tenantId.length - 1) })
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
    const [outcome] = await verifyAt(real.dynamics.url, one as NonNullable<typeof one>, environment())
    expect(outcome).toMatchObject({ result: 'failed', differences: [{ where: 'provider state', says: expect.stringContaining('has a record contacts(1111') }] })
    const [kept] = (await real.dynamics.seed({ contacts: [{ lastname: 'Witness' }] })).contacts ?? []
    expect(kept?.lastname).toBe('Witness')
    expect(real.journal.of('dynamics').filter(({ request }) => request.method === 'DELETE' && request.url.includes(contact.params.contactid))).toEqual([])
  })

  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'set these in the environment'],
    ['a wrong secret', { REHEARSAL_CLIENT_SECRET: 'wrong' }, 'AADSTS7000215'],
    ['an address where nobody is', { REHEARSAL_AUTHORITY: 'http://localhost:1' }, 'cannot be reached'],
  ])('that is signed in to with %s says so', async (what, change, message) => {
    const env = what === 'nothing' ? {} : { ...environment(), ...change }
    await expect(verifyAt(real.dynamics.url, own('dynamics'), env)).rejects.toMatchObject({
      name: 'CredentialsError',
      message: expect.stringContaining(message),
    })
  })

  it('cannot be put into the states of a sign-in', async () => {
    await expect(verifyAt(real.entra.url, own('entra'), environment())).rejects.toMatchObject({
      name: 'PactError',
      message: expect.stringContaining('--target takes pacts with Dynamics or Zendesk'),
    })
  })
})
