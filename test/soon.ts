import { expect } from 'vitest'

const TRIES = 5

/**
 * What work answers, and what it took in ms: of the host's time or, where other programs had the machine meanwhile, of the processor's
 * for this process. For work that waits for nothing: a wait costs no processor.
 */
export async function costOf<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const [from, before] = [performance.now(), process.cpuUsage()]
  const answer = await work()
  const { user, system } = process.cpuUsage(before)
  return { answer, ms: Math.min(performance.now() - from, (user + system) / 1000) }
}

/**
 * That hostile input makes nobody wait: done in less than `ms` of host time, once in five tries. What the input causes is there
 * each time; what other programs on the machine cause is not.
 */
export async function expectSoon(work: () => unknown, ms = 2000): Promise<void> {
  let least = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < TRIES && least >= ms; turn++) {
    const from = performance.now()
    await work()
    least = Math.min(least, performance.now() - from)
  }
  expect(least).toBeLessThan(ms)
}
