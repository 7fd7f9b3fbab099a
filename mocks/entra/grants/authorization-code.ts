import { createHash } from 'node:crypto'
import { Refusal, sameSecret, type Token } from '../../core/index.ts'
import { users } from '../directory.ts'
import { aadsts } from '../problems.ts'
import { admitInBrowser, type Grant, required, type TokenRequest, userPermissions } from './grant.ts'

/** What `/authorize` keeps with a code. */
export interface CodeClaims extends Record<string, unknown> {
  redirectUri: string
  /** A v2 scope. */
  scope: string
  nonce?: string
  challenge?: string
  method?: 'S256' | 'plain'
  spa: boolean
}

const proves = (verifier: string, { challenge, method }: CodeClaims): boolean =>
  sameSecret(challenge ?? '', method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url'))

/** The code of that request, if it is good and this client's. */
function redeemable({ world, form, client }: TokenRequest): Token {
  const code = world.tokens.find(required(form, 'code'))
  if (code?.issuer !== 'entra' || code.kind !== 'code') throw new Refusal(aadsts(9002313))
  if (code.client !== client.clientId) throw new Refusal(aadsts(70000))
  if (code.revokedAt !== null) throw new Refusal(aadsts(54005))
  if (!world.tokens.alive(code)) throw new Refusal(aadsts(70008))
  return code
}

/** Redeems what `/authorize` gave: once, from the same redirect URI, with the verifier of its challenge. */
export const authorizationCode: Grant = {
  names: ['authorization_code'],
  run(request) {
    const { call, world, form, client } = request
    const code = redeemable(request)
    const claims = code.claims as CodeClaims
    const sent = required(form, 'redirect_uri')
    if (sent !== claims.redirectUri) throw new Refusal(aadsts(500112, { sent, expected: claims.redirectUri }))
    if (claims.challenge !== undefined && !proves(form.get('code_verifier') ?? '', claims)) throw new Refusal(aadsts(501481))
    // Of a single-page application's URI, whoever redeems it (reported of servers, too).
    if (claims.spa && claims.challenge === undefined) throw new Refusal(aadsts(9002325))
    const { origin } = call.headers
    if (origin !== undefined && !claims.spa) throw new Refusal(aadsts(9002326, { origin }))
    if (origin === undefined && claims.spa) throw new Refusal(aadsts(9002327))

    const user = users(world).get(code.subject)
    if (!user) throw new Refusal(aadsts(70000))
    const permissions = userPermissions(request, claims.scope)
    admitInBrowser(world, client, user, permissions.resource)
    // The code is spent here, before anything waits: of two requests at one instant the second finds it so.
    world.tokens.revoke(code.value)
    return { resource: permissions.resource, user: { user, permissions, id: { nonce: claims.nonce, openid: permissions.openid }, spa: claims.spa } }
  },
}
