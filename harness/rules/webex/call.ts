import type { Exchange } from '../../../mocks/core/journal.ts'
import type { CrmConfiguration } from '../../configuration/schema.ts'
import type { TraceEntry } from '../../trace.ts'
import type { FlowNotice } from '../../webex/notice.ts'
import type { Finding, Rule, RuleContext, Source } from '../rule.ts'
import { asksOnlyFor } from './whose.ts'

export type Deed = FlowNotice & { at: number }
type DidOnly<Did extends FlowNotice['did']> = Extract<Deed, { did: Did }>

/** A look-up in the CRM: what was asked for, of whom the answer told. */
export interface LookUp {
  exchange: Exchange
  /** The flow's activity that asked; empty where it cannot be known. */
  activity: string
  about: 'contact' | 'case'
  ok: boolean
  found: readonly string[]
  /** How many records fit, as the answer counts them; otherwise as many as it has. */
  total: number
  /** The request, decoded; a `+` stays what it is. */
  asked: string
  /** The records as the answer has them. */
  rows: readonly Readonly<Record<string, unknown>>[]
}

/** One call as a flow handled it. */
export interface Call {
  interaction: string
  crm: RuleContext['crm']
  configuration: CrmConfiguration
  /** The caller's number as the call shows it; empty where it is withheld or unknown. */
  ani: string
  deeds: readonly Deed[]
  lookUps: readonly LookUp[]
  /** Those that were answered and asked for cases of the customer only. */
  own: readonly LookUp[]
  /** `id` is absent where a form for a new record popped; `type` is `page` where it was no record's page at all. */
  pops: readonly { at: number; url: string; activity: string; process: string; target: string; type: string; id?: string; status?: number }[]
  /** When an agent took the call, each time. */
  answers: readonly number[]
  /** When the caller hung up, if it was the caller. */
  hungUp?: number
  did<Did extends FlowNotice['did']>(did: Did, ...where: string[]): DidOnly<Did>[]
  /** The customer that the flow found: exactly one record that fits, in an answer that arrived. */
  customer?: string
}

/** Judges each call of a flow when the run is over. A run without a flow has no calls. */
export const callRule = (
  id: string,
  says: string,
  source: Source,
  judge: (call: Call, find: (finding: Omit<Finding, 'rule' | 'interaction'>) => void) => void,
): Rule => ({
  id,
  says,
  source,
  watch(context, report) {
    const run = runOf(context)
    return {
      reads: run.on,
      hears: [],
      on: run.on,
      end() {
        for (const call of run.calls()) judge(call, (finding) => report({ interaction: call.interaction, ...finding }))
      },
    }
  },
})

/** One reading of a run for all rules that watch with the same context. */
interface Run {
  on(entry: TraceEntry): void
  calls(): readonly Call[]
}
const runs = new WeakMap<object, Run>()

function runOf(context: RuleContext): Run {
  const known = runs.get(context)
  if (known) return known
  const entries: TraceEntry[] = []
  let calls: readonly Call[] | undefined
  const run: Run = {
    on(entry) {
      // What has no flow has no calls of one, and need not be remembered.
      if (context.configuration.webex === undefined || entries.at(-1) === entry) return
      entries.push(entry)
      calls = undefined
    },
    calls: () => (calls ??= callsIn(entries, context)),
  }
  runs.set(context, run)
  return run
}

function callsIn(entries: readonly TraceEntry[], context: RuleContext): readonly Call[] {
  const interactions = new Set(entries.flatMap((entry) => (entry.kind === 'notice' && entry.notice.kind === 'flow' ? [entry.notice.interaction] : [])))
  return [...interactions].map((interaction) => callOf(interaction, entries, context))
}

