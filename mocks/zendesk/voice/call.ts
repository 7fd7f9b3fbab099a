import type { TableDefinition, World } from '../../core/index.ts'
import { accountId, nextId } from '../ids.ts'
import { flat, raise } from '../problems.ts'
import { now, readStamp } from '../time.ts'

type Values = Record<string, unknown>

/** A call's keys in the service's order, behind `id` and `account_id` (recorded 2024). Nearly all stay null until somebody says. */
const KEYS = [
  'ticket_id',
  'end_user_id',
  'organization_id',
  'brand_id',
  'app_id',
  'agent_id',
  'from_line',
  'from_line_nickname',
  'to_line',
  'to_line_nickname',
  'call_started_at',
  'call_ended_at',
  'direction',
  'duration',
  'dnis',
  'phone_name',
  'call_type',
  'end_user_location',
  'callback',
  'callback_source',
  'callback_number',
  'wait_time',
  'time_to_answer',
  'queue_time',
  'exceeded_queue_time',
  'queue_name',
  'ivr_time_spent',
  'ivr_hops',
  'ivr_action',
  'ivr_routed_to',
  'ivr_destination_group_name',
  'talk_time',
  'hold_time',
  'consultation_time',
  'wrap_up_time',
  'completion_status',
  'call_abandoned_position',
  'customer_requested_voicemail',
  'voicemail',
  'outside_business_hours',
  'overflowed',
  'overflowed_to',
  'call_disposition',
  'recording_url',
  'recording_time',
  'not_recording_time',
  'call_recording_consent_action',
  'recording_control_interactions',
  'created_at',
  'updated_at',
  'transcript',
  'external_id',
] as const

export interface CallRecord {
  id: number
  values: Values
}

const calls: TableDefinition<CallRecord> = { name: 'zendesk.calls' }
export const callsOf = (world: World) => world.store.table(calls)

const MANDATORY = ['app_id', 'from_line', 'to_line', 'call_started_at', 'direction'] as const
const FIXED = ['id', 'account_id', 'created_at', 'updated_at']
/** Documented. What a caller chose, `call_recording_consent_action`, is free text ("for example, caller_opted_in"). */
const CHOICES: Record<string, readonly string[]> = {
  direction: ['inbound', 'outbound'],
  // The last two are Talk's own; that a partner's call may end so, too, is inferred.
  completion_status: ['completed', 'abandoned_in_queue', 'abandoned_in_ivr', 'abandoned_in_voicemail', 'abandoned_on_hold', 'pending_voicemail', 'failed'],
  call_recording_consent: ['always', 'opt_in', 'opt_out', 'never'],
  callback_source: ['queue', 'web widget'],
}
/** `call_recording_consent` is taken (documented), and no recorded answer shows it. */
const KNOWN: ReadonlySet<string> = new Set([...KEYS, 'call_recording_consent'])

/** The voice service's own error, in the flat envelope (its body for a bad value is not recorded). */
const wrong = (description: string): never => raise(flat('RecordInvalid', 422, description))

/** What a client says of a call, checked, for the caller to keep; keys that the service does not know are named in `unknown` and left out. */
export function readCall(world: World, before: CallRecord | undefined, sent: Values): { call: CallRecord; unknown: string[] } {
  const known = Object.entries(sent).filter(([key]) => KNOWN.has(key) && !FIXED.includes(key))
  const values: Values = { ...before?.values, ...Object.fromEntries(known) }
  // A change that takes one away is refused as a call without it (inferred).
  for (const key of MANDATORY) if (values[key] === undefined || values[key] === null || values[key] === '') wrong(`${key} is missing`)
  for (const [key, allowed] of Object.entries(CHOICES)) {
    const value = values[key]
    if (value !== undefined && value !== null && !allowed.includes(String(value))) wrong(`${key} must be one of ${allowed.join(', ')}`)
  }
  for (const key of ['call_started_at', 'call_ended_at'] as const) {
    if (values[key] === undefined || values[key] === null) continue
    values[key] = readStamp(values[key]) ?? wrong(`${key} is not an ISO 8601 time`)
  }
  const at = now(world)
  const id = before?.id ?? nextId(world)
  const call = { id, values: { ...values, created_at: before?.values.created_at ?? at, updated_at: at } }
  const unknown = Object.keys(sent).filter((key) => !KNOWN.has(key))
  return { call, unknown }
}

export const keepCall = (world: World, call: CallRecord): CallRecord => callsOf(world).put(String(call.id), call)

export function callJson(world: World, { id, values }: CallRecord): Values {
  return { id, account_id: accountId(world), ...Object.fromEntries(KEYS.map((key) => [key, values[key] ?? null])) }
}
