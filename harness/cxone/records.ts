import { strangersIn } from '../configuration/check-payload.ts'
import { recordWord } from '../configuration/entities.ts'
import type { RecordReference } from '../events.ts'
import type { Environment } from '../integration.ts'
import type { Attempts } from './attempts.ts'
import { created, found, linked, linkedOf, pick, pinned, recordsOf, same } from './card.ts'
import type { Conversation } from './conversation.ts'
import type { CrmClient, CrmRecord, SearchCriteria, WantedFields } from './crm/client.ts'
import type { Step } from './script.ts'

type Making = Pick<Extract<Step, { does: 'create' }>, 'record' | 'fields' | 'pin' | 'custom'>
type Changing = Pick<Extract<Step, { does: 'update' }>, 'record' | 'fields' | 'named'>

/** What workflows do with records, and what the customer card shows of it afterwards. */
export interface Records {
  /** By number or address; undefined when nobody knows whether there is one. */
  search(conversation: Conversation, by: SearchCriteria, wanted: WantedFields, trace: string): Promise<CrmRecord[] | undefined>
  /** By fields of the searcher's choice. */
  find(conversation: Conversation, record: string, filter: Record<string, unknown>, wanted: WantedFields, trace: string): Promise<CrmRecord[] | undefined>
  create(conversation: Conversation, making: Making, wanted: WantedFields, trace: string): Promise<CrmRecord | undefined>
  update(conversation: Conversation, changing: Changing, wanted: WantedFields, trace: string): Promise<void>
  pin(conversation: Conversation, record: RecordReference): void
  link(conversation: Conversation, record: RecordReference, value: boolean): void
}

export const plain = ({ type, id }: RecordReference): RecordReference => ({ type, id })

/** Whom a new record may concern, in the words of either CRM. */
const PEOPLE = ['contact', 'account', 'lead', 'user']

export function createRecords({ configuration, report }: Environment, crm: CrmClient, { attempt, refuse }: Attempts): Records {
  const word = recordWord(configuration.integrationType)
  /** R046, R047: dynamic data is there for standard records, and for those that a Custom Create made. */
  const standardOnly = (type: string, wanted: WantedFields): WantedFields => (crm.typeOf(type) === type ? wanted : {})
  const popWhere = (conversation: Conversation, fits: (record: { type: string; id: string; pinned: boolean }) => boolean) =>
    void conversation.pops.push(...recordsOf(conversation.card).filter(fits))

  async function describe(conversation: Conversation, what: string, name: string, trace: string): Promise<string | undefined> {
    const type = crm.typeOf(name) ?? (await attempt(conversation, what, async () => (await crm.describe(name, trace)) ?? ''))
    if (type === '') refuse(conversation, what, `${configuration.integrationType} has no ${word} type "${name}".`)
    return type || undefined
  }

  const records: Records = {
    async search(conversation, by, wanted, trace) {
      const people = await attempt(conversation, 'search', () => crm.search(by, wanted, trace))
      if (!people) return undefined
      const [only, ...others] = people
      const related = only && others.length === 0 ? await attempt(conversation, 'related records', () => crm.relatedTo(only, wanted, trace)) : []
      conversation.card = found(conversation.card, [...people, ...(related ?? [])])
      if (only && others.length === 0) popWhere(conversation, (record) => same(record, only))
      return people
    },

    async find(conversation, name, filter, wanted, trace) {
      const type = await describe(conversation, `search ${name}`, name, trace)
      if (type === undefined) return undefined
      const rows = await attempt(conversation, `search ${type}`, () => crm.find(type, filter, standardOnly(type, wanted), trace))
      if (!rows) return undefined
      conversation.card = found(conversation.card, rows)
      const [only, ...others] = rows
      if (only && others.length === 0) popWhere(conversation, (record) => same(record, only))
      return rows
    },

    async create(conversation, { record: name, fields, pin, custom }, wanted, trace) {
      const standard = crm.typeOf(name)
      if (!standard && !custom) {
        refuse(conversation, `create ${name}`, `There is no standard Create workflow for "${name}" in ${configuration.integrationType} (R059).`)
        return undefined
      }
      const [stranger] = standard && !custom ? strangersIn(configuration.integrationType, standard, fields) : []
      if (stranger !== undefined) {
        refuse(conversation, `create ${name}`, `A standard Create workflow takes standard fields only, and "${stranger}" is none of ${standard} (R059).`)
        return undefined
      }
      const type = standard ?? (await describe(conversation, `create ${name}`, name, trace))
      if (type === undefined) return undefined
      const customer = recordsOf(conversation.card).find((one) => PEOPLE.includes(one.type))
      const record = await attempt(conversation, `create ${type}`, () => crm.create(type, fields, customer && plain(customer), wanted, trace))
      if (!record) return undefined
      conversation.card = created(conversation.card, record)
      if (pin) records.pin(conversation, record)
      popWhere(conversation, (one) => same(one, record) && one.pinned)
      return record
    },

    async update(conversation, { record: name, fields, named }, wanted, trace) {
      const what = `update ${name}`
      if (!crm.canUpdate) {
        return refuse(conversation, what, `Update workflows exist for Salesforce and Microsoft Dynamics, not for ${configuration.integrationType} (R061).`)
      }
      const type = await describe(conversation, what, name, trace)
      if (type === undefined) return
      const picked = pick(conversation.card, type, name, named)
      if (typeof picked === 'string') return refuse(conversation, what, picked)
      const record = plain(picked)
      const losses = await attempt(conversation, what, () => crm.update(record, fields, trace), record)
      if (!losses) return
      for (const loss of losses) report({ kind: 'lost', interaction: conversation.id, record, ...loss })
      const shown = picked.fields.length > 0 ? wanted : standardOnly(type, wanted)
      const now = await attempt(conversation, `read ${name}`, () => crm.read(record, shown, trace), record)
      if (now) conversation.card = found(conversation.card, [now])
    },

    pin(conversation, record) {
      const already = linkedOf(conversation.card).some((one) => same(one, record))
      conversation.card = pinned(conversation.card, record)
      if (!already) report({ kind: 'linked', interaction: conversation.id, record: plain(record) })
    },

    link(conversation, record, value) {
      if (linkedOf(conversation.card).some((one) => same(one, record)) === value) return
      conversation.card = linked(conversation.card, record, value)
      report({ kind: value ? 'linked' : 'unlinked', interaction: conversation.id, record: plain(record) })
    },
  }
  return records
}
