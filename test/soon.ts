import { expect } from 'vitest'

const TRIES = 5

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
