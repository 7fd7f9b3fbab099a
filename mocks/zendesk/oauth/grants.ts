import { createHash } from 'node:crypto'
import { sameSecret, type World } from '../../core/index.ts'
import { ISSUER } from '../access/caller.ts'
import { userById } from '../records.ts'
import type { Client } from './clients.ts'
import { grantsOf } from './issue.ts'
import type { TokenError } from './texts.ts'

export interface GrantRequest {
  client: Client
  /** The client showed its secret. */
  authenticated: boolean
  parameters: Record<string, string>
}

/** Whom a token will act as; `scopes` when the grant settles them; `consume` ends what was handed in. */
export interface Granted {
  userId: number
  scopes?: string[]
  consume(): void
}

const usable = (world: World, userId: number): boolean => {
  const user = userById(world, userId)
  return user?.active === true && !user.suspended
}

/** A code is good once, for 120 s, at the redirection URI it was asked for. A public client must prove possession (PKCE); a confidential one may do that or show its secret. */
export function codeGrant(world: World, { client, authenticated, parameters }: GrantRequest): Granted | TokenError {
  const { code, redirect_uri, code_verifier } = parameters
  if (!code) return 'invalid_request'
  const token = world.tokens.find(code)
  if (!token || token.issuer !== ISSUER || token.kind !== 'code' || !world.tokens.alive(token) || token.client !== client.identifier) return 'invalid_grant'
  const { challenge, redirect } = token.claims as { challenge: string | null; redirect: string }
  if (redirect_uri !== redirect) return 'invalid_grant'
  if (challenge !== null && (!code_verifier || !sameSecret(challenge, challengeOf(code_verifier)))) return 'invalid_grant'
  if (challenge === null && client.kind === 'public') return 'invalid_request'
  if (challenge === null && !authenticated) return 'invalid_client'
  const userId = Number(token.subject)
  if (!usable(world, userId)) return 'invalid_grant'
  return { userId, scopes: token.scopes, consume: () => world.tokens.revoke(code) }
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

/**
 * Rotates: the access and the refresh token handed in end (documented). There is no detection of reuse: replaying a consumed one fails,
 * its successor lives on (probed 2026). A public client needs no secret.
 */
export function refreshGrant(world: World, { client, authenticated, parameters }: GrantRequest): Granted | TokenError {
  const value = parameters.refresh_token
  if (!value) return 'invalid_request'
  if (client.kind === 'confidential' && !authenticated) return 'invalid_client'
  const token = world.tokens.find(value)
  if (!token || token.issuer !== ISSUER || token.kind !== 'refresh' || !world.tokens.alive(token) || token.client !== client.identifier) return 'invalid_grant'
  const userId = Number(token.subject)
  if (!usable(world, userId)) return 'invalid_grant'
  const { access, id } = token.claims as { access: string; id: number }
  return {
    userId,
    scopes: token.scopes,
    consume() {
      world.tokens.revoke(value)
      world.tokens.revoke(access)
      grantsOf(world).delete(String(id))
    },
  }
}

/** `client_credentials`: confidential clients only; the token acts as the administrator who made the client, and there is no refresh token (documented). */
export function ownGrant(world: World, { client, authenticated }: GrantRequest): Granted | TokenError {
  if (client.kind === 'public') return 'unauthorized_client'
  if (!authenticated) return 'invalid_client'
  return usable(world, client.user_id) ? { userId: client.user_id, consume: () => {} } : 'invalid_grant'
}
