import { type Call, type Head, type Reply, SharedHeaders, type World } from '../core/index.ts'
import { minuteLimit, type Usage, usageOf } from './access/rates.ts'
import { corsHeaders } from './cors.ts'

/** `x-zendesk-api-warn`: keys that the service does not know are ignored and named here, in Ruby's spelling (recorded). */
export function warnUnpermitted(call: Call, controller: string, action: string, keys: readonly string[]): void {
  if (keys.length === 0) return
  call.notes.warning = `{:allowed_parameters=>{:controller=>${JSON.stringify(controller)}, :action=>${JSON.stringify(action)}, :unpermitted_keys=>${listed(keys)}, :invalid_values=>[]}}`
  remarkUnknown(call, keys)
}

/** The same in the words of the voice service (recorded 2024). `wrapped`: what its framework puts around a body that stands bare, and then takes out again. */
export function warnRestricted(call: Call, keys: readonly string[], wrapped: readonly string[] = []): void {
  const all = [...keys, ...wrapped]
  if (all.length > 0) call.notes.warning = `Removed restricted keys ${listed(all)} from parameters according to whitelist`
  if (keys.length > 0) remarkUnknown(call, keys)
}

const remarkUnknown = (call: Call, keys: readonly string[]): void => call.remark({ kind: 'ignored', what: `unknown keys: ${keys.join(', ')}` })
const listed = (keys: readonly string[]): string => `[${keys.map(inspected).join(', ')}]`

/** In quotation marks; what a header does not carry is told by its number. */
const inspected = (key: string): string =>
  JSON.stringify(key).replaceAll(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)

const shared = new SharedHeaders({
  'cache-control': 'max-age=0, private, must-revalidate',
  'strict-transport-security': 'max-age=31536000;',
  'x-frame-options': 'SAMEORIGIN',
  'x-zendesk-api-version': 'v2',
  'x-zendesk-application-version': 'v21938',
  'x-zendesk-zorg': 'yes',
  'x-zendesk-api-gateway': 'yes',
})

/** Headers in which a service beside Support differs, whatever it answers. */
export function answeredBy(call: Call, service: Readonly<Record<string, string>>): void {
  call.notes.service = service
}

/** The headers on every answer (recorded 2024-09-06); those of the edge network in front of the service are left out. */
export function headers(call: Call, world: World, reply: Reply): Head {
  const random = world.random('zendesk.wire')
  const request = random.hexIn('################-FRA')
  const runtime = (0.02 + random.next() / 4).toFixed(6)
  const server = random.hexIn('classic-app-server-##########-#####')
  const usage = usageOf(call)
  const account = usage.find(({ name }) => name === 'account')
  // Written down at once, for the journal keeps thousands: an object that grows needs twice the room.
  const own: Head['own'] = account
    ? {
        'x-request-id': request,
        'x-runtime': runtime,
        'x-zendesk-origin-server': server,
        'x-rate-limit': String(minuteLimit(world)),
        'x-rate-limit-remaining': remaining(account),
        'ratelimit-limit': String(minuteLimit(world)),
        'ratelimit-remaining': remaining(account),
        'ratelimit-reset': String(account.resets),
      }
    : { 'x-request-id': request, 'x-runtime': runtime, 'x-zendesk-origin-server': server }
  for (const limit of usage)
    if (limit !== account) own[`zendesk-ratelimit-${limit.name}`] = `total=${limit.total}; remaining=${remaining(limit)}; resets=${limit.resets}`
  if (call.notes.service !== undefined) Object.assign(own, call.notes.service)
  if (call.headers.origin !== undefined) Object.assign(own, corsHeaders(call))
  if (typeof call.notes.warning === 'string') own['x-zendesk-api-warn'] = call.notes.warning
  if (reply.body === undefined && reply.status === 200) own['content-length'] = '0'
  return { shared, own }
}

const remaining = ({ total, used }: Usage): string => String(Math.max(0, total - used))
