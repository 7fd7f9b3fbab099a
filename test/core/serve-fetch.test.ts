import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConsole } from '../../harness/console/console.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import { echoWorlds } from './echo.ts'

/** GET over a socket with exactly these headers; `fetch` sets Host itself. */
const get = (port: number, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      let body = ''
      answer.on('data', (chunk) => (body += chunk)).on('end', () => resolve({ status: answer.statusCode, body }))
    })
      .on('error', reject)
      .end()
  })

describe('health over a socket', () => {
  let open: Listening
  let guarded: Listening
  beforeAll(async () => {
    open = await listen({ ...createConsole(echoWorlds()), port: 0 })
    guarded = await listen({ ...createConsole(echoWorlds(), 'the-token'), port: 0 })
  })
  afterAll(() => Promise.all([open.close(), guarded.close()]))

  it('is the same whether it is answered at once or by the console', async () => {
    const quick = await get(open.port, '/_sim/health')
    expect([quick.status, JSON.parse(quick.body).status]).toEqual([200, 'ok'])
    expect(await get(open.port, '/_sim/health?')).toEqual(quick)
  })

  it.each([
    ['a foreign name', { host: 'evil.example' }, 403],
    ['a foreign page', { origin: 'https://evil.example' }, 403],
    ['its own page', {}, 200],
    ['this machine by address', { host: '[::1]:4400' }, 200],
  ])('is guarded as everything else: %s', async (_, headers, status) => expect((await get(open.port, '/_sim/health', headers)).status).toBe(status))

  it('wants the token where everything does', async () => {
    expect((await get(guarded.port, '/_sim/health')).status).toBe(401)
    expect((await get(guarded.port, '/_sim/health', { authorization: 'Bearer the-token' })).status).toBe(200)
  })
})

it('requests that come before the adapter is there wait for it, bodies and all', async () => {
  const server = await listen({ port: 0, fetch: async (asked: Request) => new Response((await asked.text()).toUpperCase()) })
  const answers = Array.from({ length: 5 }, async (_, i) => (await fetch(server.url, { method: 'POST', body: `text ${i}` })).text())
  expect(await Promise.all(answers)).toEqual(['TEXT 0', 'TEXT 1', 'TEXT 2', 'TEXT 3', 'TEXT 4'])
  await server.close()
})
