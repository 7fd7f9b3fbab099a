import { Refusal, type Token } from '../../core/index.ts'
import { users } from '../directory.ts'
import { aadsts } from '../problems.ts'
import { resourceNamed } from '../resource.ts'
import { admitInBrowser, type Grant, required, type TokenRequest, userPermissions } from './grant.ts'

/** The user's token that this application was called with. */
function assertionOf({ world, tenant, form, client }: TokenRequest): Token {
  if (required(form, 'requested_token_use') !== 'on_behalf_of') throw new Refusal(aadsts(9002313))
  const token = world.tokens.find(required(form, 'assertion'))
  if (token?.issuer !== 'entra' || token.kind !== 'access') throw new Refusal(aadsts(50013))
  if (resourceNamed(world, tenant, token.audience).app?.clientId !== client.clientId) throw new Refusal(aadsts(500131))
  if (!world.tokens.alive(token)) throw new Refusal(aadsts(500133))
  if (token.claims.scp === undefined) throw new Refusal(aadsts(7000114, { app: client.clientId }))
  return token
}

/** A service that was called with a user's token calls on as that user (documented). */
export const onBehalfOf: Grant = {
  names: ['urn:ietf:params:oauth:grant-type:jwt-bearer'],
  run(request) {
    const { world, client } = request
    const user = users(world).get(assertionOf(request).subject)
    if (!user) throw new Refusal(aadsts(50013))
    const permissions = userPermissions(request)
    // The user's token comes from a sign-in that passed what a policy asks for.
    admitInBrowser(world, client, user, permissions.resource)
    return { resource: permissions.resource, user: { user, permissions, id: { openid: permissions.openid }, spa: false } }
  },
}
