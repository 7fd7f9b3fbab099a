import { describe, expect, it } from 'vitest'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { BODY_LIMIT, createJournal, type Exchange } from '../../mocks/core/index.ts'
import { redactData } from '../../mocks/core/journal/redact.ts'
import { echoWorlds, json } from './echo.ts'

describe('journal', () => {
  it('holds no secret, wherever a client put it', async () => {
    const worlds = echoWorlds()
    const fetch = worldFetch(worlds, worlds.baseline)
    const { access_token: token } = await json(await fetch('https://echo.example/sign-in', { method: 'POST' }))
    const secret = 's3cr3t-value'
    await fetch(`https://echo.example/notes/1?access_token=${secret}&code=${secret}&keep=this#x`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, cookie: `session=${secret}`, 'x-api-key': secret },
      body: JSON.stringify({ text: 'plain', client_secret: secret, deep: [{ password: secret, refresh_token: secret }] }),
    })
    await fetch('https://echo.example/notes/2', {
      method: 'PUT',
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${btoa(`user:${secret}`)}` },
      body: `grant_type=client_credentials&client_secret=${secret}&code=${secret}&code_verifier=${secret}`,
    })
    const written = JSON.stringify(worlds.baseline.journal.all())
    for (const hidden of [token as string, secret, btoa(`user:${secret}`), 'hunter2']) expect(written).not.toContain(hidden)
    for (const kept of ['Bearer [redacted]', 'Basic [redacted]', 'keep=this', 'grant_type=client_credentials', 'plain']) expect(written).toContain(kept)
  })

  it('keeps large bodies cut, with their length, and still knows what the exchange meant', async () => {
    const worlds = echoWorlds()
    await worldFetch(worlds, worlds.baseline)('https://echo.example/notes/1', { method: 'PUT', body: JSON.stringify({ text: 'x'.repeat(100_000) }) })
    const [exchange] = worlds.baseline.journal.all()
    expect(exchange?.request.body).toMatch(/\[cut: 100011 characters\]$/)
    expect(String(exchange?.request.body).length).toBeLessThan(BODY_LIMIT + 100)
    expect(exchange?.actions).toEqual([{ kind: 'other', what: 'notes.write', ok: true }])
  })

  it('numbers exchanges as they arrive and lists them as they end', async () => {
    const worlds = echoWorlds({ settings: { echo: { slow: 5000 } } })
    const fetch = worldFetch(worlds, worlds.baseline)
    const slow = fetch('https://echo.example/notes/1', { method: 'PUT', body: '{"text":"x"}' })
    await fetch('https://echo.example/notes/1')
    await slow
    expect(worlds.baseline.journal.all().map(({ id, operation }) => [id, operation])).toEqual([
      [2, 'notes.read'],
      [1, 'notes.write'],
    ])
  })

  it('keeps no key that a client hands over for signing in elsewhere, however it is named', () => {
    const authentication = { type: 'api_key', data: { name: 'X-Key', value: 'k3y' }, add_position: 'header' }
    expect(redactData({ webhook: { authentication }, fields: [{ name: 'priority', value: 'high' }] })).toEqual({
      webhook: { authentication: { ...authentication, data: { name: 'X-Key', value: '[redacted]' } } },
      fields: [{ name: 'priority', value: 'high' }],
    })
  })

  it('is a ring: the newest stay, and watchers see every one', () => {
    const journal = createJournal(100)
    const seen: number[] = []
    const leave = journal.watch((exchange) => void seen.push(exchange.id))
    for (let i = 0; i < 1000; i++) journal.add({ mock: i % 2 ? 'a' : 'b' } as Omit<Exchange, 'id'>)
    leave()
    journal.add({ mock: 'a' } as Omit<Exchange, 'id'>)
    expect(seen).toHaveLength(1000)
    expect(journal.all()).toHaveLength(100)
    expect(journal.all()[0]?.id).toBe(902)
    expect(journal.of('b')).toHaveLength(49)
    expect(journal.get(950)?.id).toBe(950)
    expect(journal.get(1)).toBeUndefined()
  })
})
