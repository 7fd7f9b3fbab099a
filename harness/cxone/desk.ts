import type { CardRequest, RecordReference } from '../events.ts'
import type { Environment } from '../integration.ts'
import { created, found, linked, linkedOf, pick, pinned, recordsOf, same } from './card.ts'
import type { Conversation } from './conversation.ts'
import type { CrmClient, CrmRecord, SearchCriteria, WantedFields } from './crm/client.ts'
import { ConfigurationDeleted, CrmFailure } from './crm/failure.ts'
import { type ContactEndsFirst, chosenMappings, type Memorial, memorialFields } from './memorialize.ts'
import { chosenSearch, chosenTimeline, fill, stepOf, type Variables, wantedFields } from './script.ts'

export interface Desk {
  runScript(conversation: Conversation, variables: Variables, trace: string): Promise<void>
  request(conversation: Conversation, request: CardRequest, trace: string): Promise<void>
  memorialize(conversation: Conversation, memorial: Memorial, trace: string): Promise<void>
  /** Pops what waits to be popped: an agent is there. */
  pop(conversation: Conversation): void
}

/** What is done for an interaction: the Studio script, the agent's wishes on the customer card, memorialization. Failures are reported, never thrown. */
export function desk(env: Environment, crm: CrmClient, profile: ContactEndsFirst): Desk {
  const { configuration, report } = env
  const mappings = chosenMappings(configuration)
  const timeline = chosenTimeline(configuration)
  let deleted: ConfigurationDeleted | undefined

  /** Runs one task against the CRM; undefined when it failed, which has then been reported. */
  async function attempt<T>(conversation: Conversation, what: string, work: () => Promise<T>, record?: RecordReference): Promise<T | undefined> {
    const failed = (message: string, status?: number) =>
      report({ kind: 'failed', interaction: conversation.id, what, ...(record ? { record } : {}), ...(status ? { status } : {}), message })
    if (deleted) {
      failed(`The CRM configuration "${configuration.name}" is deleted: its system user was refused (${deleted.code}). ${deleted.message}`)
      return undefined
    }
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (error instanceof ConfigurationDeleted) deleted = error
      const consequence = error instanceof ConfigurationDeleted ? ` The CRM configuration "${configuration.name}" is deleted with its system user (R005).` : ''
      failed(`${error.message}${consequence}`, error instanceof CrmFailure ? error.status : undefined)
      return undefined
    }
  }
  const say = (conversation: Conversation, message: string) => report({ kind: 'information', interaction: conversation.id, message })
  const refuse = (conversation: Conversation, what: string, message: string) => report({ kind: 'failed', interaction: conversation.id, what, message })
  const plain = ({ type, id }: RecordReference): RecordReference => ({ type, id })

  async function search(conversation: Conversation, by: SearchCriteria, wanted: WantedFields, trace: string): Promise<CrmRecord[] | undefined> {
    const people = await attempt(conversation, 'search', () => crm.search(by, wanted, trace))
    if (!people) return undefined
    const [only, ...others] = people
    const cases = only && others.length === 0 ? await attempt(conversation, 'related cases', () => crm.casesOf(only, wanted, trace)) : []
    conversation.card = found(conversation.card, [...people, ...(cases ?? [])])
    if (only && others.length === 0) conversation.pops.push(...recordsOf(conversation.card).filter((record) => same(record, only)))
    return people
  }

  async function create(
    conversation: Conversation,
    word: string,
    fields: Record<string, unknown>,
    pin: boolean,
    wanted: WantedFields,
    trace: string,
  ): Promise<void> {
    const type = crm.typeOf(word)
    if (!type) return refuse(conversation, `create ${word}`, `There is no standard Create workflow for "${word}" in ${configuration.integrationType} (R059).`)
    const customer = recordsOf(conversation.card).find((one) => ['contact', 'account', 'lead', 'user'].includes(one.type))
    const record = await attempt(conversation, `create ${type}`, () => crm.create(type, fields, customer && plain(customer), wanted, trace))
    if (!record) return
    conversation.card = created(conversation.card, record)
    if (pin) pinAndLink(conversation, record)
    conversation.pops.push(...recordsOf(conversation.card).filter((one) => same(one, record) && one.pinned))
  }

  function pinAndLink(conversation: Conversation, record: RecordReference): void {
    const already = linkedOf(conversation.card).some((one) => same(one, record))
    conversation.card = pinned(conversation.card, record)
    if (!already) report({ kind: 'linked', interaction: conversation.id, record: plain(record) })
  }

  function link(conversation: Conversation, record: RecordReference, value: boolean): void {
    if (linkedOf(conversation.card).some((one) => same(one, record)) === value) return
    conversation.card = linked(conversation.card, record, value)
    report({ kind: value ? 'linked' : 'unlinked', interaction: conversation.id, record: plain(record) })
  }

  return {
    async runScript(conversation, given, trace) {
      let variables = given
      const payloads: Record<string, unknown> = {}
      let nothingFound = false
      for (const action of configuration.studioScript) {
        if ('SNIPPET' in action) Object.assign(payloads, fill(action.SNIPPET, variables))
        if ('ASSIGN' in action) {
          const { variable, value } = action.ASSIGN
          const name = variable.toLowerCase()
          const assigned = String(fill(value, variables))
          // A digital contact does not show the number that the script saw, but brings what the script made of it.
          variables = { ...variables, [name]: 'ani' in given ? assigned : given[name] || assigned }
        }
        if (!('WORKFLOW EXECUTE' in action)) continue
        const step = stepOf(action['WORKFLOW EXECUTE'], payloads)
        if (step.does === 'nothing') refuse(conversation, action['WORKFLOW EXECUTE'].workflow, step.because)
        if (step.does === 'search') {
          if (step.dynamicData !== undefined) conversation.dynamicData = step.dynamicData
          const known = Object.keys(step.by).length > 0
          if (!known) say(conversation, 'Nothing to search for: the contact shows neither a telephone number nor an e-mail address.')
          const records = known ? await search(conversation, step.by, wantedFields(configuration, step.dynamicData), trace) : undefined
          // Only a search that was made and came back empty: after a failure nobody knows, and a second record would be a duplicate.
          nothingFound = records?.length === 0
        }
        if (step.does === 'create' && (step.when === 'always' || nothingFound)) {
          await create(conversation, step.record, step.fields, step.pin, wantedFields(configuration, conversation.dynamicData), trace)
        }
      }
    },

    async request(conversation, request, trace) {
      const wanted = wantedFields(configuration, chosenSearch(configuration) ?? conversation.dynamicData)
      if (request.action === 'search') {
        const { action: _, ...by } = request
        await search(conversation, by, wanted, trace)
      } else if (request.action === 'create') {
        await create(conversation, request.record, request.fields, request.pin, wanted, trace)
      } else {
        const picked = pick(conversation.card, crm.typeOf(request.record), request.record, request.named)
        if (typeof picked === 'string') return refuse(conversation, `${request.action} ${request.record}`, picked)
        if (request.action === 'pin') pinAndLink(conversation, picked)
        else link(conversation, picked, request.action === 'link')
      }
    },

    async memorialize(conversation, memorial, trace) {
      const records = linkedOf(conversation.card)
      if (records.length === 0) say(conversation, 'No record is linked: nothing is memorialized.')
      for (const record of records) {
        const fields = memorialFields(mappings, record.type, memorial, profile)
        if (Object.keys(fields).length > 0) {
          const losses = await attempt(conversation, `memorialize ${record.type}`, () => crm.update(plain(record), fields, trace), plain(record))
          for (const loss of losses ?? []) report({ kind: 'lost', interaction: conversation.id, record: plain(record), ...loss })
        }
        const add = crm.addToTimeline
        if (timeline === undefined || !add) continue
        const { mediaType, direction, agentName, startTime } = memorial.contact
        const subject = `${direction} ${mediaType} interaction with ${agentName}`
        await attempt(conversation, timeline, () => add(plain(record), subject, `Interaction ${conversation.id}, started ${startTime}`, trace), plain(record))
      }
    },

    pop(conversation) {
      for (const record of conversation.pops.splice(0)) report({ kind: 'popped', interaction: conversation.id, record: plain(record), url: record.url })
    },
  }
}
