import { bySecond, type Call, type Head, type Reply, SharedHeaders, type World } from '../core/index.ts'
import { correlation } from './refuse.ts'
import { settingsOf } from './settings.ts'

const DAY = 86_400_000

/** A month behind an instant, as cookies say until when they live. */
const inAMonth = bySecond((date) => new Date(date.getTime() + 30 * DAY).toUTCString())

const ALWAYS = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
}
const always = new SharedHeaders(ALWAYS)
const uncached = new SharedHeaders({ ...ALWAYS, 'cache-control': 'no-store, no-cache', pragma: 'no-cache', expires: '-1' })

/** Headers of every answer, as in the azure-sdk's recordings. A document for caches says so itself and keeps its own. */
export function headers(call: Call, world: World, reply: Reply): Head {
  const random = world.random('entra.trace')
  const settings = settingsOf(world)
  const own: Head['own'] = {
    'x-ms-request-id': random.guid(),
    'x-ms-ests-server': settings.server,
    'client-request-id': correlation(call, () => random.guid()),
  }
  if (reply.headers?.['cache-control'] !== undefined) return { shared: always, own }
  const cookies = [
    `fpc=${random.text(43)}; expires=${inAMonth(world.clock.now())}; path=/; secure; HttpOnly; SameSite=None`,
    `esctx=${random.text(64)}; domain=.login.microsoftonline.com; path=/; secure; HttpOnly; SameSite=None`,
    'x-ms-gateway-slice=estsfd; path=/; secure; samesite=none; httponly',
    'stsservicecookie=estsfd; path=/; secure; samesite=none; httponly',
  ]
  return { shared: uncached, own, cookies }
}
