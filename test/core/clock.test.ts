import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostDelay, hostElapsed, scaledClock, virtualClock } from '../../mocks/core/index.ts'

const START = Date.parse('2026-11-20T08:00:00Z')

describe.each([{ inMicrotasks: false }, { inMicrotasks: true }])('virtual time (%o)', (how) => {
  it('wakes sleepers in order of time, then in the order in which they lay down, each at its own instant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 12 }), async (naps) => {
        const clock = virtualClock(START, how)
        const woke: [number, number, number][] = []
        await Promise.all(naps.map((nap, order) => clock.sleep(nap * 1000).then(() => void woke.push([nap * 1000, order, clock.now() - START]))))
        expect(woke).toEqual([...woke].sort((a, b) => a[0] - b[0] || a[1] - b[1]))
        for (const [nap, , at] of woke) expect(at).toBe(nap)
      }),
      { numRuns: 50 },
    )
  })

  it('rings alarms among the sleepers, unless they are cancelled before', async () => {
    const clock = virtualClock(START, how)
    const heard: [string, number][] = []
    const hears = (name: string) => () => void heard.push([name, clock.now() - START])
    clock.alarm(2000, hears('second'))
    const cancel = clock.alarm(1500, hears('never'))
    clock.alarm(500, cancel)
    const slept = clock.sleep(1000).then(hears('sleeper'))
    clock.alarm(3000, hears('last'))
    await slept
    await clock.advance(5000)
    cancel()
    expect(heard).toEqual([
      ['sleeper', 1000],
      ['second', 2000],
      ['last', 3000],
    ])
    expect(clock.state().sleeping).toBe(0)
  })

  it('passes a year in no time', async () => {
    const clock = virtualClock(START, how)
    const before = hostElapsed()
    await clock.sleep(365 * 86_400_000)
    expect(hostElapsed() - before).toBeLessThan(1000)
    expect(new Date(clock.now()).toISOString()).toBe('2027-11-20T08:00:00.000Z')
  })

  it('stands still while work that it cannot see is under way', async () => {
    const clock = virtualClock(START, how)
    let finish = () => {}
    const hidden = clock.during(new Promise<void>((resolve) => (finish = resolve)))
    let woken = false
    const asleep = clock.sleep(1000).then(() => (woken = true))
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect([woken, clock.now()]).toEqual([false, START])
    finish()
    await hidden
    await asleep
    expect(clock.now()).toBe(START + 1000)
  })

  it('advances by exactly what was asked, waking what falls due on the way, also what lies down on the way', async () => {
    const clock = virtualClock(START, how)
    clock.freeze()
    const woke: number[] = []
    const twice = async () => {
      await clock.sleep(1000)
      woke.push(clock.now() - START)
      await clock.sleep(1500)
      woke.push(clock.now() - START)
      await clock.sleep(10_000)
      woke.push(clock.now() - START)
    }
    void twice()
    await clock.advance(5000)
    expect([woke, clock.now() - START]).toEqual([[1000, 2500], 5000])
    await clock.advance(7500)
    expect(woke).toEqual([1000, 2500, 12_500])
  })

  it('lets a sleeper go with the reason of its signal', async () => {
    const clock = virtualClock(START, how)
    const controller = new AbortController()
    const asleep = clock.sleep(1000, controller.signal)
    controller.abort(new Error('changed my mind'))
    await expect(asleep).rejects.toThrow('changed my mind')
    expect(clock.state().sleeping).toBe(0)
  })
})

it("leaves nothing of a wait of the host's: no timer once its signal is aborted, no listener once it is over", async () => {
  const signal = new AbortController().signal
  await hostDelay(0, signal)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  let over = false
  void hostDelay(0, AbortSignal.abort()).then(() => {
    over = true
  })
  await hostDelay(2)
  expect(over).toBe(false)
})

it.each([
  ['virtual', () => virtualClock(START)],
  ['scaled', () => scaledClock(START, 0)],
] as const)('%s time that is advanced twice at once moves on by both, and nobody wakes too late or too early', async (_, make) => {
  const clock = make()
  const woke: Record<string, number> = {}
  for (const minutes of [30, 90, 240]) void clock.sleep(minutes * 60_000).then(() => void (woke[minutes] = (clock.now() - START) / 60_000))
  await Promise.all([clock.advance(3_600_000), clock.advance(7_200_000)])
  expect([woke, (clock.now() - START) / 60_000]).toEqual([{ 30: 30, 90: 90 }, 180])
})

describe('scaled time', () => {
  it('runs as many times as fast as it is told', async () => {
    const clock = scaledClock(START, 36_000)
    const before = hostElapsed()
    await clock.sleep(3_600_000)
    expect(hostElapsed() - before).toBeLessThan(5000)
    expect(clock.now()).toBeGreaterThanOrEqual(START + 3_600_000)
  })

  it('stands while frozen, moves when told, and goes back to its own time on reset', async () => {
    const clock = scaledClock(START, 1)
    clock.freeze()
    const at = clock.now()
    expect(clock.state()).toMatchObject({ kind: 'scaled', scale: 0 })
    let woken = false
    const asleep = clock.sleep(7_200_000).then(() => (woken = true))
    await clock.advance(7_199_999)
    expect([woken, clock.now() - at]).toEqual([false, 7_199_999])
    await clock.advance(1)
    await asleep
    clock.set(START + 86_400_000)
    expect(clock.now()).toBe(START + 86_400_000)
    clock.reset()
    expect(clock.now() - START).toBeLessThan(60_000)
    expect(clock.state().scale).toBe(1)
  })
})
