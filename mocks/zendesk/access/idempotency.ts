import { createHash } from 'node:crypto'
import { JsonText, type Problem, type Reply, type TableDefinition } from '../../core/index.ts'
import { flat } from '../problems.ts'
import type { Context } from '../route.ts'
import { settingsOf } from '../settings.ts'

interface Kept {
  until: number
  digest: string
  reply: Reply
}

const replies: TableDefinition<Kept> = { name: 'zendesk.idempotency', credentials: true }
const LONGEST = 255

/** Answers a repeated `Idempotency-Key` with what the first request got, for two hours and for the whole account (documented). */
export function idempotently(context: Context, work: () => Reply): Reply | Problem {
  const key = context.call.headers['idempotency-key']
  if (!key) return work()
  if (key.length > LONGEST) return flat('IdempotentRequestError', 400, `The idempotency key is longer than ${LONGEST} characters`)
  const table = context.world.store.table(replies)
  const digest = createHash('md5').update(context.call.body).digest('hex')
  const kept = table.get(key)
  const now = context.world.clock.now()
  if (kept && kept.until > now) {
    if (kept.digest !== digest) return flat('IdempotentRequestError', 400, "Request parameters don't match the given idempotency key")
    return { ...kept.reply, headers: { ...kept.reply.headers, 'x-idempotency-lookup': 'hit' } }
  }
  const { body, ...rest } = work()
  // Kept as plain data: it may go to disk and come back.
  const reply: Reply = { ...rest, body: body instanceof JsonText ? body.value() : body }
  if (reply.status < 300) table.put(key, { until: now + settingsOf(context.world).idempotencyWindow, digest, reply })
  return { ...reply, headers: { ...reply.headers, 'x-idempotency-lookup': 'miss' } }
}
