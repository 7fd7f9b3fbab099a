import { createHmac } from 'node:crypto'
import { hostTimer, type World } from '../../core/index.ts'
import { accountId, ulid } from '../ids.ts'
import { settingsOf } from '../settings.ts'
import { now } from '../time.ts'
import { type Attempt, attemptsOf, invocationsOf, type Pair } from './invocations.ts'
import type { Authentication, Webhook } from './webhook.ts'

/** What is sent: an endpoint may have taken the payload into its query. */
export interface Shot {
  endpoint: string
  method: string
  format: string
  payload: string
  authentication: Authentication | null
  custom: Record<string, string>
}
export type Outcome = Pick<Attempt, 'status' | 'status_code' | 'request' | 'response'>

const TYPES: Record<string, string> = { json: 'application/json', xml: 'application/xml', form_encoded: 'application/x-www-form-urlencoded' }
const REDACTED = '[redacted]'
/** Bytes of an answer that are read and kept. */
const ANSWER_LIMIT = 64 * 1024
/** 409 is tried again three times; 429 and 503 when they say how long to wait, and it is less than a minute (documented). */
const RETRIES = 3
const LONGEST_WAIT = 60

/** base64(HMAC-SHA256(timestamp + body, secret)) (documented). */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret)
    .update(timestamp + body)
    .digest('base64')

export function shotOf(webhook: Webhook, payload: string): Shot {
  const bare = webhook.http_method === 'GET' || webhook.http_method === 'DELETE'
  const url = new URL(webhook.endpoint)
  if (bare && payload !== '') for (const [name, value] of new URLSearchParams(payload)) url.searchParams.append(name, value)
  return {
    endpoint: url.href,
    method: webhook.http_method,
    format: webhook.request_format,
    payload: bare ? '' : payload,
    authentication: webhook.authentication,
    custom: webhook.custom_headers ?? {},
  }
}

/** Calls a webhook's receiver, again where it asks for that, and records each attempt. Never rejects. */
export async function invoke(world: World, webhook: Webhook, payload: string): Promise<void> {
  const random = world.random('zendesk.webhooks')
  const invocation = { id: ulid(world.clock.now(), random), webhook_id: webhook.id, status: '', status_code: 0, latest_completed_at: '' }
  const shot = shotOf(webhook, payload)
  for (let attempt = 0; attempt <= RETRIES; attempt++) {
    const timestamp = now(world)
    const headers = {
      ...headersOf(world, shot),
      'x-zendesk-webhook-id': webhook.id,
      'x-zendesk-webhook-invocation-id': invocation.id,
      'x-zendesk-webhook-signature': signatureOf(webhook.secret, timestamp, shot.payload),
      'x-zendesk-webhook-signature-timestamp': timestamp,
    }
    const outcome = await send(world, shot, headers)
    const completed_at = new Date(world.clock.now()).toISOString()
    const id = ulid(world.clock.now(), random)
    attemptsOf(world).put(id, { id, invocation_id: invocation.id, ...outcome, completed_at })
    const { status, status_code } = outcome
    invocationsOf(world).put(invocation.id, { ...invocation, status, status_code, latest_completed_at: completed_at })
    const wait = waitFor(outcome)
    if (wait === undefined) return
    await world.clock.sleep(wait * 1000)
  }
}

/** Seconds until the next attempt; undefined: there is none. */
function waitFor({ status_code, response }: Outcome): number | undefined {
  if (status_code === 409) return 1
  if (status_code !== 429 && status_code !== 503) return undefined
  const said = Number(response.headers.find(({ key }) => key.toLowerCase() === 'retry-after')?.value)
  return said > 0 && said < LONGEST_WAIT ? said : undefined
}

export function headersOf(world: World, { format, authentication, custom, payload }: Shot): Record<string, string> {
  return {
    'user-agent': 'Zendesk Webhook',
    accept: '*/*',
    ...(payload === '' ? {} : { 'content-type': `${TYPES[format]}; charset=utf-8` }),
    'x-zendesk-account-id': String(accountId(world)),
    ...credentials(authentication),
    ...custom,
  }
}

function credentials(authentication: Authentication | null): Record<string, string> {
  if (!authentication) return {}
  const { type, data } = authentication
  if (type === 'api_key') return { [data.name as string]: data.value as string }
  return { authorization: type === 'bearer_token' ? `Bearer ${data.token}` : `Basic ${Buffer.from(`${data.username}:${data.password}`).toString('base64')}` }
}

/** One real request, bounded in time and in what is read; the World's clock stands still meanwhile. */
export function send(world: World, shot: Shot, headers: Record<string, string>): Promise<Outcome> {
  return world.clock.during(request(world, shot, headers))
}

async function request(world: World, shot: Shot, headers: Record<string, string>): Promise<Outcome> {
  const secret = shot.authentication?.data.name
  const shown = Object.entries(headers).map(([key, value]): [string, string] => [key, key === secret ? REDACTED : value])
  const request = { headers: pairs(shown), payload: shot.payload }
  const failed = (status: string, payload: string): Outcome => ({ status, status_code: 0, request, response: { headers: [], payload } })
  const { webhookDelivery, webhookTimeout } = settingsOf(world)
  if (webhookDelivery === 'off') return failed('failed', 'Nothing was sent: the setting webhookDelivery is off.')
  const own = Object.values(world.origins).flatMap(([vendor]) => vendor ?? [])
  // The vendors' own hosts exist: a rehearsal must never reach the real ones.
  if (own.includes(new URL(shot.endpoint).origin) || new URL(shot.endpoint).hostname.endsWith('.zendesk.com'))
    return failed('failed', 'Nothing was sent: this host is imitated here and must not be called in earnest. Use the local address.')
  const stop = new AbortController()
  const cancel = hostTimer(webhookTimeout, () => stop.abort())
  try {
    const response = await fetch(shot.endpoint, {
      method: shot.method,
      headers,
      redirect: 'manual',
      signal: stop.signal,
      ...(shot.payload === '' ? {} : { body: shot.payload }),
    })
    return {
      status: wordFor(response.status),
      status_code: response.status,
      request,
      response: { headers: pairs(response.headers), payload: await bounded(response) },
    }
  } catch (error) {
    return stop.signal.aborted ? failed('timeout', `No answer within ${webhookTimeout} ms.`) : failed('failed', reason(error))
  } finally {
    cancel()
  }
}

const wordFor = (status: number): string => (status < 300 ? 'success' : status < 400 ? 'redirect' : status < 500 ? 'client error' : 'server error')
const reason = (error: unknown): string => {
  const { message, cause } = error as { message: string; cause?: { message?: string } }
  return cause?.message ? `${message}: ${cause.message}` : message
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= ANSWER_LIMIT) break
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_LIMIT).toString('utf8')
}

/** Header names as they are written on the wire. */
const pairs = (entries: Iterable<[string, string]>): Pair[] =>
  [...entries].map(([key, value]) => ({
    key: key.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
    value: key === 'authorization' ? value.replace(/ .*/, ` ${REDACTED}`) : value,
  }))
