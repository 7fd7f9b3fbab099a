import { hash } from 'node:crypto'
import { type Call, isProblem, JsonText, type Operation, type Problem, type Reply, type Soon, soon, type World } from '../core/index.ts'
import { type Caller, callerOf, refused } from './access/caller.ts'
import { meterEndpoint } from './access/limits.ts'
import { meterAccount } from './access/rates.ts'
import { opens, type Resource } from './access/scopes.ts'
import { jsonBody } from './body.ts'
import { markUsed } from './oauth/issue.ts'
import { forbidden, invalidEndpoint, missingScopes, notAnInteger, plain, raise, unauthenticated } from './problems.ts'
import type { User } from './records.ts'

/** What a handler of `/api/v2` works with. */
export interface Context {
  call: Call
  world: World
  caller: Caller
  user: User
  /** Named parts of the path, without `.json`. */
  params: Record<string, string>
  /** Where absolute URLs start. */
  base: string
  /** `tickets.show` */
  action: string
}

export interface Access {
  /** Who may: everybody who is signed in, agents and administrators (the default), or administrators only. */
  who?: 'end-user' | 'agent' | 'admin'
  /** Which narrow scope opens it beside `read` and `write`. */
  scope?: Resource
  /** Bytes that the body may have, where it may be larger than JSON ever is. */
  body?: number
}

type Handler = (context: Context) => Soon<Reply | Problem>

const RANK = { 'end-user': 0, agent: 1, admin: 2 }

/** One operation under both of its spellings: `.json` is optional everywhere in Support (recorded). */
export function api(method: Operation['method'], path: string, name: string, access: Access, handle: Handler): Operation[] {
  const run = (call: Call, world: World): Soon<Reply | Problem> => {
    if (elsewhere(call, world)) return invalidEndpoint()
    meterAccount(call, world)
    const caller = callerOf(call, world)
    if (caller === undefined) return unauthenticated()
    if (refused(caller)) return caller
    markUsed(world, caller.token)
    meterEndpoint(call, world, name, caller.user.id)
    const denied = deniedBy(call, caller, access)
    if (denied) return denied
    const context = { call, params: withoutSuffix(call.params), world, caller, user: caller.user, base: call.base, action: name }
    return soon(handle(context), (reply) => (isProblem(reply) ? reply : tagged(call, reply)))
  }
  const operation = { name, method, run, ...(access.body ? { body: access.body } : {}) }
  const open = /\/:[^/{}]+$/.test(path)
  return open
    ? [{ ...operation, path }]
    : [
        { ...operation, path },
        { ...operation, path: `${path}.json` },
      ]
}

function deniedBy(call: Call, caller: Caller, { who = 'agent', scope }: Access): Problem | undefined {
  const action = call.method === 'GET' ? 'read' : 'write'
  if (caller.scopes && !opens(caller.scopes, action, scope)) return missingScopes(action)
  return RANK[caller.user.role] < RANK[who] ? forbidden() : undefined
}

/** A host of the vendor's that names another account than this World's. */
export function elsewhere(call: Call, world: World): boolean {
  if (!call.base.includes('.zendesk.com')) return false
  const host = /^https?:\/\/([^:/]+)/.exec(call.base)?.[1] ?? ''
  return host.endsWith('.zendesk.com') && host !== `${world.tenancy.zendesk}.zendesk.com`
}

const withoutSuffix = (params: Readonly<Record<string, string>>): Record<string, string> => {
  const bare: Record<string, string> = {}
  for (const name in params) {
    const part = params[name] as string
    bare[name] = part.endsWith('.json') ? part.slice(0, -'.json'.length) : part
  }
  return bare
}

/**
 * JSON as it is sent, with Rails' weak tag: half of a SHA-256, as Rails 7 takes it (inferred; the recorded ones have its length).
 * `told`: what it is known by, where that is shorter than the text and changes with it.
 */
export class TaggedJson extends JsonText {
  readonly etag: string
  constructor(text: string, told = text) {
    super(text)
    this.etag = `W/"${hash('sha256', told).slice(0, 32)}"`
  }
}

/** Does `If-None-Match` name this tag? It is a list, or `*` for any; a weak tag and a strong one are the same here (RFC 9110, 13.1.2). */
function tells(header: string, etag: string): boolean {
  if (header === etag || header.trim() === '*') return true
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '')
  return header.split(',').some((tag) => opaque(tag) === opaque(etag))
}

/** JSON with its tag, and 304 when the client has it already. */
export function tagged(call: Call, reply: Reply): Reply {
  if (reply.body === undefined || typeof reply.body === 'string' || reply.body instanceof Uint8Array || reply.status > 201) return reply
  const body = reply.body instanceof TaggedJson ? reply.body : new TaggedJson(JSON.stringify(reply.body))
  const { etag } = body
  const known = call.headers['if-none-match']
  if (known !== undefined && call.method === 'GET' && tells(known, etag)) return { status: 304, headers: { etag } }
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  return { status: reply.status, headers: Object.assign(headers, reply.headers, { etag }), body }
}

export const json = (body: unknown, status = 200, headers?: Record<string, string>): Reply => ({ status, body, ...(headers ? { headers } : {}) })
/** 201 with where the new record is. */
export const created = (body: unknown, url: unknown): Reply => json(body, 201, { location: String(url) })
export const noContent = (): Reply => ({ status: 204, headers: { 'cache-control': 'no-cache' } })

/** The whole number that a path's part must be. */
export function idOf(context: Context, name = 'id'): string {
  const text = context.params[name] ?? ''
  return /^-?\d+$/.test(text) ? text : raise(notAnInteger(name, context.action))
}

export const bodyOf = (context: Context): Record<string, unknown> => {
  const body = jsonBody(context.call)
  return body !== null && typeof body === 'object' && !Array.isArray(body) ? (body as Record<string, unknown>) : {}
}

/** What a body must nest under its name: `{"user": {...}}`. */
export function rootOf(context: Context, name: string): Record<string, unknown> {
  const root = bodyOf(context)[name]
  return root !== null && typeof root === 'object' && !Array.isArray(root)
    ? (root as Record<string, unknown>)
    : raise(plain(400, `Required parameter missing: ${name}`))
}
