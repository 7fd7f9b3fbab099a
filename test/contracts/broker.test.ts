import { afterEach, describe, expect, it } from 'vitest'
import { brokerSource } from '../../harness/contracts/broker.ts'
import { verifySource } from '../../harness/contracts/verify.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import { json, pact, search } from './pacts.ts'

interface Kept {
  number: number
  document: Record<string, unknown>
  pending?: boolean
}

let broker: Listening | undefined
afterEach(() => broker?.close())

/** As much of a Pact Broker's API (HAL) as a verification needs; what it was asked and told. */
async function brokerWith(pacts: readonly Kept[]) {
  const asked: { method: string; path: string; body?: unknown }[] = []
  const told: { number: number; result: Record<string, unknown> }[] = []
  let base = ''
  const self = (number: number) => `${base}/pacts/${number}`
  const hal = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/hal+json' } })
  broker = await listen({
    port: 0,
    async fetch(request: Request) {
      const { pathname } = new URL(request.url)
      const text = await request.text()
      const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>)
      asked.push({ method: request.method, path: pathname, ...(body ? { body } : {}) })
      const [, number, results] = /^\/pacts\/(\d+)(\/results)?$/.exec(pathname) ?? []
      const kept = pacts.find((one) => String(one.number) === number)
      if (pathname === '/')
        return hal({
          _links: {
            self: { href: base },
            'pb:provider-pacts-for-verification': { href: `${base}/pacts/provider/{provider}/for-verification`, templated: true },
            'pb:pacticipant-branch-version': { href: `${base}/pacticipants/{pacticipant}/branches/{branch}/versions/{version}`, templated: true },
          },
        })
      if (pathname.endsWith('/for-verification'))
        return hal({
          _embedded: {
            pacts: pacts.map(({ number: one, pending = false }) => ({
              shortDescription: 'latest from main',
              verificationProperties: { pending, notices: [{ when: 'before_verification', text: 'The pact is verified because it is the latest from main.' }] },
              _links: { self: { href: self(one), name: `Pact ${one}` } },
            })),
          },
          _links: { self: { href: base + pathname } },
        })
      if (kept && results) {
        told.push({ number: kept.number, result: body ?? {} })
        return hal({ _links: { self: { href: base + pathname } } }, 201)
      }
      if (kept)
        return hal({
          ...kept.document,
          _links: {
            self: { href: self(kept.number) },
            'pb:publish-verification-results': { href: `${self(kept.number)}/results` },
            'pb:provider': { href: `${base}/pacticipants/dynamics`, name: 'dynamics' },
          },
        })
      if (pathname.startsWith('/pacticipants/'))
        return hal({
          _links: {
            self: { href: base + pathname },
            'pb:version-branch': { href: `${base}/pacticipants/dynamics/branches/{branch}/versions/{version}`, templated: true },
          },
        })
      return hal({ error: 'not here' }, 404)
    },
  })
  base = broker.url
  return { url: base, asked, told }
}

const good = { number: 1, document: pact('dynamics', [search('+49301234567', { status: 200 })], 'good-app') }
const bad = { number: 2, document: pact('dynamics', [search('+49301234567', { status: 200, body: json({ value: [{ telephone1: '+4940' }] }) })], 'bad-app') }

describe('a broker', () => {
  it('is asked by selectors; a pact that never held is pending, not failed', async () => {
    const { url, asked, told } = await brokerWith([good, { ...bad, pending: true }])
    const source = brokerSource({ broker: url, selector: ['main', 'environment=test'], pending: true, wipSince: '2026-11-01', providerBranch: 'main' })
    const { outcomes } = await verifySource('dynamics', 'dynamics', source)
    expect(outcomes.map(({ consumer, result }) => [consumer, result])).toEqual([
      ['good-app', 'held'],
      ['bad-app', 'pending'],
    ])
    expect(outcomes[1]?.differences).toMatchObject([{ where: 'body $.value[0].telephone1', expected: '"+4940"', actual: '"+49301234567"' }])
    expect(asked.find(({ method, path }) => method === 'POST' && path === '/pacts/provider/dynamics/for-verification')).toMatchObject({
      method: 'POST',
      body: {
        consumerVersionSelectors: [{ mainBranch: true }, { environment: 'test' }],
        includePendingStatus: true,
        includeWipPactsSince: '2026-11-01',
        providerVersionBranch: 'main',
      },
    })
    expect(told).toEqual([])
  })

  it('is told what became of each pact, with the version and the build', async () => {
    const { url, told } = await brokerWith([good, bad])
    const source = brokerSource({ broker: url, publish: true, providerVersion: 'abc123', buildUrl: 'https://ci.example/7' })
    const { outcomes } = await verifySource('dynamics', 'dynamics', source)
    expect(outcomes.map(({ result }) => result)).toEqual(['held', 'failed'])
    expect(told.map(({ number, result }) => [number, result.success, result.providerApplicationVersion, result.buildUrl])).toEqual([
      [1, true, 'abc123', 'https://ci.example/7'],
      [2, false, 'abc123', 'https://ci.example/7'],
    ])
  })
})
