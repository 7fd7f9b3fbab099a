import { type Problem, Refusal, type Token, type World } from '../../core/index.ts'
import { users } from '../directory.ts'
import { aadsts } from '../problems.ts'
import type { Permissions } from '../resource.ts'
import { settingsOf } from '../settings.ts'
import { admitAtAll, admitInBrowser, type Grant, required, userPermissions } from './grant.ts'

/** `2022-03-02T03:54:33.8043551Z`: ticks of 100 ns, of which a clock of milliseconds knows the first four digits. */
const ticks = (instant: number): string => new Date(instant).toISOString().replace('Z', '0000Z')

/** `90.00:00:00` */
function timeSpan(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${Math.floor(seconds / 86_400)}.${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

function dead(world: World, token: Token): Problem | undefined {
  const issued = ticks(token.issuedAt)
  if (token.revokedAt !== null) return aadsts(50173, { issued, validFrom: ticks(token.revokedAt) })
  if (world.tokens.alive(token)) return undefined
  const settings = settingsOf(world)
  return token.claims.spa === true
    ? aadsts(700084, { issued, lifetime: timeSpan(settings.spaRefreshLifetime) })
    : aadsts(700082, { issued, inactive: timeSpan(settings.refreshLifetime) })
}

/** Who they are was agreed to with the sign-in, whatever resource it was for: MSAL asks so where it is given no scopes (inferred). */
const onlyAboutTheUser = ({ names, openid }: Permissions, { scopes }: Token): boolean => names.length === 0 && openid.every((one) => scopes.includes(one))

/** Gives fresh tokens for the same user, at any resource that was consented to. The old refresh token stays good. */
export const refreshToken: Grant = {
  names: ['refresh_token'],
  run(request) {
    const { call, world, form, client } = request
    const token = world.tokens.find(required(form, 'refresh_token'))
    if (token?.issuer !== 'entra' || token.kind !== 'refresh') throw new Refusal(aadsts(9002313))
    if (token.client !== client.clientId) throw new Refusal(aadsts(70000))
    const refusal = dead(world, token)
    if (refusal) throw new Refusal(refusal)
    const spa = token.claims.spa === true
    const { origin } = call.headers
    if (origin !== undefined && !spa) throw new Refusal(aadsts(9002326, { origin }))
    if (origin === undefined && spa) throw new Refusal(aadsts(9002327))

    const user = users(world).get(token.subject)
    if (!user) throw new Refusal(aadsts(70000))
    const asked = userPermissions(request, String(token.claims.scope))
    // The second factor of the sign-in that this goes back to still counts (documented).
    if (onlyAboutTheUser(asked, token)) admitAtAll(user)
    else admitInBrowser(world, client, user, asked.resource)
    // A new refresh token comes with every use, whether the scope says offline_access or not.
    const permissions = { ...asked, openid: [...new Set([...asked.openid, 'offline_access'])] }
    return {
      resource: permissions.resource,
      user: { user, permissions, id: { openid: permissions.openid }, spa, ...(spa && token.expiresAt !== null ? { until: token.expiresAt } : {}) },
    }
  },
}
