import { own } from '../../core/own.ts'
import type { Via } from '../records.ts'
import type { CommentInput } from './comments.ts'

type Attributes = Record<string, unknown>

/** `via_id` of voice tickets: 44 voicemail, 45 inbound, 46 outbound call (documented); others as the service lists them. */
const CHANNELS: Record<string, string> = { 0: 'web', 4: 'email', 5: 'api', 17: 'web', 29: 'chat', 44: 'voice', 45: 'voice', 46: 'voice' }
const RELATIONS: Record<string, string> = { 44: 'voicemail', 45: 'inbound', 46: 'outbound' }

export function viaOf(attributes: Attributes): Via | undefined {
  const via = attributes.via as { channel?: unknown; source?: { from?: object; to?: object; rel?: unknown } } | undefined
  const id = attributes.via_id ?? (typeof via?.channel === 'number' ? via.channel : undefined)
  if (id !== undefined && id !== null)
    return { channel: own(CHANNELS, String(id)) ?? 'api', source: { from: {}, to: {}, rel: own(RELATIONS, String(id)) ?? null } }
  if (typeof via?.channel !== 'string') return undefined
  return {
    channel: via.channel,
    source: { from: { ...via.source?.from }, to: { ...via.source?.to }, rel: typeof via.source?.rel === 'string' ? via.source.rel : null },
  }
}

/** The comment that a `voice_comment` becomes: its text lists what is known of the call. */
export function voiceText(voice: unknown, comment: CommentInput | undefined): { input: CommentInput; data: Attributes } | undefined {
  if (voice === null || typeof voice !== 'object') return undefined
  const data = voice as Attributes
  const lines = [
    ['Call from', data.from],
    ['Call to', data.to],
    ['Time of call', data.started_at],
    ['Location', data.location],
    ['Length of phone call', data.call_duration === undefined ? undefined : `${data.call_duration} seconds`],
    ['Recording', data.recording_url],
    ['Transcription', data.transcription_text],
  ].filter(([, value]) => value !== undefined && value !== null && value !== '')
  const said = comment?.body === undefined ? [] : [String(comment.body)]
  return { input: { ...comment, html_body: undefined, body: [...said, ...lines.map(([label, value]) => `${label}: ${value}`)].join('\n') }, data }
}
