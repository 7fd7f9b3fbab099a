import type { Call, Operation, Reply, World } from '../core/index.ts'
import { pairwise } from './claims.ts'
import { users } from './directory.ts'
import { addressed } from './tenant.ts'

/** Who the bearer of a user's access token is. The subject is that of the application's id token, as OpenID Connect asks. */
function userinfo(call: Call, world: World): Reply {
  addressed(world, call.params.tenant as string)
  const [, value] = /^Bearer (.+)$/i.exec(call.headers.authorization ?? '') ?? []
  const token = value === undefined ? undefined : world.tokens.find(value)
  const user = token?.issuer === 'entra' && token.kind === 'access' && world.tokens.alive(token) ? users(world).get(token.subject) : undefined
  if (!token || !user) {
    const why = value === undefined ? 'Access token is empty.' : 'The access token is expired, unknown, or not a user’s.'
    return { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: { error: 'invalid_token', error_description: why } }
  }
  return { status: 200, body: { sub: pairwise(user, token.client), name: user.name, email: user.upn } }
}

export const userinfoOperations: Operation[] = (['GET', 'POST'] as const).map((method) => ({
  name: 'userinfo',
  method,
  path: '/:tenant/openid/userinfo',
  run: userinfo,
}))
