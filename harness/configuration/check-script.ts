import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Path, Remark } from '../documents/open-yaml.ts'
import { chosenMappingNames, type Execution, executionOf } from './actions.ts'
import { checkChoices, checkNamed } from './check-choices.ts'
import { checkPayload } from './check-payload.ts'
import type { Readings } from './checks.ts'
import type { CrmConfiguration } from './schema.ts'
import { configurationId, looksLikeId, workflowNamed, workflowsOf } from './workflows.ts'

/** Custom events whose content the harness knows; those of the vendor whose content is not public are refused. */
const EVENTS = ['AgentWorkflowResponse', 'AgentWorkflowCreatePayload']
const NOT_PUBLIC = ['AgentWorkflowRequest', 'AgentWorkflowConfiguration', 'ScreenPopCustomSettings', 'LOCALPOST']

/** R042, R052, R054, R056-R062, R065, R066: workflows that exist for the CRM, payloads that a SNIPPET before them builds, mappings that are there. */
export function checkScript(configuration: CrmConfiguration, readings: Readings = {}): Remark[] {
  const built = new Map<string, unknown>()
  const events = new Set<string>()
  const remarks: Remark[] = []
  configuration.studioScript.forEach((action, index) => {
    const [name = ''] = Object.keys(action)
    const at = ['studioScript', index, name]
    if ('SNIPPET' in action) {
      for (const [payload, value] of Object.entries(action.SNIPPET)) built.set(payload, value)
      remarks.push(...checkTimeout(action.SNIPPET, at))
    }
    if ('CUSTOM EVENT' in action) {
      const event = action['CUSTOM EVENT'].name
      remarks.push(...checkEvent(event, events, [...at, 'name']))
      events.add(event)
    }
    const execution = executionOf(action)
    if (execution) remarks.push(...checkExecution(configuration, execution, built, at, readings))
    remarks.push(...checkChoices(configuration, action, at, readings.workflows))
  })
  return [...remarks, ...checkUnchosen(configuration)]
}

function checkExecution(
  configuration: CrmConfiguration,
  execution: Execution,
  built: ReadonlyMap<string, unknown>,
  at: Path,
  { workflows: known }: Readings,
): Remark[] {
  const { payload, dynamicData } = execution
  const remarks = [...checkConfigurationId(configuration, execution, at), ...checkWorkflow(configuration, execution.workflow, at, known)]
  if (typeof payload !== 'string') remarks.push(...checkTimeout(payload, [...at, 'payload']))
  else if (!built.has(payload)) {
    const message = `No SNIPPET before this action builds the payload "${payload}".${didYouMean(payload, built.keys())}`
    remarks.push({ path: [...at, 'payload'], rule: 'R056', severity: 'error', message, mend: 'Add a SNIPPET action before it, or correct the name.' })
  }
  if (dynamicData !== undefined) remarks.push(...checkNamed(configuration.dynamicData, dynamicData, 'dynamic data', 'R052', [...at, 'dynamicData']))
  const workflow = workflowNamed(configuration, execution.workflow, known)
  const value = typeof payload === 'string' ? built.get(payload) : payload
  return workflow && value !== undefined ? [...remarks, ...checkPayload(configuration, workflow, value, [...at, 'payload'])] : remarks
}

/** R057, R059, R061, R062, R065: the workflow is there, and is one that a script runs. */
function checkWorkflow(configuration: CrmConfiguration, word: string, at: Path, known: Readings['workflows']): Remark[] {
  const crm = configuration.integrationType
  const path = [...at, 'workflow']
  const error = (rule: string, message: string, mend: string): Remark[] => [{ path, rule, severity: 'error', message, mend }]
  const runnable = workflowsOf(configuration, known).filter(({ workflowAction }) => ['Search', 'Create', 'Update'].includes(workflowAction))
  const names = runnable.map(({ workflowName }) => workflowName)
  const workflow = workflowNamed(configuration, word, known)
  if (workflow && runnable.some(({ workflowId }) => workflowId === workflow.workflowId)) return []
  if (workflow) {
    const slot = workflow.workflowAction === 'CreateTimeline' ? 'timeline' : 'dataMemorialization'
    return error(
      'R064',
      `"${workflow.workflowName}" runs when a contact is over, not in the middle of a script.`,
      `Choose it with "${slot}" in an AGENT WORKFLOW CONFIGURATION action.`,
    )
  }
  if (crm === 'Zendesk' && /^update|timeline/i.test(word)) {
    const [rule, kind] = /^update/i.test(word) ? ['R061', 'Update'] : ['R062', 'Timeline']
    return error(rule, `${kind} workflows exist for Salesforce and Microsoft Dynamics, not for Zendesk.`, 'Remove the action.')
  }
  if (looksLikeId(word)) return error('R065', `No workflow of this configuration has the ID "${word}".`, 'Name the workflow, or give its ID under "workflows".')
  return error(
    /^create /i.test(word) ? 'R059' : 'R057',
    `There is no workflow "${word}" for ${crm}.${didYouMean(word, names)}`,
    `Use one of ${names.join(', ')}.`,
  )
}

