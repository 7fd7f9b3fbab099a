import { chosenMappingNames } from '../configuration/actions.ts'
import type { CardRequest } from '../events.ts'
import type { Environment } from '../integration.ts'
import { createAttempts } from './attempts.ts'
import { linkedOf, pick } from './card.ts'
import type { Conversation } from './conversation.ts'
import type { CrmClient } from './crm/client.ts'
import { type ContactEndsFirst, chosenMappings, type Memorial, memorialFields, missingVariables } from './memorialize.ts'
import { createRecords, plain } from './records.ts'
import { chosenTimeline, type Variables, wantedFields } from './script.ts'
import { createPayload, runStudio } from './studio.ts'

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
  const [shown] = chosenMappingNames(configuration, 'search')
  const attempts = createAttempts(env)
  const { attempt, refuse, say } = attempts
  const records = createRecords(env, crm, attempts)

  return {
    runScript: (conversation, variables, trace) => runStudio({ configuration, attempts, records }, conversation, variables, trace),

    async request(conversation, request, trace) {
      const wanted = wantedFields(configuration, shown ?? conversation.dynamicData)
      if (request.action === 'search') {
        const { action: _, ...by } = request
        await records.search(conversation, by, wanted, trace)
      } else if (request.action === 'create') {
        const { record, pin } = request
        const fields = { ...createPayload(conversation), ...request.fields }
        await records.create(conversation, { record, fields, pin, custom: false }, wanted, trace)
      } else if (request.action === 'update') {
        await records.update(conversation, request, wanted, trace)
      } else {
        const type = crm.typeOf(request.record) ?? request.record
        const linked = linkedOf(conversation.card).filter((one) => one.type === type)
        // What an agent unlinks is linked: others on the card do not make it doubtful.
        const among = request.action === 'unlink' && request.named === undefined && linked.length > 0 ? { current: linked, related: [] } : conversation.card
        const picked = pick(among, type, request.record, request.named)
        if (typeof picked === 'string') return refuse(conversation, `${request.action} ${request.record}`, picked)
        if (request.action === 'pin') records.pin(conversation, picked)
        else records.link(conversation, picked, request.action === 'link')
      }
    },

    async memorialize(conversation, memorial, trace) {
      const linked = linkedOf(conversation.card)
      if (linked.length === 0) say(conversation, 'No record is linked: nothing is memorialized.')
      const types = linked.map(({ type }) => type)
      for (const name of missingVariables(mappings, types, memorial.contact)) say(conversation, missed(name, memorial.contact))
      for (const record of linked) {
        const fields = memorialFields(mappings, record.type, memorial, profile)
        if (Object.keys(fields).length > 0) {
          const losses = await attempt(conversation, `memorialize ${record.type}`, () => crm.update(plain(record), fields, trace), plain(record))
          for (const loss of losses ?? []) report({ kind: 'lost', interaction: conversation.id, record: plain(record), ...loss })
        }
        const add = crm.addToTimeline
        if (timeline === undefined || !add) continue
        const { subject, description } = timelineText(conversation.id, memorial.contact)
        await attempt(conversation, timeline, () => add(plain(record), subject, description, trace), plain(record))
      }
    },

    pop(conversation) {
      for (const record of conversation.pops.splice(0)) report({ kind: 'popped', interaction: conversation.id, record: plain(record), url: record.url })
    },
  }
}

const missed = (name: string, contact: Memorial['contact']): string => {
  const why =
    'contactType' in contact
      ? `"Use Screen Pops" must be ticked on the skill ${contact.skillName}, and ScreenPop be True in the script's ASSIGN (R033-R035)`
      : 'no ASSIGN of the script sets it (R033)'
  return `The script variable "${name}" did not come with the contact, so nothing is written for it: ${why}.`
}

/** What a timeline task says; simulator-defined. */
export const timelineText = (
  interaction: string,
  { mediaType, direction, agentName, startTime }: Pick<Memorial['contact'], 'mediaType' | 'direction' | 'agentName' | 'startTime'>,
) => ({ subject: `${direction} ${mediaType} interaction with ${agentName}`, description: `Interaction ${interaction}, started ${startTime}` })