function callOf(interaction: string, entries: readonly TraceEntry[], { crm, configuration }: RuleContext): Call {
  const deeds = entries.flatMap((entry): Deed[] =>
    entry.kind === 'notice' && entry.notice.kind === 'flow' && entry.notice.interaction === interaction ? [{ ...entry.notice, at: entry.at }] : [],
  )
  const did = <Did extends FlowNotice['did']>(wanted: Did, ...where: string[]) =>
    deeds.filter((deed): deed is DidOnly<Did> => deed.did === wanted && (where.length === 0 || where.includes(deed.process)))
  const exchanges = entries.flatMap((entry) => (entry.kind === 'exchange' && (entry.interaction ?? interaction) === interaction ? [entry.exchange] : []))
  const lookUps = exchanges.flatMap((exchange) => lookUpOf(exchange, did('requested')) ?? [])
  const who = lookUps.filter(({ about, ok }) => about === 'contact' && ok).at(-1)
  const customer = who?.total === 1 ? who.found[0] : undefined
  const ended = entries.find(
    (entry) => entry.kind === 'moment' && entry.moment.what === 'ended' && entry.moment.interaction === interaction && entry.moment.by === 'contact',
  )
  return {
    interaction,
    crm,
    configuration,
    ani: aniOf(entries, interaction),
    deeds,
    lookUps,
    own: customer === undefined ? [] : lookUps.filter((one) => one.about === 'case' && one.ok && asksOnlyFor(customer, one)),
    pops: entries.flatMap((entry) => {
      if (entry.kind !== 'notice' || entry.notice.kind !== 'popped' || entry.notice.interaction !== interaction) return []
      const { url, record, flow } = entry.notice
      if (!flow) return []
      const { activity, process, target, status } = flow
      return [
        {
          at: entry.at,
          url,
          activity,
          process,
          target,
          type: record.type,
          ...(record.id === '' ? {} : { id: record.id }),
          ...(status === undefined ? {} : { status }),
        },
      ]
    }),
    answers: entries.flatMap((entry) =>
      entry.kind === 'event' && entry.event.subject === interaction && entry.event.type === 'com.cisco.wxcc.AgentContactAssigned' ? [entry.at] : [],
    ),
    ...(ended ? { hungUp: ended.at } : {}),
    ...(customer === undefined ? {} : { customer }),
    did,
  }
}

function aniOf(entries: readonly TraceEntry[], interaction: string): string {
  for (const entry of entries) {
    if (entry.kind !== 'event' || entry.event.subject !== interaction) continue
    const { ani } = entry.event.data as { ani?: unknown }
    if (typeof ani === 'string' && /\d/.test(ani)) return ani
  }
  return ''
}

function lookUpOf(exchange: Exchange, requested: readonly DidOnly<'requested'>[]): LookUp | undefined {
  const action = exchange.actions.find((one) => one.kind === 'searched')
  if (action?.kind !== 'searched' || (action.record !== 'contact' && action.record !== 'case' && action.record !== 'other' && action.record !== 'user'))
    return undefined
  const asked = decoded(exchange.request.url)
  const about = action.record === 'case' ? 'case' : 'contact'
  const sent = requested.find((one) => one.url === exchange.request.url && one.at - one.took <= exchange.at && exchange.at <= one.at)
  const nearest = sent ?? requested.find((one) => pathOf(one.url) === pathOf(exchange.request.url) && one.at - one.took <= exchange.at && exchange.at <= one.at)
  return {
    exchange,
    activity: nearest?.activity ?? '',
    about,
    ok: action.ok && (nearest === undefined || nearest.status > 0),
    found: action.found,
    total: countIn(exchange.response.body) ?? action.found.length,
    asked,
    rows: rowsIn(exchange.response.body),
  }
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url)

function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

/** Whether no more than one record was asked for. */
export const limitsToOne = ({ asked }: LookUp): boolean => /\$top=1\b|per_page=1\b|page\[size\]=1\b|LIMIT 1\b/i.test(asked)

/** How many there are, where an answer counts them, whatever its vendor calls it. */
export function countIn(body: unknown): number | undefined {
  const { '@odata.count': odata, count } = (body ?? {}) as Record<string, unknown>
  return [odata, count].find((one): one is number => typeof one === 'number')
}

/** The one list of records in an answer, whatever its vendor calls it. */
function rowsIn(body: unknown): Record<string, unknown>[] {
  const lists = body !== null && typeof body === 'object' && !Array.isArray(body) ? Object.values(body).filter(Array.isArray) : []
  return (lists[0] ?? []).filter((row: unknown): row is Record<string, unknown> => row !== null && typeof row === 'object')
}

/** Texts in a record that a caller could hear: names, subjects, numbers. */
export const textsIn = (row: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(row).flatMap(([key, value]) =>
    /^(title|subject|ticketnumber|fullname|name)$/.test(key) && typeof value === 'string' && value.trim() !== '' ? [value] : [],
  )

export const activityName = ({ activity }: { activity: string }): string => activity || 'the flow'
