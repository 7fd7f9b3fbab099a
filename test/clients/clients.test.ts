import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, node, type Up, up } from './program.ts'

const place = folder()
let running: Up
let told: { ca: string; systems: Record<string, { url: string }>; console: string }

beforeAll(async () => {
  running = await up(['--tls', '--json', '--contacts', '30', '--cases', '5'], place.path)
  told = JSON.parse(running.out)
})
afterAll(async () => {
  await running?.stop()
  place.remove()
})

describe('clients that know nothing of this project', () => {
  it('work against `rehearsal up --tls`: MSAL signs in, dynamics-web-api reads and writes, node-zendesk does', async () => {
    const { code, out, err } = await node('test/clients/clients.mjs', [running.out], place.path, { NODE_EXTRA_CA_CERTS: told.ca })
    expect([code, err]).toEqual([0, ''])
    expect(JSON.parse(out)).toEqual({
      dynamics: { found: ['Ada Byron'], changed: ['Analyst', 'Ada Byron'], pages: [10, 10, 10, 1], gone: { status: 404, code: '0x80040217' } },
      zendesk: {
        user: 'Ada Byron',
        ticket: ['Invoice', 'open', 'high'],
        found: ['Ada Byron'],
        everybody: expect.any(Number),
        missing: expect.stringContaining('404'),
      },
    })
    expect(JSON.parse(out).zendesk.everybody).toBeGreaterThanOrEqual(2)
  })

  it('are refused by TLS when they do not trust the authority', async () => {
    const { code, err } = await node('test/clients/clients.mjs', [running.out], place.path, { NODE_EXTRA_CA_CERTS: '' })
    expect(code).not.toBe(0)
    expect(err).toMatch(/certificate|ClientAuthError|network_error/i)
  })
})
