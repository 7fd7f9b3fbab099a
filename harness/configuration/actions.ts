import type { CrmConfiguration, ScriptAction } from './schema.ts'

/** What WORKFLOW EXECUTE and ENHANCED WORKFLOW EXECUTE have in common (R054): the one names a payload that a SNIPPET builds, the other has it. */
export interface Execution {
  workflow: string
  payload: string | Readonly<Record<string, unknown>>
  configurationId?: string | undefined
  dynamicData?: string | undefined
  when: 'always' | 'nothing found'
  pin: boolean
}

/** The workflow that an action of the script runs, if it runs one. */
export function executionOf(action: ScriptAction): Execution | undefined {
  if ('WORKFLOW EXECUTE' in action) return action['WORKFLOW EXECUTE']
  return 'ENHANCED WORKFLOW EXECUTE' in action ? action['ENHANCED WORKFLOW EXECUTE'] : undefined
}

export const slots = ['dataMemorialization', 'search', 'timeline'] as const
export type Slot = (typeof slots)[number]

/** What one slot of an AGENT WORKFLOW CONFIGURATION chooses; a name alone is a mapping's, of a timeline the workflow's. */
export interface Choice {
  slot: Slot
  configurationId?: string | undefined
  workflow?: string | undefined
  mapping?: string | undefined
}

/** R042, R052: what an action of the script chooses for the workflows that agents and triggers run. */
export function choicesOf(action: ScriptAction): Choice[] {
  if (!('AGENT WORKFLOW CONFIGURATION' in action)) return []
  const chosen = action['AGENT WORKFLOW CONFIGURATION']
  return slots.flatMap((slot): Choice[] => {
    const choice = chosen[slot]
    if (choice === undefined) return []
    if (typeof choice === 'string') return [slot === 'timeline' ? { slot, workflow: choice } : { slot, mapping: choice }]
    return [{ slot, ...choice }]
  })
}

export const chosenIn = ({ studioScript }: Pick<CrmConfiguration, 'studioScript'>, slot: Slot): Choice[] =>
  studioScript.flatMap(choicesOf).filter((choice) => choice.slot === slot)

/** The names of the mappings that the script chooses for a slot, in its order. */
export const chosenMappingNames = (configuration: Pick<CrmConfiguration, 'studioScript'>, slot: 'dataMemorialization' | 'search'): string[] =>
  chosenIn(configuration, slot).flatMap(({ mapping }) => mapping ?? [])
