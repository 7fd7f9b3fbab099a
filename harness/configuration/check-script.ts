import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Path, Remark } from '../documents/open-yaml.ts'
import { isCustomColumn, isCustomField, standardCreates } from './entities.ts'
import type { CrmConfiguration, ScriptAction } from './schema.ts'

type Execute = Extract<ScriptAction, { 'WORKFLOW EXECUTE': unknown }>['WORKFLOW EXECUTE']
type Chosen = Extract<ScriptAction, { 'AGENT WORKFLOW CONFIGURATION': unknown }>['AGENT WORKFLOW CONFIGURATION']

const SEARCHES = ['Search Entities', 'Search for ANI', 'Dynamic Search']

/** R042, R052, R056-R062, R066: workflows that exist for the CRM, payloads that a SNIPPET before them builds, mappings that are there. */
export function checkScript(configuration: CrmConfiguration): Remark[] {
  const built = new Map<string, unknown>()
  const remarks: Remark[] = []
  configuration.studioScript.forEach((action, index) => {
    const at = ['studioScript', index]
    if ('SNIPPET' in action) {
      for (const [name, payload] of Object.entries(action.SNIPPET)) built.set(name, payload)
      remarks.push(...checkTimeout(action.SNIPPET, [...at, 'SNIPPET']))
    }
    if ('WORKFLOW EXECUTE' in action) remarks.push(...checkExecute(configuration, action['WORKFLOW EXECUTE'], built, [...at, 'WORKFLOW EXECUTE']))
    if ('AGENT WORKFLOW CONFIGURATION' in action) {
      remarks.push(...checkChosen(configuration, action['AGENT WORKFLOW CONFIGURATION'], [...at, 'AGENT WORKFLOW CONFIGURATION']))
    }
  })
  return [...remarks, ...checkUnchosen(configuration)]
}

function checkExecute(configuration: CrmConfiguration, execute: Execute, built: ReadonlyMap<string, unknown>, at: Path): Remark[] {
  const crm = configuration.integrationType
  const creates = (standardCreates[crm] ?? []).map((record) => `Create ${record}`)
  const known = [...SEARCHES, ...creates]
  const remarks: Remark[] = []
  const { workflow, payload, dynamicData } = execute
  if (/^update|timeline/i.test(workflow) && crm === 'Zendesk') {
    const [rule, kind] = /^update/i.test(workflow) ? ['R061', 'Update'] : ['R062', 'Timeline']
    remarks.push({
      path: [...at, 'workflow'],
      rule,
      severity: 'error',
      message: `${kind} workflows exist for Salesforce and Microsoft Dynamics, not for Zendesk.`,
      mend: 'Remove the action.',
    })
  } else if (!known.some((name) => name.toLowerCase() === workflow.toLowerCase())) {
    const rule = /^create /i.test(workflow) ? 'R059' : 'R057'
    remarks.push({
      path: [...at, 'workflow'],
      rule,
      severity: 'error',
      message: `There is no workflow "${workflow}" for ${crm}.${didYouMean(workflow, known)}`,
      mend: `Use one of ${known.join(', ')}.`,
    })
  }
  if (!built.has(payload)) {
    const message = `No SNIPPET before this action builds the payload "${payload}".${didYouMean(payload, built.keys())}`
    remarks.push({ path: [...at, 'payload'], rule: 'R056', severity: 'error', message, mend: 'Add a SNIPPET action before it, or correct the name.' })
  }
  if (dynamicData !== undefined) remarks.push(...checkNamed(configuration.dynamicData, dynamicData, 'dynamic data', 'R052', [...at, 'dynamicData']))
  if (/^create /i.test(workflow)) remarks.push(...checkStandardFields(crm, workflow, built.get(payload), [...at, 'payload']))
  return remarks
}

/** R059: a Standard Create payload has standard fields and only those. */
function checkStandardFields(crm: CrmConfiguration['integrationType'], workflow: string, payload: unknown, path: Path): Remark[] {
  const input = (payload as { workflowInput?: unknown } | undefined)?.workflowInput ?? payload
  if (input === null || typeof input !== 'object') return []
  const custom = Object.keys(input).filter(crm === 'Zendesk' ? isCustomField : isCustomColumn)
  return custom.map((name) => ({
    path,
    rule: 'R059',
    severity: 'error',
    message: `${workflow} is a standard workflow and takes standard fields only; its payload has "${name}".`,
    mend: 'Leave the field out, or use a Custom Create workflow.',
  }))
}

function checkChosen(configuration: CrmConfiguration, chosen: Chosen, at: Path): Remark[] {
  const remarks: Remark[] = []
  const { dataMemorialization, search, timeline } = chosen
  if (dataMemorialization !== undefined) {
    remarks.push(...checkNamed(configuration.dataMemorialization, dataMemorialization, 'data memorialization', 'R042', [...at, 'dataMemorialization']))
  }
  if (search !== undefined) remarks.push(...checkNamed(configuration.dynamicData, search, 'dynamic data', 'R052', [...at, 'search']))
  if (timeline !== undefined && configuration.integrationType === 'Zendesk') {
    const message = 'Timeline workflows exist for Salesforce and Microsoft Dynamics, not for Zendesk.'
    remarks.push({ path: [...at, 'timeline'], rule: 'R062', severity: 'error', message, mend: 'Remove it.' })
  }
  return remarks
}

/** A mapping that no action chooses does nothing. */
function checkUnchosen(configuration: CrmConfiguration): Remark[] {
  const chosen = configuration.studioScript.flatMap((action) =>
    'AGENT WORKFLOW CONFIGURATION' in action ? [action['AGENT WORKFLOW CONFIGURATION'].dataMemorialization] : [],
  )
  return configuration.dataMemorialization.flatMap(({ name }, index): Remark[] => {
    if (chosen.includes(name)) return []
    const message = `No AGENT WORKFLOW CONFIGURATION action chooses "${name}": nothing is memorialized with it.`
    return [
      {
        path: ['dataMemorialization', index, 'name'],
        rule: 'R042',
        severity: 'warning',
        message,
        mend: 'Name it in an AGENT WORKFLOW CONFIGURATION action of the Studio script.',
      },
    ]
  })
}

/** The vendor warns of it: agents may get the same interaction several times. */
function checkTimeout(payload: unknown, at: Path): Remark[] {
  if (payload === null || typeof payload !== 'object') return []
  return Object.entries(payload).flatMap(([name, value]): Remark[] =>
    /^timeoutmillisec$/i.test(name)
      ? [{ path: [...at, name], key: true, severity: 'warning', message: `"${name}" can deliver one interaction to agents several times.`, mend: 'Remove it.' }]
      : checkTimeout(value, [...at, name]),
  )
}

function checkNamed(mappings: readonly { name: string }[], name: string, what: string, rule: string, path: Path): Remark[] {
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
