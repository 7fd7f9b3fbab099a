import { type Call, httpDate, type Reply, type World } from '../core/index.ts'
import { correlation } from './refuse.ts'
import { settingsOf } from './settings.ts'

const DAY = 86_400_000

/** Headers of every answer, as in the azure-sdk's recordings. A document for caches says so itself and keeps its own. */
export function headers(call: Call, world: World, reply: Reply): Record<string, string | string[]> {
  const random = world.random('entra.trace')
  const settings = settingsOf(world)
  const headers: Record<string, string | string[]> = {
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    'x-ms-request-id': random.guid(),
    'x-ms-ests-server': settings.server,
    'client-request-id': correlation(call, () => random.guid()),
  }
  if (reply.headers?.['cache-control'] !== undefined) return headers
  headers['cache-control'] = 'no-store, no-cache'
  headers.pragma = 'no-cache'
  headers.expires = '-1'
  headers['set-cookie'] = [
    `fpc=${random.text(43)}; expires=${httpDate(world.clock.now() + 30 * DAY)}; path=/; secure; HttpOnly; SameSite=None`,
    `esctx=${random.text(64)}; domain=.login.microsoftonline.com; path=/; secure; HttpOnly; SameSite=None`,
    'x-ms-gateway-slice=estsfd; path=/; secure; samesite=none; httponly',
    'stsservicecookie=estsfd; path=/; secure; samesite=none; httponly',
  ]
  return headers
}
