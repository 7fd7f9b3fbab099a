import { describe, expect, test } from 'vitest'
import type { Operation } from '../../mocks/core/index.ts'
import { hash32, seededRandom } from '../../mocks/core/random.ts'
import { hostileWrite, pathOf, REFUSALS, reads, seed, settings, writes } from '../fuzz/targets/zendesk-bodies.ts'
import { costOf } from '../soon.ts'
import { type Account, account } from './account.ts'

/** Hostile bodies for each operation here; `npm run fuzz zendesk-bodies` throws many thousands. */
const RUNS = 2
const MOST_MS = 100
/** For all requests of a test, on a machine that has other things to do. */
const timeout = 60_000

/** The answer's status; asks again where another test of this process may have taken the time. */
async function send({ ask }: Account, method: string, path: string, body: string | undefined): Promise<{ status: number; ms: number; text: string }> {
  let best = { status: 0, ms: Number.POSITIVE_INFINITY, text: '' }
  for (let turn = 0; turn < 10 && best.ms > MOST_MS; turn++) {
    const { answer, ms } = await costOf(() => ask(method, path, body, { 'content-type': 'application/json' }))
    best = { status: Math.max(answer.status, best.status), ms: Math.min(best.ms, ms), text: answer.text }
  }
  return best
}

test('an unknown key that no header carries is named by its numbers, and the answer comes', async () => {
  const { status, headers } = await account().ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'x' }, 'ключ\n"é': 1 } })
  expect(status).toBe(201)
  expect(headers.get('x-zendesk-api-warn')).toContain(':unpermitted_keys=>["ticket.\\u043A\\u043B\\u044E\\u0447\\n\\"\\u00E9"]')
})

async function bears(zendesk: Account, method: string, path: string, body: string | undefined) {
  const { status, ms, text } = await send(zendesk, method, path, body)
  const crashes = zendesk.last().remarks.filter(({ kind }) => kind === 'crashed')
  if (REFUSALS.includes(status) && ms < MOST_MS && crashes.length === 0) return
  expect.fail(`${method} ${path} ${body?.slice(0, 300)}\n${status} in ${Math.round(ms)} ms ${text.slice(0, 200)} ${JSON.stringify(crashes)}`)
}

describe('no body, however hostile', { timeout }, () => {
  test('breaks an operation, or what is read after it', async () => {
    const zendesk = account(seed, settings)
    const random = seededRandom(hash32('hostile'))
    expect(writes.length).toBeGreaterThan(80)
    for (const operation of writes)
      for (let run = 0; run < RUNS; run++) {
        const [method, path, body] = JSON.parse(hostileWrite(operation, random)) as [string, string, string]
        await bears(zendesk, method, path, body)
      }
    await zendesk.world.clock.advance(5000)
    for (const read of reads) await bears(zendesk, 'GET', pathOf(read, ''), undefined)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('however deep or long, takes longer to read than any other', async () => {
    const zendesk = account(seed, settings)
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    const long = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => i))
    // Operations read their bodies by the same few functions: every third one with each kind, another third each time.
    const kinds = [deep, long, `{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`]
    for (const [i, operation] of (writes as readonly Operation[]).entries()) {
      const nested = ['ticket', 'user', 'tags'].map((root) => `"${root}":${kinds[i % 3]}`).join(',')
      await bears(zendesk, operation.method, pathOf(operation, ''), `{${nested}}`)
    }
  })
})

/** What every object has is no name of ours: looked up in a table it was a function, which failed or stood in the answer. */
describe('"constructor" is a word like any other', () => {
  const ask = (method: string, path: string, body?: unknown) => account({ tickets: [{}] }).ask(method, path, body)

  test.each([
    ['/api/v2/search?query=role:constructor', 200],
    ['/api/v2/users/search?query=role:constructor', 200],
    ['/api/v2/tickets?page[size]=5&sort=constructor', 400],
    ['/oauth/authorizations/new?response_type=code&client_id=rehearsal&scope=constructor', 200],
  ])('in a query: %s', async (path, status) => {
    expect((await ask('GET', path)).status).toBe(status)
  })

  test('in a file name, a via_id and the fields of a call', async () => {
    expect((await ask('POST', '/api/v2/uploads?filename=x.constructor', 'x')).body.upload.attachment.content_type).toBe('application/octet-stream')
    expect((await ask('POST', '/api/v2/tickets', { ticket: { comment: 'x', via_id: 'constructor' } })).body.ticket.via).toMatchObject({ channel: 'api' })
    const call = { app_id: 1, from_line: '+1', to_line: '+2', call_started_at: '2026-03-01T08:00:00Z', direction: 'inbound' }
    const zendesk = account()
    const comment = { title: 'T', call_fields: ['constructor', 'direction'] }
    const { ticket_id } = (await zendesk.ask('POST', '/api/v2/calls', { call, comment })).body.call
    expect((await zendesk.ask('GET', `/api/v2/tickets/${ticket_id}`)).body.ticket.description).toBe('T\n\nSummary\nDirection: inbound')
  })
})
