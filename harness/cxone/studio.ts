import { executionOf } from '../configuration/actions.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import type { Attempts } from './attempts.ts'
import type { Conversation } from './conversation.ts'
import type { Records } from './records.ts'
import { fill, inputOf, stepOf, type Variables, wantedFields } from './script.ts'

interface Studio {
  configuration: CrmConfiguration
  attempts: Attempts
  records: Records
}

/** Runs a configuration's Studio script for an interaction that begins, action after action. */
export async function runStudio({ configuration, attempts, records }: Studio, conversation: Conversation, given: Variables, trace: string): Promise<void> {
  const { refuse, say } = attempts
  let variables = given
  const payloads: Record<string, unknown> = {}
  let nothingFound = false
  const cardFields = () => wantedFields(configuration, conversation.dynamicData)

  for (const action of configuration.studioScript) {
    if ('SNIPPET' in action) Object.assign(payloads, fill(action.SNIPPET, variables, payloads))
    if ('ASSIGN' in action) {
      const { variable, value } = action.ASSIGN
      const name = variable.toLowerCase()
      const assigned = String(fill(value, variables, payloads))
      // A digital contact does not show the number that the script saw, but brings what the script made of it.
      variables = { ...variables, [name]: 'ani' in given ? assigned : given[name] || assigned }
    }
    if ('CUSTOM EVENT' in action) {
      const { name, data } = action['CUSTOM EVENT']
      const filled = String(fill(data, variables, payloads))
      conversation.customEvents.set(name, filled)
      if (name === 'AgentWorkflowResponse') say(conversation, `The script answers the agent: ${filled}`)
    }
    const execution = executionOf(action)
    if (!execution) continue
    const payload = typeof execution.payload === 'string' ? payloads[execution.payload] : fill(execution.payload, variables, payloads)
    const step = stepOf(configuration, execution, payload)
    if (step.does === 'nothing') refuse(conversation, execution.workflow, step.because)
    if (step.does === 'search' || step.does === 'find') {
      if (step.dynamicData !== undefined) conversation.dynamicData = step.dynamicData
      const wanted = wantedFields(configuration, step.dynamicData)
      const known = step.does === 'find' || Object.keys(step.by).length > 0
      if (!known) say(conversation, 'Nothing to search for: the contact shows neither a telephone number nor an e-mail address.')
      const rows =
        step.does === 'find'
          ? await records.find(conversation, step.record, step.filter, wanted, trace)
          : known
            ? await records.search(conversation, step.by, wanted, trace)
            : undefined
      // Only a search that was made and came back empty: after a failure nobody knows, and a second record would be a duplicate.
      nothingFound = rows?.length === 0
    }
    if (step.does === 'create' && (step.when === 'always' || nothingFound)) await records.create(conversation, step, cardFields(), trace)
    if (step.does === 'update') await records.update(conversation, step, cardFields(), trace)
  }
}

/** What the script prepared for the agent's Create workflow with a custom event, as the vendor names it; nothing where it is no JSON. */
export function createPayload({ customEvents }: Pick<Conversation, 'customEvents'>): Record<string, unknown> {
  const data = customEvents.get('AgentWorkflowCreatePayload')
  if (data === undefined) return {}
  try {
    return inputOf(JSON.parse(data)) ?? {}
  } catch {
    return {}
  }
}
