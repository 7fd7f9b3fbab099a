import { type Call, type Head, type Reply, SharedHeaders, type World } from '../core/index.ts'
import { minuteLimit, usageOf } from './access/rates.ts'
import { corsHeaders } from './cors.ts'

/** `x-zendesk-api-warn`: keys that the service does not know are ignored and named here, in Ruby's spelling (recorded). */
export function warnUnpermitted(call: Call, controller: string, action: string, keys: readonly string[]): void {
  if (keys.length === 0) return
  const list = keys.map((key) => JSON.stringify(key)).join(', ')
  call.notes.warning = `{:allowed_parameters=>{:controller=>${JSON.stringify(controller)}, :action=>${JSON.stringify(action)}, :unpermitted_keys=>[${list}], :invalid_values=>[]}}`
  call.remark({ kind: 'ignored', what: `unknown keys: ${keys.join(', ')}` })
}

const shared = new SharedHeaders({
  'cache-control': 'max-age=0, private, must-revalidate',
  'strict-transport-security': 'max-age=31536000;',
  'x-frame-options': 'SAMEORIGIN',
  'x-zendesk-api-version': 'v2',
  'x-zendesk-application-version': 'v21938',
  'x-zendesk-zorg': 'yes',
  'x-zendesk-api-gateway': 'yes',
})

/** The headers on every answer (recorded 2024-09-06); those of the edge network in front of the service are left out. */
export function headers(call: Call, world: World, reply: Reply): Head {
  const random = world.random('zendesk.wire')
  const own: Head['own'] = {
    'x-request-id': `${random.hex(16)}-FRA`,
    'x-runtime': (0.02 + random.next() / 4).toFixed(6),
    'x-zendesk-origin-server': `classic-app-server-${random.hex(10)}-${random.hex(5)}`,
  }
  tellRates(own, call, world)
  if (call.headers.origin !== undefined) Object.assign(own, corsHeaders(call))
  if (typeof call.notes.warning === 'string') own['x-zendesk-api-warn'] = call.notes.warning
  if (reply.body === undefined && reply.status === 200) own['content-length'] = '0'
  return { shared, own }
}

function tellRates(headers: Head['own'], call: Call, world: World): void {
  for (const { name, total, used, resets } of usageOf(call)) {
    const remaining = String(Math.max(0, total - used))
    if (name !== 'account') headers[`zendesk-ratelimit-${name}`] = `total=${total}; remaining=${remaining}; resets=${resets}`
    else {
      headers['x-rate-limit'] = String(minuteLimit(world))
      headers['x-rate-limit-remaining'] = remaining
      headers['ratelimit-limit'] = String(minuteLimit(world))
      headers['ratelimit-remaining'] = remaining
      headers['ratelimit-reset'] = String(resets)
    }
  }
}
