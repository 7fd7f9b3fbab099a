import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Path, Remark } from '../documents/open-yaml.ts'
import { type Choice, choicesOf, type Slot } from './actions.ts'
import type { CrmConfiguration, ScriptAction } from './schema.ts'
import { configurationId, looksLikeId, type WorkflowAction, type WorkflowsKnown, workflowNamed, workflowsOf } from './workflows.ts'

/** What each slot takes, and what the vendor's wizard calls the slot. */
const takes: Record<Slot, { action: WorkflowAction; called: string }> = {
  dataMemorialization: { action: 'DataMemorialization', called: 'dataMemorializationWorkflow' },
  search: { action: 'Search', called: 'searchWorkflow' },
  timeline: { action: 'CreateTimeline', called: 'createtimelineWorkflow' },
}

/** R019, R042, R052, R062, R065: what an AGENT WORKFLOW CONFIGURATION chooses, as the vendor's wizard judges it. */
export function checkChoices(configuration: CrmConfiguration, action: ScriptAction, at: Path, known?: WorkflowsKnown): Remark[] {
  const choices = choicesOf(action)
  return [
    ...checkIds(configuration, choices, at),
    ...choices.flatMap((choice) => [...checkSlotWorkflow(configuration, choice, at, known), ...checkMappingOf(configuration, choice, action, at)]),
  ]
}

/** All workflows of one action belong to one configuration, and to one that is there. */
function checkIds(configuration: CrmConfiguration, choices: readonly Choice[], at: Path): Remark[] {
  const own = configurationId(configuration)
  const named = choices.flatMap(({ slot, configurationId: id }) => (id === undefined ? [] : [{ slot, id }]))
  const [first] = named
  return named.flatMap(({ slot, id }): Remark[] => {
    const path = [...at, slot, 'configurationId']
    const error = (message: string, mend: string): Remark[] => [{ path, rule: 'R019', severity: 'error', message, mend }]
    if (first && id !== first.id)
      return error(
        `"${slot}" names the configuration "${id}" and "${first.slot}" names "${first.id}": all workflows of one action must share the same configuration ID.`,
        `Write "${first.id}" here, or make an action of its own for "${slot}".`,
      )
    if (id !== own) return error(`The configuration "${id}" is inactive or does not exist; this one has the ID ${own}.`, `Write ${own}, or leave it out.`)
    return []
  })
}

function checkSlotWorkflow(configuration: CrmConfiguration, { slot, workflow: word }: Choice, at: Path, known?: WorkflowsKnown): Remark[] {
  if (word === undefined) return []
  const { action, called } = takes[slot]
  const path = [...at, slot]
  const error = (rule: string, message: string, mend: string): Remark[] => [{ path, rule, severity: 'error', message, mend }]
  if (slot === 'timeline' && configuration.integrationType === 'Zendesk')
    return error('R062', 'Timeline workflows exist for Salesforce and Microsoft Dynamics, not for Zendesk.', 'Remove it.')
  const right = workflowsOf(configuration, known).flatMap(({ workflowAction, workflowName }) => (workflowAction === action ? [workflowName] : []))
  const workflow = workflowNamed(configuration, word, known)
  if (workflow?.workflowAction === action) return []
  const what = looksLikeId(word) ? `No workflow of this configuration has the ID "${word}".` : `There is no workflow "${word}".${didYouMean(word, right)}`
  const message = workflow ? `Invalid workflow for ${called}: "${workflow.workflowName}" is a ${workflow.workflowAction} workflow.` : what
  return error('R065', message, `Use ${right.join(' or ')}.`)
}

function checkMappingOf(configuration: CrmConfiguration, { slot, mapping }: Choice, action: ScriptAction, at: Path): Remark[] {
  if (mapping === undefined || slot === 'timeline') return []
  const chosen = 'AGENT WORKFLOW CONFIGURATION' in action ? action['AGENT WORKFLOW CONFIGURATION'][slot] : undefined
  const path = typeof chosen === 'string' ? [...at, slot] : [...at, slot, 'mapping']
  return slot === 'search'
    ? checkNamed(configuration.dynamicData, mapping, 'dynamic data', 'R052', path)
    : checkNamed(configuration.dataMemorialization, mapping, 'data memorialization', 'R042', path)
}

/** A mapping that something names is there. */
export function checkNamed(mappings: readonly { name: string }[], name: string, what: string, rule: string, path: Path): Remark[] {
  const names = mappings.map((mapping) => mapping.name)
  if (names.includes(name)) return []
  return [
    {
      path,
      rule,
      severity: 'error',
      message: `There is no ${what} mapping "${name}".${didYouMean(name, names)}`,
      mend: names.length > 0 ? `Use one of ${names.join(', ')}.` : 'Add one.',
    },
  ]
}
