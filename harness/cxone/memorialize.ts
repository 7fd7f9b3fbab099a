import { chosenMappingNames } from '../configuration/actions.ts'
import { agentEntered, digitalFields, voiceFields } from '../configuration/fields.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import type { DigitalContact, VoiceContact } from '../events.ts'
import { asText } from './text.ts'

export type Mapping = CrmConfiguration['dataMemorialization'][number]

export interface Memorial {
  contact: VoiceContact | DigitalContact
  /** R027: who ended the contact; the fields that the agent entered are withheld when it was the contact. */
  endedByContact: boolean
}

/** A12: whether R027 speaks of digital contacts only. */
export type ContactEndsFirst = 'both' | 'digital'

/**
 * What goes into one record: CRM field -> text, from the mappings of this record type and the channel of the contact
 * (R021-R028, R031-R036). A value that is empty is left out, so nothing that the CRM has is blanked.
 */
export function memorialFields(
  mappings: readonly Mapping[],
  type: string,
  { contact, endedByContact }: Memorial,
  profile: ContactEndsFirst,
): Record<string, string> {
  const voice = 'contactType' in contact
  const catalogue: Record<string, string> = voice ? voiceFields : digitalFields
  const withholds = endedByContact && (!voice || profile === 'both')
  // R032: variables arrive in lower case; a mapping that writes them otherwise finds nothing.
  const variables = new Map(Object.entries(contact.scriptVariables).map(([name, value]) => [name.toLowerCase(), value]))

  const carried = (channel: string, data: string): string | undefined => {
    if (channel === 'Script Variable') return variables.get(data)
    if (channel !== (voice ? 'Voice Call Contact' : 'Digital Contact')) return undefined
    if (withholds && (agentEntered as readonly string[]).includes(data)) return undefined
    const member = catalogue[data]
    return member === undefined ? undefined : asText((contact as unknown as Record<string, unknown>)[member])
  }

  const fields: Record<string, string> = {}
  for (const mapping of mappings) {
    for (const [field, { channel, data }] of Object.entries(mapping.entities[type] ?? {})) {
      const value = carried(channel, data)
      if (value) fields[field] = value
    }
  }
  return fields
}

/** Script variables that a mapping of these record types asks for and that did not come with the contact (R033-R035). */
export function missingVariables(mappings: readonly Mapping[], types: readonly string[], { scriptVariables }: Memorial['contact']): string[] {
  const came = new Set(Object.keys(scriptVariables).map((name) => name.toLowerCase()))
  const asked = mappings.flatMap(({ entities }) => types.flatMap((type) => Object.values(entities[type] ?? {})))
  return [...new Set(asked.flatMap(({ channel, data }) => (channel === 'Script Variable' && !came.has(data) ? [data] : [])))]
}

/** Which mappings the script chose (R042): none without an AGENT WORKFLOW CONFIGURATION that names one. */
export const chosenMappings = (configuration: CrmConfiguration): Mapping[] => {
  const names = chosenMappingNames(configuration, 'dataMemorialization')
  return configuration.dataMemorialization.filter((mapping) => names.includes(mapping.name))
}
