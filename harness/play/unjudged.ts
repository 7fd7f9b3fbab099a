import { isBusiness } from '../attribution.ts'
import type { linkReader } from '../external/links.ts'
import type { Unjudged } from '../report/reporter.ts'
import { list, recordName } from '../rules/words.ts'
import type { TraceEntry } from '../trace.ts'

/** What a trace leaves open about whose calls were whose, and what was linked. */
export function openQuestions(trace: readonly TraceEntry[], links: ReturnType<typeof linkReader> | undefined): Unjudged[] {
  const nobodys = trace.flatMap((entry) =>
    entry.kind === 'exchange' && entry.interaction === undefined && isBusiness(entry.exchange) ? [entry.exchange.id] : [],
  )
  const doubts = links?.unsure() ?? []
  return [
    ...(nobodys.length === 0
      ? []
      : [
          {
            what: `whose ${nobodys.length === 1 ? 'one call' : `${nobodys.length} calls`} to the CRM ${nobodys.length === 1 ? 'was' : 'were'}`,
            why: "several interactions come into question; send the event's traceparent with the call, or map the Interaction ID",
            exchanges: nobodys,
          },
        ]),
    ...doubts.map(({ record, exchange }) => ({
      what: `whether ${recordName(record)} was the record that the agent linked`,
      why: 'the interaction had met several, or none; say which with the notice "linked"',
      exchanges: [exchange],
    })),
  ]
}

/** `what: why (#1, #2)`, for a line of a report. */
export const unjudgedLine = ({ what, why, exchanges }: Unjudged): string =>
  `${what}: ${why}${exchanges.length > 0 ? ` (${list(exchanges.slice(0, 6).map((id) => `#${id}`))}${exchanges.length > 6 ? ' ...' : ''})` : ''}`
