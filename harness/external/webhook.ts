import { hostDelay, hostElapsed, hostTimer } from '../../mocks/core/clock.ts'
import type { InteractionEvent } from '../events.ts'
import type { Integration } from '../integration.ts'
import { type External, ExternalError, type Place } from './external.ts'
import { readNotices } from './notices.ts'
import type { Stand } from './stand.ts'

export interface WebhookSettings {
  /** Simulated seconds per second of the host. */
  speed: number
  /** How long one delivery may take, in ms of the host's time. */
  timeout: number
  /** How often a delivery that failed is repeated: after 1 s on the World's clock, then 2 s, 4 s ... */
  retries: number
  /** At the end: how long nothing must have reached a stand-in before the integration counts as done, in ms of the host's time. */
  quiet: number
}

export const webhookDefaults: WebhookSettings = { speed: 20, timeout: 30_000, retries: 0, quiet: 300 }

const FIRST_PAUSE = 1000
/** How often is looked whether it is quiet. */
const LOOK_EVERY = 20

/** An integration that takes CloudEvents by HTTP: each event is a POST in structured mode, an answer of 2xx takes it. */
export function webhookIntegration(url: string, stand: Stand, settings: WebhookSettings, ended: () => string | undefined = () => undefined): External {
  return {
    name: url,
    speed: settings.speed,
    urls: { rehearsal: stand.url, ...stand.urls },
    integration: (place) => onePlay(url, stand, place, settings, ended),
    close: () => stand.close(),
  }
}

function onePlay(url: string, stand: Stand, place: Place, { timeout, retries, quiet }: WebhookSettings, ended: () => string | undefined): Integration {
  let report: Parameters<Integration['start']>[0]['report'] = () => {}
  const stopped = new AbortController()

  const once = async (event: InteractionEvent): Promise<void> => {
    const answer = await post(url, event, headersFor(event, place, stand), timeout, stopped.signal)
    if (answer.failed !== undefined) throw new Undelivered(`${answer.failed}${ended() ?? ''}`)
    const notices = readNotices(answer.body, event)
    if (typeof notices === 'string') throw new Undelivered(`${url} answered ${answer.status}, and what it says cannot be read: ${notices}`)
    for (const notice of notices) report(notice)
    if (answer.status < 200 || answer.status > 299) throw new Undelivered(`${url} answered ${answer.status}${brief(answer.body)}`)
  }

  return {
    async start(env) {
      report = env.report
      stand.enter({ ...place, configuration: env.configuration, report: (notice) => report(notice) })
    },
    async deliver(event) {
      for (let attempt = 0; ; attempt++) {
        try {
          return await once(event)
        } catch (error) {
          if (!(error instanceof Undelivered) || attempt >= retries) throw retold(error, attempt)
          await place.world.clock.sleep(FIRST_PAUSE * 2 ** attempt)
        }
      }
    },
    async stop() {
      stopped.abort()
      await calm(stand, quiet)
      stand.leave()
    },
  }
}

class Undelivered extends Error {}

const retold = (error: unknown, attempts: number): unknown =>
  error instanceof Undelivered && attempts > 0 ? new Undelivered(`${error.message} (after ${attempts + 1} attempts)`) : error

/** Trace context also as a header, so that an instrumented receiver carries it on by itself; where and what CRM it is for, so that one receiver can serve both. */
const headersFor = (event: InteractionEvent, { scenario, crm }: Place, stand: Stand): Record<string, string> => ({
  'content-type': 'application/cloudevents+json; charset=utf-8',
  traceparent: event.traceparent,
  'rehearsal-scenario': scenario,
  'rehearsal-crm': crm,
  'rehearsal-url': stand.url,
})

type Answer = { failed: string } | { failed?: undefined; status: number; body: string }

async function post(url: string, event: InteractionEvent, headers: Record<string, string>, timeout: number, stopped: AbortSignal): Promise<Answer> {
  const late = new AbortController()
  const cancel = hostTimer(timeout, () => late.abort())
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(event),
      redirect: 'manual',
      signal: AbortSignal.any([late.signal, stopped]),
    })
    return { status: answer.status, body: await answer.text() }
  } catch (error) {
    if (late.signal.aborted) return { failed: `${url} did not answer within ${timeout / 1000} s` }
    if (stopped.aborted) return { failed: `${url} had not answered when the play was over` }
    return { failed: `${url} ${whyNot(error)}` }
  } finally {
    cancel()
  }
}

/** Why a request got no answer, in words. */
export function whyNot(error: unknown): string {
  const { code, message } = ((error as { cause?: unknown }).cause ?? error) as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'is not there: nothing listens on that port'
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'hung up without an answer'
  if (code === 'ENOTFOUND') return 'is not there: no such host'
  return `cannot be reached: ${message}`
}

const brief = (body: string): string => {
  const text = body.trim().replaceAll(/\s+/g, ' ')
  return text === '' ? '' : `: ${text.length > 200 ? `${text.slice(0, 200)}...` : text}`
}

/** Waits until no exchange has been under way for a while: an integration may go on working when it has taken an event. */
async function calm(stand: Stand, quiet: number): Promise<void> {
  let since = hostElapsed()
  let seen = stand.traffic().total
  while (hostElapsed() - since < quiet) {
    await hostDelay(LOOK_EVERY)
    const { open, total } = stand.traffic()
    if (open > 0 || total !== seen) since = hostElapsed()
    seen = total
  }
}

/** Nothing is played against a receiver that is not there. Any answer at all will do. */
export async function reachable(url: string, timeout = 5000): Promise<void> {
  const late = new AbortController()
  const cancel = hostTimer(timeout, () => late.abort())
  try {
    await (await fetch(url, { method: 'OPTIONS', signal: late.signal })).arrayBuffer()
  } catch (error) {
    const why = late.signal.aborted ? `does not answer` : whyNot(error)
    throw new ExternalError(`The integration ${url} ${why}. Start it first, or let it be started: --integration "command:node app.js".`)
  } finally {
    cancel()
  }
}
