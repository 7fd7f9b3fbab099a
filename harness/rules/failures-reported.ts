import type { Exchange } from '../../mocks/core/journal.ts'
import { type CrmAction, isWrite } from '../../mocks/core/meaning.ts'
import { groupBy } from './group.ts'
import type { Rule } from './rule.ts'
import { expected } from './sources.ts'
import { inWords, timeOfDay } from './words.ts'

interface Attempt {
  exchange: Exchange
  interaction?: string
}

/**
 * Judged at the end. A request that was refused or not answered is told of, unless the integration made good: the same
 * request succeeded later, or a lost create was looked up. That a record is not there (GET, 404) is an answer.
 */
export const failuresReported: Rule = {
  id: 'failures-reported',
  says: 'A request that failed for good is reported.',
  source: expected('Incident reports of CRM connectors: failures that nobody was told of'),
  watch(_, report) {
    /** Requests, each with the attempts at it, that were refused or not answered and not made good so far; by interaction. */
    const open = new Map<string | undefined, Attempt[][]>()
    const told: { interaction: string; at: number }[] = []

    return {
      hears: ['exchange', 'notice', 'delivered'],
      on(entry) {
        if (entry.kind === 'exchange') {
          const { exchange, interaction } = entry
          const before = open.get(interaction) ?? []
          if (failed(exchange)) {
            const attempt = { exchange, ...(interaction === undefined ? {} : { interaction }) }
            // Asked again: what makes the last attempt good makes them all.
            const again = before.find((attempts) => attempts.some((earlier) => isSameRequest(exchange, earlier.exchange)))
            if (again) again.push(attempt)
            else open.set(interaction, [...before, [attempt]])
          } else if (before.length > 0) {
            const isGood = (attempts: Attempt[]) => attempts.some((earlier) => exchange.at >= earlier.exchange.until && makesGood(exchange, earlier.exchange))
            open.set(
              interaction,
              before.filter((attempts) => !isGood(attempts)),
            )
          }
        }
        if (entry.kind === 'notice' && (entry.notice.kind === 'failed' || entry.notice.kind === 'lost'))
          told.push({ interaction: entry.notice.interaction, at: entry.at })
        // Rejecting a delivery says so too.
        if (entry.kind === 'delivered' && entry.error !== undefined) told.push({ interaction: entry.event.subject, at: entry.at })
      },
      end() {
        const silent = [...open.values()]
          .flat(2)
          .filter(
            ({ exchange, interaction }) =>
              !told.some((notice) => (interaction === undefined || notice.interaction === interaction) && notice.at >= exchange.at),
          )
        for (const [interaction, group] of groupBy(silent, (attempt) => attempt.interaction)) {
          const { exchange } = group[0] as Attempt
          const answer = exchange.response.status === 0 ? 'got no answer' : `answered ${exchange.response.status}`
          report({
            at: exchange.at,
            ...(interaction === undefined ? {} : { interaction }),
            expected: 'a failure that stands is reported',
            happened: `${exchange.request.method} ${pathOf(exchange)} ${answer} at ${timeOfDay(exchange.at)}${group.length > 1 ? `, with ${inWords(group.length - 1)} more like it` : ''}, and nobody was told`,
            exchanges: group.map((attempt) => attempt.exchange.id),
          })
        }
      },
    }
  },
}

const failed = ({ request, response }: Exchange): boolean =>
  response.status === 0 || (response.status >= 400 && !(response.status === 404 && request.method === 'GET'))

const pathOf = ({ request }: Exchange): string => new URL(request.url).pathname

const isSameRequest = (a: Exchange, b: Exchange): boolean => a.mock === b.mock && a.request.method === b.request.method && pathOf(a) === pathOf(b)

/** `later` succeeded. */
function makesGood(later: Exchange, earlier: Exchange): boolean {
  if (later.mock !== earlier.mock) return false
  if (isSameRequest(later, earlier)) return true
  // Not answered: whoever looks at the record afterwards sees whether it was done. What is missing then is for other rules to say.
  const changes = earlier.request.method === 'PATCH' || earlier.request.method === 'PUT'
  if (changes && earlier.response.status === 0 && later.request.method === 'GET' && looksAt(pathOf(later), earlier)) return true
  // Done, and the answer lost on the way: whoever looks the record up afterwards knows that it is there.
  if (!earlier.remarks.some(({ kind }) => kind === 'answer-lost')) return false
  if (later.request.method === 'GET' && looksAt(pathOf(later), earlier)) return true
  const sought = earlier.actions.filter(isWrite)
  return later.actions.some((action) => finds(action) && sought.some((write) => write.record === action.record || write.about?.record === action.record))
}

const finds = (action: CrmAction): action is Extract<CrmAction, { kind: 'searched' | 'read' }> =>
  (action.kind === 'searched' && action.ok && action.found.length > 0) || (action.kind === 'read' && action.ok)

/** The record itself, or what hangs on it; of a create, one record of the collection. */
function looksAt(path: string, earlier: Exchange): boolean {
  const place = pathOf(earlier).replace(/\.json$/, '')
  return path.startsWith(place) && (earlier.request.method !== 'POST' || path.replace(/\.json$/, '').length > place.length)
}
