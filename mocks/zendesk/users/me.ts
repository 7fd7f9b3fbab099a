import type { Call, Operation, World } from '../../core/index.ts'
import { callerOf, refused } from '../access/caller.ts'
import { meterAccount } from '../access/rates.ts'
import { opens } from '../access/scopes.ts'
import { invalidEndpoint, missingScopes } from '../problems.ts'
import { elsewhere, json, tagged } from '../route.ts'
import { settingsOf } from '../settings.ts'
import { userLoads } from './side-loads.ts'
import { anonymousJson, userJson } from './user.ts'

/** `GET /users/me` answers 200 to everybody: who has no credentials, or a wrong password, is the anonymous user (probed 2026). */
function run(call: Call, world: World) {
  if (elsewhere(call, world)) return invalidEndpoint()
  meterAccount(call, world)
  const found = callerOf(call, world)
  if (found === undefined) return tagged(call, json({ user: anonymousJson(call.base) }))
  if (refused(found)) return found.status === 401 && lenient(call, world) ? tagged(call, json({ user: anonymousJson(call.base) })) : found
  const { user, scopes } = found
  if (scopes && !opens(scopes, 'read', 'users')) return missingScopes('read')
  const context = { call, world, caller: found, user, params: {}, base: call.base, action: 'users.me' }
  const shown = me(userJson(world, user, call.base), world.random('zendesk.wire').text(40))
  return tagged(call, json({ user: shown, ...userLoads(context, [user]) }))
}

/** `authenticity_token` stands behind `verified` (recorded). It is drawn anew for each answer. */
const me = (user: Record<string, unknown>, token: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(user).flatMap(([key, value]) =>
      key === 'verified'
        ? [
            [key, value],
            ['authenticity_token', token],
          ]
        : [[key, value]],
    ),
  )

/** A wrong password is nobody; a wrong API token is refused, or nobody too, as the setting says. */
function lenient(call: Call, world: World): boolean {
  const [scheme = '', value = ''] = (call.headers.authorization ?? '').split(' ')
  if (scheme.toLowerCase() !== 'basic') return false
  const name = Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? ''
  return !name.endsWith('/token') || settingsOf(world).wrongApiTokenOnMe === 'anonymous'
}

export const meOperations: Operation[] = ['/api/v2/users/me', '/api/v2/users/me.json'].map((path) => ({ name: 'users.me', method: 'GET', path, run }))
