import type { Exchange } from '../../mocks/core/journal.ts'
import type { CrmAction, CrmWrite } from '../../mocks/core/meaning.ts'
import { creationsIn } from '../configuration/created.ts'
import { groupBy } from './group.ts'
import { digits, type Identity, identityOf, isNobody, isSame } from './identity.ts'
import { entityName } from './mapped.ts'
import type { Rule } from './rule.ts'
import { expected } from './sources.ts'
import { inWords, list, quote, recordName, timeOfDay } from './words.ts'

interface Creation {
  interaction: string
  write: CrmWrite
  identity: Identity
  exchange: Exchange
}

interface Search {
  action: Extract<CrmAction, { kind: 'searched' }>
  exchange: Exchange
}

/** Each leg of an interaction may leave one of these behind. */
const PER_CONTACT = new Set(['task', 'phonecall'])
/** Enough of a phone number's end to know it by, whatever its prefix. */
const TELLING_DIGITS = 8

/**
 * Within one interaction: two records of a kind that are about the same person or thing, whether or not the answer to the
 * first arrived; or a person created although the integration's own search had just found them. A create that the agent, or
 * a script with `when: always`, asked for in spite of the search is theirs to answer for; so is the same one, as often as an
 * agent asked for it.
 */
export const noDuplicateRecord: Rule = {
  id: 'no-duplicate-record',
  says: 'No record is created twice.',
  source: expected('Incident reports of CRM connectors: retries and time-outs that leave duplicates'),
  watch({ configuration }, report) {
    const creations: Creation[] = []
    /** Searches of an interaction that found somebody. */
    const found = new Map<string, Search[]>()
    const contacts = new Map<string, number>()
    /** What agents asked for, by interaction and name of the record, then by event: one that comes twice asks once. */
    const asked = new Map<string, Map<string, Identity>>()
    const always = creationsIn(configuration).flatMap(({ record, execution }) => (execution.when === 'always' ? [record] : []))
    const requestsFor = ({ interaction, write }: Creation) =>
      [...new Set<string>([write.type, write.record])].flatMap((word) => [...(asked.get(`${interaction} ${word}`)?.values() ?? [])])
    const wanted = (creation: Creation) =>
      requestsFor(creation).length > 0 || [creation.write.type, creation.write.record].some((word) => always.includes(word))
    /** One that names nobody may be about anybody. */
    const timesAsked = (creation: Creation) => requestsFor(creation).filter((about) => isNobody(about) || isSame(about, creation.identity)).length

    const judge = (creation: Creation) => {
      const { interaction, write, identity, exchange } = creation
      if (write.record !== 'contact' || wanted(creation)) return
      const search = (found.get(interaction) ?? []).find(
        (one) =>
          one.action.record === 'contact' &&
          one.exchange.until <= exchange.at &&
          (identity.phones.some((phone) => digits(one.action.terms).includes(phone.slice(-TELLING_DIGITS))) ||
            identity.emails.some((email) => one.action.terms.toLowerCase().includes(email))),
      )
      if (!search) return
      report({
        at: exchange.at,
        interaction,
        expected: `no new ${write.type}: the search at ${timeOfDay(search.exchange.at)} found ${list(search.action.found.slice(0, 3))}`,
        happened: `${recordName(write)} was created all the same`,
        exchanges: [search.exchange.id, exchange.id],
      })
    }

    return {
      hears: ['moment', 'event', 'exchange'],
      on(entry) {
        if (entry.kind === 'moment' && entry.moment.what === 'started')
          contacts.set(entry.moment.interaction, (contacts.get(entry.moment.interaction) ?? 0) + 1)
        if (entry.kind === 'event' && entry.event.type === 'com.nice.cxone.CustomEvent') {
          const request = (entry.event.data as { data: { action: string; record?: string; fields?: Record<string, unknown> } }).data
          if (request.action === 'create' && request.record) {
            const what = `${entry.event.subject} ${entityName(request.record)}`
            asked.set(what, (asked.get(what) ?? new Map<string, Identity>()).set(entry.event.id, identityOf({ fields: request.fields ?? {} })))
          }
        }
        if (entry.kind !== 'exchange' || entry.interaction === undefined) return
        const { exchange, interaction } = entry
        for (const action of exchange.actions) {
          if (action.kind === 'searched' && action.ok && action.found.length > 0)
            found.set(interaction, [...(found.get(interaction) ?? []), { action, exchange }])
          if (action.kind !== 'created' || !happened(action, exchange) || action.record === 'note' || action.type === 'comment') continue
          if (creations.some((earlier) => isRepetition(exchange, earlier.exchange))) continue
          const creation = { interaction, write: action, identity: identityOf(action), exchange }
          creations.push(creation)
          judge(creation)
        }
      },
      end() {
        for (const own of groupBy(creations, ({ interaction }) => interaction).values()) {
          const seen = new Set<Creation>()
          for (const first of own) {
            if (seen.has(first)) continue
            const twins = own.filter((other) => other === first || isTwin(first, other))
            for (const twin of twins) seen.add(twin)
            const allowed = Math.max(1, timesAsked(first), PER_CONTACT.has(first.write.record) ? (contacts.get(first.interaction) ?? 1) : 1)
            if (twins.length <= allowed) continue
            const { name, phones, emails } = first.identity
            report({
              at: (twins[allowed] as Creation).exchange.at,
              interaction: first.interaction,
              expected: `one ${first.write.type} for ${quote(name || phones[0] || emails[0] || '')}`,
              happened: `${inWords(twins.length)} created: ${list(twins.map(({ exchange }) => timeOfDay(exchange.at)))}`,
              exchanges: twins.map(({ exchange }) => exchange.id),
            })
          }
        }
      },
    }
  },
}

/** The record is in the CRM: it said so, or its answer was lost after the work was done. A repeated answer to the same request (idempotency) made nothing new. */
function happened(action: CrmWrite, { response, remarks }: Exchange): boolean {
  if (response.headers['x-idempotency-lookup'] === 'hit') return false
  return action.ok || remarks.some((remark) => remark.kind === 'answer-lost' && remark.status < 300)
}

/** Under the key of a create that was done: the CRM recognises it, whether or not its answer, which says so, arrives. */
function isRepetition(later: Exchange, earlier: Exchange): boolean {
  const key = later.request.headers['idempotency-key']
  return key !== undefined && later !== earlier && later.mock === earlier.mock && key === earlier.request.headers['idempotency-key']
}

const isTwin = (a: Creation, b: Creation): boolean =>
  a.write.type === b.write.type &&
  (a.write.id === undefined || a.write.id !== b.write.id) &&
  (a.write.about?.id === undefined || b.write.about?.id === undefined || a.write.about.id === b.write.about.id) &&
  isSame(a.identity, b.identity)
