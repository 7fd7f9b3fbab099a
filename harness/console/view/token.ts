import type { World } from '../../../mocks/core/world.ts'
import type { CrmConfiguration } from '../../configuration/schema.ts'
import type { DeskView, TokenView } from '../protocol.ts'

/** How it stands with the access token of a configuration's client, in this World. */
export function tokenView(world: World, { integrationType, authentication }: CrmConfiguration, underWay: DeskView['underWay']): TokenView {
  const issuer = integrationType === 'Zendesk' ? 'zendesk' : 'entra'
  const token = world.tokens.latest(issuer, authentication.clientId)
  const alive = token !== undefined && world.tokens.alive(token)
  const signIn = underWay.find(({ lane }) => lane === 'identity')
  if (signIn) {
    const { min = 0, max = 0 } = (world.settings[issuer] as { tokenLatency?: { min: number; max: number } }).tokenLatency ?? {}
    const again = token !== undefined && !alive
    return { state: 'renewing', since: signIn.since, least: again ? min : 0, most: again ? max : 0, again }
  }
  if (!token) return { state: 'none' }
  if (alive) return { state: 'alive', issuedAt: token.issuedAt, expiresAt: token.expiresAt }
  return { state: 'expired', expiredAt: token.revokedAt ?? token.expiresAt ?? world.clock.now() }
}
