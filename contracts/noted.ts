import { hostDelay } from '../mocks/core/clock.ts'

/** What of pact-js is not in its types: the native pact that a builder writes to. */
interface Native {
  pact: { mockServerMatchedSuccessfully(port: number): boolean }
}

/**
 * Pact's stand-in for a provider notes a request on a thread of its own, a moment after it has answered it. On a busy machine
 * pact-js looks too early and says that the request never came. So what was asked is waited for; what was not asked is not long.
 */
export async function noted(builder: object, port: number): Promise<void> {
  const { pact } = builder as Native
  for (let look = 0; look < 200 && !pact.mockServerMatchedSuccessfully(port); look++) await hostDelay(5)
}
