import { notImitated, refuse, type TableDefinition, type World } from '../../core/index.ts'
import { ulid } from '../ids.ts'
import { now } from '../time.ts'
import { EVENT_TYPES } from './events.ts'
import { wrong } from './service.ts'

export interface Authentication {
  type: 'basic_auth' | 'bearer_token' | 'api_key'
  /** `{username, password}`, `{token}` or `{name, value}`. */
  data: Record<string, string>
  add_position: 'header'
}

export interface Webhook {
  /** A ULID. */
  id: string
  name: string
  description: string
  status: 'active' | 'inactive'
  /** `conditional_ticket_events` for triggers, or event types. */
  subscriptions: string[]
  created_at: string
  created_by: string
  updated_at: string | null
  updated_by: string | null
  endpoint: string
  http_method: string
  request_format: string
  authentication: Authentication | null
  custom_headers: Record<string, string> | null
  secret: string
}

const webhooks: TableDefinition<Webhook> = { name: 'zendesk.webhooks', secrets: ['secret', 'authentication'] }
export const webhooksOf = (world: World) => world.store.table(webhooks)

export const FOR_TRIGGERS = 'conditional_ticket_events'
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const FORMATS = ['json', 'xml', 'form_encoded']
const SECRETS: Record<Authentication['type'], readonly string[]> = { basic_auth: ['username', 'password'], bearer_token: ['token'], api_key: ['name', 'value'] }
/** Custom headers: five at most, names and values of 128 and 255 characters (documented). */
const MOST_HEADERS = 5

type Sent = Record<string, unknown>

/** The webhook that a client asks for, checked. What PATCH does not name stays. */
export function writeWebhook(world: World, sent: Sent, author: number, before?: Webhook): Webhook {
  const text = (name: keyof Webhook, fallback = '') => (name in sent ? String(sent[name] ?? '') : ((before?.[name] as string | undefined) ?? fallback))
  const among = (name: 'http_method' | 'request_format' | 'status', allowed: readonly string[], fallback?: string) => {
    const value = text(name, fallback)
    return allowed.includes(value) ? value : wrong(`${name} must be one of ${allowed.join(', ')}`)
  }
  const name = text('name')
  if (name.trim() === '') wrong('name cannot be blank')
  const endpoint = endpointIn(text('endpoint'))
  const subscriptions = 'subscriptions' in sent ? subscriptionsIn(sent.subscriptions, before) : (before?.subscriptions ?? [])
  const http_method = among('http_method', METHODS)
  const request_format = among('request_format', FORMATS)
  if (subscriptions.some((one) => one !== FOR_TRIGGERS) && (http_method !== 'POST' || request_format !== 'json'))
    wrong('a webhook that subscribes to events must send POST requests in the format json')
  return {
    id: before?.id ?? ulid(world.clock.now(), world.random('zendesk.webhooks')),
    name,
    description: text('description'),
    status: among('status', ['active', 'inactive'], 'active') as Webhook['status'],
    subscriptions,
    created_at: before?.created_at ?? now(world),
    created_by: before?.created_by ?? String(author),
    updated_at: before ? now(world) : null,
    updated_by: before ? String(author) : null,
    endpoint,
    http_method,
    request_format,
    authentication: 'authentication' in sent ? authenticationIn(sent.authentication, before?.authentication) : (before?.authentication ?? null),
    custom_headers: 'custom_headers' in sent ? headersIn(sent.custom_headers) : (before?.custom_headers ?? null),
    secret: before?.secret ?? newSecret(world),
  }
}

export const newSecret = (world: World): string => Buffer.from(world.random('zendesk.webhooks').hex(64)).toString('base64').slice(0, 64)

export function endpointIn(value: string): string {
  const url = URL.parse(value)
  return url && ['http:', 'https:'].includes(url.protocol) ? value : wrong('endpoint must be an absolute http or https URL')
}

/** Triggers or events, not both, and not the other kind later (documented). */
function subscriptionsIn(sent: unknown, before: Webhook | undefined): string[] {
  if (!Array.isArray(sent)) return wrong('subscriptions must be an array')
  const wanted = [...new Set(sent.map(String))]
  const triggers = wanted.includes(FOR_TRIGGERS)
  if (triggers && wanted.length > 1) wrong(`${FOR_TRIGGERS} cannot be combined with event types`)
  if (before && before.subscriptions.length > 0 && before.subscriptions.includes(FOR_TRIGGERS) !== triggers)
    wrong('the connection method of a webhook cannot be changed')
  for (const type of wanted) {
    if (type === FOR_TRIGGERS || EVENT_TYPES.has(type)) continue
    if (!/^zen:event-type:[a-z_]+\.[a-z_]+$/.test(type)) wrong(`${type} is not an event type`)
    const { problem, status, message, detail } = notImitated(`the webhook event ${type}`)
    refuse(problem, status, message, detail ? { detail } : {})
  }
  return wanted
}

export function authenticationIn(sent: unknown, before: Authentication | null | undefined): Authentication | null {
  if (sent === null || sent === undefined) return null
  const { type, data, add_position = 'header' } = sent as { type?: Authentication['type']; data?: Sent; add_position?: string }
  const names = type && Object.hasOwn(SECRETS, type) ? SECRETS[type] : undefined
  if (!type || !names) return wrong(`authentication.type must be one of ${Object.keys(SECRETS).join(', ')}`)
  if (add_position !== 'header') wrong('authentication.add_position must be header')
  // A secret that is shown to nobody cannot be sent back: what an update leaves out stays.
  const kept = before?.type === type ? before.data : {}
  const whole = Object.fromEntries(names.map((name) => [name, data?.[name] === undefined ? kept[name] : String(data[name])]))
  for (const name of names) if (whole[name] === undefined) wrong(`authentication.data.${name} cannot be blank`)
  return { type, data: whole as Record<string, string>, add_position: 'header' }
}

function headersIn(sent: unknown): Record<string, string> | null {
  if (sent === null) return null
  const entries = Object.entries(sent as Sent).map(([name, value]) => [name, String(value)] as const)
  if (entries.length > MOST_HEADERS) wrong(`custom_headers takes ${MOST_HEADERS} headers at most`)
  for (const [name, value] of entries)
    if (!/^[\w-]{1,128}$/.test(name) || value.length > 255 || /[^\t\x20-\x7e]/.test(value)) wrong(`custom_headers: ${name} is not a valid header`)
  return Object.fromEntries(entries)
}

/** As sent (recorded 2023): of the credentials only what is not secret. */
export function webhookJson(webhook: Webhook): Record<string, unknown> {
  const { secret: _secret, updated_at, updated_by, authentication, custom_headers, id, name, description, status, subscriptions, ...rest } = webhook
  const { created_at, created_by, endpoint, http_method, request_format } = rest
  return {
    id,
    name,
    description,
    status,
    subscriptions,
    created_at,
    created_by,
    ...(updated_at ? { updated_at, updated_by } : {}),
    endpoint,
    http_method,
    request_format,
    ...(authentication ? { authentication: { ...authentication, data: shownData(authentication) } } : {}),
    ...(custom_headers ? { custom_headers } : {}),
  }
}

const shownData = ({ type, data }: Authentication): Record<string, unknown> =>
  type === 'basic_auth' ? { username: data.username } : type === 'api_key' ? { name: data.name } : {}
