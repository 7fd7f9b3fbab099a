import { z } from 'zod'
import { didYouMean } from '../../mocks/core/nearest.ts'
import type { InteractionEvent } from '../events.ts'
import type { Notice } from '../integration.ts'

const text = z.string().min(1)
const record = z.object({ type: text, id: z.union([text, z.int().transform(String)]) })

/** What an integration of the user's may say. Simulator-defined; members that are not known are ignored. */
const noticeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('failed'), interaction: text, what: text, record: record.optional(), status: z.int().optional(), message: z.string() }),
  z.object({
    kind: z.literal('lost'),
    interaction: text,
    record,
    field: text,
    sent: z.int().nonnegative(),
    kept: z.int().nonnegative(),
    unit: z.enum(['characters', 'bytes']),
  }),
  z.object({ kind: z.literal('linked'), interaction: text, record }),
  z.object({ kind: z.literal('unlinked'), interaction: text, record }),
  z.object({ kind: z.literal('popped'), interaction: text, record, url: text }),
  z.object({ kind: z.literal('information'), interaction: text, message: z.string() }),
])

/** `{ "notices": [...] }`; without `interaction` they are about that of `event`. Answers a sentence when they cannot be read. */
export function readNotices(body: string, event?: InteractionEvent): Notice[] | string {
  const said = parse(body)
  if (said === undefined && event && /^\s*\{\s*"notices"/.test(body)) return 'The body begins as JSON and cannot be read as such: expected {"notices": [...]}.'
  if (said === undefined) return event ? [] : 'The body is not JSON: expected {"notices": [...]}.'
  if (said === null || typeof said !== 'object' || !('notices' in said)) return event ? [] : 'The body has no "notices": expected {"notices": [...]}.'
  const list = Array.isArray(said.notices) ? said.notices : undefined
  if (!list) return '"notices" is not a list: expected {"notices": [{"kind": "failed", ...}]}.'
  const whole = list.map((one) => (event && one !== null && typeof one === 'object' ? { interaction: event.subject, ...one } : one))
  const read = z.array(noticeSchema).safeParse(whole)
  if (read.success) return read.data as Notice[]
  return `notices.${wrong(read.error, whole)}`
}

/** What a module in this process said. Throws a TypeError when it cannot be read, in the module's own call. */
export function readNotice(said: unknown): Notice {
  if (said !== null && typeof said === 'object' && (said as Partial<Notice>).kind === 'flow') return said as Notice
  const read = noticeSchema.safeParse(said)
  if (!read.success) throw new TypeError(`env.report(notice): ${wrong(read.error, said)}`)
  return { ...(said as object), ...read.data } as Notice
}

const KINDS = ['failed', 'lost', 'linked', 'unlinked', 'popped', 'information']

function wrong({ issues: [issue] }: z.ZodError, given: unknown): string {
  const place = issue?.path.join('.')
  if (issue?.path.at(-1) === 'kind') {
    const kind = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], given)
    return `${place} is ${JSON.stringify(kind) ?? 'missing'}.${typeof kind === 'string' ? didYouMean(kind, KINDS) : ''} Kinds: ${KINDS.join(', ')}.`
  }
  return `${place ? `${place}: ` : ''}${issue?.message}. Kinds: ${KINDS.join(', ')}.`
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
