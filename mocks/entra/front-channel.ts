import { createHash } from 'node:crypto'
import { Refusal } from '../core/index.ts'
import type { App } from './directory.ts'
import { required, type TokenRequest, type UserGrant } from './grants/grant.ts'
import { accessToken, idToken } from './issue.ts'
import { aadsts } from './problems.ts'
import { isResponseMode, type ResponseMode } from './redirect.ts'

/** What `/authorize` is to answer: a code, tokens without one (implicit), or both (hybrid). */
export interface Answers {
  code: boolean
  idToken: boolean
  token: boolean
}

/** Reads `response_type`, and refuses a mode or a challenge's method that nobody knows; tokens from `/authorize` must be enabled for the application (documented). */
export function answersAsked(client: App, form: URLSearchParams): Answers {
  const type = required(form, 'response_type')
  const asked = type.split(' ').filter((word) => word !== '')
  if (!asked.every((word) => ['code', 'id_token', 'token'].includes(word))) throw new Refusal(aadsts(70007, { what: `response_type '${type}'` }))
  const mode = form.get('response_mode')
  if (mode && !isResponseMode(mode)) throw new Refusal(aadsts(70007, { what: `response_mode '${mode}'` }))
  const method = form.get('code_challenge_method')
  if (method && !['S256', 'plain'].includes(method)) throw new Refusal(aadsts(70007, { what: `code_challenge_method '${method}'` }))
  if (mode === 'query' && hasTokens(type)) throw new Refusal(aadsts(70007, { what: "response_mode 'query' for a token" }))
  const answers = { code: asked.includes('code'), idToken: asked.includes('id_token'), token: asked.includes('token') }
  if (answers.idToken && !client.implicit.idToken) throw new Refusal(aadsts(700054))
  if (answers.token && !client.implicit.accessToken) throw new Refusal(aadsts(700051))
  if (answers.idToken) required(form, 'nonce')
  return answers
}

/** Where the answer goes when the request does not say: tokens go into the fragment, which no log keeps. */
export function responseMode(form: URLSearchParams): ResponseMode {
  const mode = form.get('response_mode') ?? ''
  return isResponseMode(mode) ? mode : hasTokens(form.get('response_type') ?? '') ? 'fragment' : 'query'
}

const hasTokens = (type: string): boolean => /(^| )(id_)?token( |$)/.test(type)

/** The left half of a SHA-256: how an id token names what came with it. */
const half = (text: string): string => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')

/** The tokens among the fields that go back. An implicit answer never has a refresh token. */
export function frontTokens(request: TokenRequest, delegated: UserGrant, answers: Answers, code: string | undefined): Record<string, string> {
  const access = answers.token ? accessToken(request, { resource: delegated.permissions.resource, user: delegated }) : undefined
  const hashes = { ...(code === undefined ? {} : { c_hash: half(code) }), ...(access ? { at_hash: half(access.value) } : {}) }
  return {
    ...(access ? { access_token: access.value, token_type: 'Bearer', expires_in: String(access.seconds), scope: access.scope ?? '' } : {}),
    ...(answers.idToken ? { id_token: idToken(request, delegated, hashes) } : {}),
  }
}
