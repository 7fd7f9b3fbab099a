import { hostDelay, hostElapsed } from '../../mocks/core/clock.ts'
import type { InteractionEvent } from '../events.ts'
import type { Integration } from '../integration.ts'
import { type External, ExternalError, type Place } from './external.ts'
import { fetchWithin, Unreachable } from './http.ts'
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

/** Why whoever should listen does not, as a sentence with a space before it; empty where it is not known. */
type LastWords = () => Promise<string>

/** An integration that takes CloudEvents by HTTP: each event is a POST in structured mode, an answer of 2xx takes it. */
export function webhookIntegration(url: string, stand: Stand, settings: WebhookSettings, lastWords: LastWords = async () => ''): External {
  return {
    name: url,
    speed: settings.speed,
    urls: { rehearsal: stand.url, ...stand.urls },
    integration: (place) => onePlay(url, stand, place, settings, lastWords),
    close: () => stand.close(),
  }
}

function onePlay(url: string, stand: Stand, place: Place, { timeout, retries, quiet }: WebhookSettings, lastWords: LastWords): Integration {
  let report: Parameters<Integration['start']>[0]['report'] = () => {}
  const stopped = new AbortController()

  const once = async (event: InteractionEvent): Promise<void> => {
    const request = { method: 'POST', headers: headersFor(event, place, stand), body: JSON.stringify(event), signal: stopped.signal }
    const answer = await fetchWithin(timeout, url, request).catch(async (error: Error) => {
      throw new Undelivered(`${url} ${error.message}.${error instanceof Unreachable ? await lastWords() : ''}`)
    })
    const notices = readNotices(answer.body, event)
    if (typeof notices === 'string') throw new Undelivered(`${url} answered ${answer.status}, and what it says cannot be read: ${notices}`)
    for (const notice of notices) report(notice)
    if (!answer.ok) throw new Undelivered(`${url} answered ${answer.status}${brief(answer.body)}${hint(answer)}`)
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

const brief = (body: string): string => {
  const text = body.trim().replaceAll(/\s+/g, ' ')
  return text === '' ? '' : `: ${text.length > 200 ? `${text.slice(0, 200)}...` : text}`
}

/** What mends an answer that a receiver set up wrongly gives to every event. */
function hint({ status, location }: { status: number; location?: string }): string {
  if (status === 404 || status === 405) return ' (is this the address that takes events, by POST?)'
  if (status === 401 || status === 403) return ' (events are sent without credentials)'
  if (status >= 300 && status < 400) return ` (events are sent to no other address than the one that was named${location ? `: name ${location}` : ''})`
  return ''
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
  await fetchWithin(timeout, url, { method: 'OPTIONS' }).catch((error: Error) => {
    throw new ExternalError(`The integration ${url} ${error.message}. Start it first, or let it be started: --integration "command:node app.js".`)
  })
}
