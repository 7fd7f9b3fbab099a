import type { TableDefinition, Token, World } from '../../core/index.ts'
import { ISSUER } from '../access/caller.ts'
import { nextId } from '../ids.ts'
import { now, stamp } from '../time.ts'
import type { Client } from './clients.ts'

/** A token as the API lists it; its value and its partner's are in the World's vault. */
export interface Grant {
  id: number
  value: string
  refresh: string | null
  client_id: number
  user_id: number
  scopes: string[]
  created_at: string
  used_at: string | null
  expires_at: string | null
  refresh_token_expires_at: string | null
}

const grants: TableDefinition<Grant> = {
  name: 'zendesk.grants',
  credentials: true,
  indexes: { value: (grant) => grant.value, user: (grant) => String(grant.user_id) },
}
export const grantsOf = (world: World) => world.store.table(grants)

export interface Lifetimes {
  /** Seconds; null: never. */
  access: number | null
  refresh: number
}

/** Issues an access token, and a refresh token beside it unless the grant has none. */
export function issue(world: World, client: Client, userId: number, scopes: string[], lifetimes: Lifetimes, refreshable: boolean): Grant {
  const at = world.clock.now()
  const random = world.random('zendesk.tokens')
  const expiresAt = lifetimes.access === null ? null : at + lifetimes.access * 1000
  const common = { issuer: ISSUER, client: client.identifier, subject: String(userId), audience: world.tenancy.zendesk ?? '', scopes }
  const id = nextId(world)
  const access = world.tokens.issue({ ...common, value: random.hex(64), kind: 'access', expiresAt, claims: { id } })
  const refreshEnds = at + lifetimes.refresh * 1000
  const refresh: Token | null = refreshable
    ? world.tokens.issue({ ...common, value: random.hex(64), kind: 'refresh', expiresAt: refreshEnds, claims: { id, access: access.value } })
    : null
  return grantsOf(world).put(String(id), {
    id,
    value: access.value,
    refresh: refresh?.value ?? null,
    client_id: client.id,
    user_id: userId,
    scopes,
    created_at: now(world),
    used_at: null,
    expires_at: expiresAt === null ? null : stamp(expiresAt),
    refresh_token_expires_at: refresh ? stamp(refreshEnds) : null,
  })
}

/** Ends a grant: both of its tokens. */
export function withdraw(world: World, grant: Grant): void {
  world.tokens.revoke(grant.value)
  if (grant.refresh) world.tokens.revoke(grant.refresh)
  grantsOf(world).delete(String(grant.id))
}

/** Notes when a token was last used; a token of Basic is none of these. */
export function markUsed(world: World, token: Token): void {
  const id = token.claims.id
  const grant = id === undefined ? undefined : grantsOf(world).get(String(id))
  if (grant) grantsOf(world).put(String(grant.id), { ...grant, used_at: now(world) })
}
