import { hostTimer } from '../../mocks/core/clock.ts'
import { whyNoAnswer } from '../no-answer.ts'

/** Nobody took the request, or whoever did went away. */
export class Unreachable extends Error {}

/** `fetch` that gives up after `ms` of the host's time. Rejects with a sentence that goes on from the URL: `is not there: ...`. */
export async function fetchWithin(ms: number, url: string, init: RequestInit = {}): Promise<{ status: number; ok: boolean; body: string; location?: string }> {
  const late = new AbortController()
  const cancel = hostTimer(ms, () => late.abort())
  try {
    const signal = init.signal ? AbortSignal.any([late.signal, init.signal]) : late.signal
    const answer = await fetch(url, { redirect: 'manual', ...init, signal })
    const location = answer.headers.get('location')
    return { status: answer.status, ok: answer.ok, body: await answer.text(), ...(location === null ? {} : { location }) }
  } catch (error) {
    if (late.signal.aborted) throw new Error(`did not answer within ${Math.round(ms / 100) / 10} s`)
    if (init.signal?.aborted) throw new Error('had not answered when the play was over')
    throw new Unreachable(whyNoAnswer(error))
  } finally {
    cancel()
  }
}
