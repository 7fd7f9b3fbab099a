import { describe, expect, it } from 'vitest'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { type Fault, faultSchema } from '../../mocks/core/index.ts'
import { echoWorlds, json, START } from './echo.ts'

const put = { method: 'PUT', body: '{"text":"x"}' }

function under(...faults: (typeof faultSchema)['_input'][]) {
  const worlds = echoWorlds()
  const world = worlds.baseline
  for (const fault of faults) world.faults.add(faultSchema.parse(fault) as Fault)
  const fetch = worldFetch(worlds, world)
  const status = async (path: string, init?: RequestInit) =>
    fetch(`https://echo.example${path}`, init).then(
      (answer) => answer.status,
      () => 0,
    )
  return { world, fetch, status }
}

describe('faults', () => {
  it('strike what they match and nothing else', async () => {
    const { status } = under({ when: { mock: 'echo', operation: 'notes.*', method: 'put', path: '/notes/1*' }, effect: { kind: 'refuse', status: 503 } })
    expect([await status('/notes/1', put), await status('/notes/12', put), await status('/notes/2', put), await status('/notes/1')]).toEqual([
      503, 503, 200, 404,
    ])
  })

  it('strike as often as they are told, or the nth time only', async () => {
    const often = under({ times: 2, effect: { kind: 'refuse', status: 500 } })
    expect([await often.status('/notes/1', put), await often.status('/notes/1', put), await often.status('/notes/1', put)]).toEqual([500, 500, 200])
    const third = under({ nth: 3, effect: { kind: 'refuse', status: 500 } })
    expect([
      await third.status('/notes/1', put),
      await third.status('/notes/1', put),
      await third.status('/notes/1', put),
      await third.status('/notes/1', put),
    ]).toEqual([200, 200, 500, 200])
    expect(third.world.faults.list()).toMatchObject([{ matched: 4, struck: 1 }])
  })

  it('strike by a chance that the seed decides', async () => {
    const run = async () => {
      const { status } = under({ chance: 0.5, effect: { kind: 'refuse', status: 500 } })
      const seen: number[] = []
      for (let call = 0; call < 40; call++) seen.push(await status('/notes/1', put))
      return seen
    }
    const first = await run()
    expect(await run()).toEqual(first)
    expect(new Set(first)).toEqual(new Set([200, 500]))
  })

  it('strike in their time only', async () => {
    const { world, status } = under({ between: ['2026-11-20T08:01:00Z', '2026-11-20T08:02:00Z'], effect: { kind: 'refuse', status: 503 } })
    const seen = [await status('/notes/1', put)]
    await world.clock.advance(60_000)
    seen.push(await status('/notes/1', put))
    await world.clock.advance(60_000)
    seen.push(await status('/notes/1', put))
    expect(seen).toEqual([200, 503, 200])
  })

  it('answer late on the clock of the World', async () => {
    const { world, status } = under({ effect: { kind: 'latency', min: '2s', max: '4s' } })
    await status('/notes/1', put)
    expect(world.clock.now() - START).toBeGreaterThanOrEqual(2000)
    expect(world.clock.now() - START).toBeLessThan(4000)
  })

  it('refuse with Retry-After', async () => {
    const { fetch } = under({ effect: { kind: 'refuse', status: 429, retryAfter: 7 } })
    const answer = await fetch('https://echo.example/notes/1')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
  })

  it('lose the request before the write, or the answer after it', async () => {
    const before = under({ times: 1, effect: { kind: 'drop', when: 'before' } })
    await expect(before.fetch('https://echo.example/notes/1', put)).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } })
    expect(await before.status('/notes/1')).toBe(404)
    const after = under({ times: 1, effect: { kind: 'drop', when: 'after' } })
    expect(await after.status('/notes/1', put)).toBe(0)
    expect(await after.status('/notes/1')).toBe(200)
  })

  it('send half an answer', async () => {
    const { fetch } = under({ effect: { kind: 'garble' } })
    const answer = await fetch('https://echo.example/notes/1', put)
    expect(answer.status).toBe(200)
    await expect(answer.json()).rejects.toThrow(SyntaxError)
  })

  it('end every access token', async () => {
    const { world, fetch, status } = under({ when: { operation: 'notes.read' }, effect: { kind: 'expire-tokens' } })
    const { access_token } = await json(await fetch('https://echo.example/sign-in', { method: 'POST' }))
    const token = () => world.tokens.find(access_token as string)
    expect(world.tokens.alive(token() as never)).toBe(true)
    await status('/notes/1')
    expect(world.tokens.alive(token() as never)).toBe(false)
  })

  it('show in the journal which of them struck', async () => {
    const { world, status } = under({ name: 'flaky', effect: { kind: 'refuse', status: 500 } })
    await status('/notes/1')
    expect(world.journal.all()[0]?.remarks).toEqual([{ kind: 'fault', fault: 'flaky' }])
  })
})
