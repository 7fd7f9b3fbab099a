import { formatDuration } from '../../../mocks/core/duration.ts'
import { compare } from '../../rules/mapped.ts'
import { suffix } from '../cast.ts'
import { type Neutral, typeOf } from '../crm/words.ts'
import { type Due, duesOf, type Evidence, fieldsFor, isDone, type Judge, notMapped, short, type Unmet, type Write, when, writesTo } from './evidence.ts'

interface Args {
  record: Neutral
  by?: string | undefined
  within?: number | undefined
  fields: Record<string, string>
}

/** Each contact's data reached the record, in time; and the CRM still holds it where nothing later overwrote it. */
export const memorialized: Judge<Args> = async (args, evidence) => {
  const all = duesOf(evidence)
  const copies = Math.max(1, ...evidence.steps.map(({ copy }) => copy))
  const dues = all.filter(({ values, copy }) => args.by === undefined || values['Agent Name'] === suffix(args.by, copy, copies))
  if (dues.length === 0) {
    const whose = args.by ? ` for ${args.by}` : ''
    return [{ at: evidence.until, expected: `memorialization${whose} to fall due`, happened: 'no contact of an agent ended', exchanges: [] }]
  }
  const writes = writesTo(evidence, args.record)
  return (await Promise.all(dues.map((due) => judge(due, all, args, writes, evidence)))).flat()
}

async function judge(due: Due, all: readonly Due[], { record, within, fields }: Args, writes: readonly Write[], evidence: Evidence): Promise<Unmet[]> {
  const mine = writes.filter((write) => write.interaction === due.interaction && write.exchange.at >= due.at)
  const kept = mine.filter((write) => isDone(write.exchange, write.ok))
  const first = kept[0]
  if (!first) {
    const refused = mine.map((write) => write.exchange.id)
    const happened =
      refused.length > 0
        ? 'the CRM refused it'
        : `nothing was written to it${isLinked(due, record, evidence) ? '' : `: no step links a ${record} (agent.links, agent.pins)`}`
    return [{ at: due.at, expected: `the ${record} memorialized after ${when(evidence, due.at)}`, happened, exchanges: [...new Set(refused)] }]
  }
  const unmet: Unmet[] = []
  if (within !== undefined && first.exchange.until - due.at > within + (evidence.slack ?? 0)) {
    unmet.push({
      at: due.at,
      expected: `the ${record} memorialized within ${formatDuration(within)}`,
      happened: `it took ${formatDuration(first.exchange.until - due.at)}`,
      exchanges: [first.exchange.id],
    })
  }
  const last = !all.some((other) => other.interaction === due.interaction && other.at > due.at)
  for (const [data, wanted] of Object.entries(fields)) unmet.push(...(await field(data, wanted, due, record, kept, last, writes, evidence)))
  return unmet
}

/** Whether the agent linked such a record, or the integration did; only linked records are memorialized (A10). */
const isLinked = ({ interaction }: Due, record: Neutral, { steps, trace, crm }: Evidence): boolean =>
  steps.some(({ verb }) => ['agent.links', 'agent.pins', 'agent.creates'].includes(verb)) ||
  trace.some(
    (entry) =>
      entry.kind === 'notice' && entry.notice.kind === 'linked' && entry.notice.interaction === interaction && entry.notice.record.type === typeOf(crm, record),
  )

/** Another interaction wrote the same field of the same record afterwards. */
const overwrites = (later: Write, write: Write): boolean =>
  later.interaction !== write.interaction && later.field === write.field && later.record.id === write.record.id && later.exchange.at > write.exchange.at

async function field(
  data: string,
  wanted: string,
  due: Due,
  record: Neutral,
  kept: readonly Write[],
  last: boolean,
  writes: readonly Write[],
  evidence: Evidence,
): Promise<Unmet[]> {
  const targets = fieldsFor(evidence, record, data, due.media)
  const expected = `${data} ${short(wanted)} in the ${record}`
  if (targets.length === 0) return [{ at: due.at, expected, happened: notMapped(evidence, record, data), exchanges: [] }]
  const unmet: Unmet[] = []
  for (const target of targets) {
    const written = kept.filter((write) => write.field === target.field)
    const write = written.find(({ value }) => compare(value, wanted) === 'same')
    if (!write) {
      const happened = written[0] ? `${target.field} got ${short(written[0].value)}` : `${target.field} was not written`
      unmet.push({ at: due.at, expected, happened, exchanges: written.map((one) => one.exchange.id) })
      continue
    }
    if (!last || write.record.id === undefined || writes.some((other) => overwrites(other, write))) continue
    const held = await evidence.holds(write.record.type, write.record.id, target.field)
    if (compare(held, wanted) !== 'same') {
      unmet.push({ at: evidence.until, expected, happened: `it was sent, but the CRM holds ${short(held)} in ${target.field}`, exchanges: [write.exchange.id] })
    }
  }
  return unmet
}