/** R019: a script runs workflows of a configuration that is there. */
function checkConfigurationId(configuration: CrmConfiguration, execution: Execution, at: Path): Remark[] {
  const own = configurationId(configuration)
  if (execution.configurationId === undefined || execution.configurationId === own) return []
  const message = `The configuration "${execution.configurationId}" is inactive or does not exist; this one has the ID ${own}.`
  return [{ path: [...at, 'configurationId'], rule: 'R019', severity: 'error', message, mend: 'Write the ID of this configuration, or leave it out.' }]
}

/** Names of custom events are case-sensitive, and the last of a name is the one that counts (help pages on CUSTOM EVENT). */
function checkEvent(name: string, before: ReadonlySet<string>, path: Path): Remark[] {
  if (NOT_PUBLIC.includes(name)) {
    const message = `Custom event "${name}" is not imitated: what it carries is not public.`
    return [{ path, severity: 'error', message, mend: `Remove the action. These are imitated: ${EVENTS.join(', ')}.` }]
  }
  if (!EVENTS.includes(name)) {
    const message = `There is no custom event "${name}"; case counts.${didYouMean(name, EVENTS)}`
    return [{ path, severity: 'error', message, mend: `Use one of ${EVENTS.join(', ')}.` }]
  }
  if (!before.has(name)) return []
  const message = `A later custom event "${name}" replaces the one before it.`
  return [{ path, severity: 'warning', message, mend: 'Keep one of them.' }]
}

/** A mapping that no action chooses does nothing. */
function checkUnchosen(configuration: CrmConfiguration): Remark[] {
  const unchosen = (member: 'dataMemorialization' | 'dynamicData', chosen: readonly string[], rule: string, by: string, otherwise: string): Remark[] =>
    configuration[member].flatMap(({ name }, index): Remark[] => {
      if (chosen.includes(name)) return []
      const message = `No ${by} action chooses "${name}": ${otherwise}.`
      return [{ path: [member, index, 'name'], rule, severity: 'warning', message, mend: `Name it in an ${WIZARD} action of the Studio script.` }]
    })
  const shown = configuration.studioScript.flatMap((action) => executionOf(action)?.dynamicData ?? [])
  return [
    ...unchosen('dataMemorialization', chosenMappingNames(configuration, 'dataMemorialization'), 'R042', WIZARD, 'nothing is memorialized with it'),
    ...unchosen(
      'dynamicData',
      [...chosenMappingNames(configuration, 'search'), ...shown],
      'R052',
      `WORKFLOW EXECUTE or ${WIZARD}`,
      'the customer card shows no field of it',
    ),
  ]
}

const WIZARD = 'AGENT WORKFLOW CONFIGURATION'

/** The vendor warns of it: agents may get the same interaction several times. */
function checkTimeout(payload: unknown, at: Path): Remark[] {
  if (payload === null || typeof payload !== 'object') return []
  return Object.entries(payload).flatMap(([name, value]): Remark[] =>
    /^timeoutmillisec$/i.test(name)
      ? [
          {
            path: [...at, name],
            key: true,
            rule: 'R054',
            severity: 'warning',
            message: `"${name}" in workflow code can deliver one interaction to agents several times.`,
            mend: 'Remove it: the help pages on workflow code ask to leave it out.',
          },
        ]
      : checkTimeout(value, [...at, name]),
  )
}
