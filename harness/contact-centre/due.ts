import { agentEntered, digitalFields, voiceFields } from '../configuration/fields.ts'
import type { DigitalContact, VoiceContact } from '../events.ts'
import type { Moment } from '../trace.ts'
import type { CentreSettings } from './settings.ts'

/** A data field as the text that a mapping carries (R022: only text is mapped). */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function valuesOf(fields: Record<string, string>, contact: object): Record<string, string> {
  const values: Record<string, string> = {}
  for (const name in fields) values[name] = asText((contact as Record<string, unknown>)[fields[name] as string])
  return values
}

/** Memorialization is due: every data field of the media, and those that must not be written because the contact ended first (R027, R028). */
export function due(
  media: 'voice' | 'digital',
  contact: VoiceContact | DigitalContact,
  endedBy: 'contact' | 'agent' | undefined,
  settings: CentreSettings,
): Moment {
  const fields: Record<string, string> = media === 'voice' ? voiceFields : digitalFields
  const applies = endedBy === 'contact' && (media === 'digital' || settings.contactEndsFirst === 'both')
  return {
    what: 'due',
    interaction: contact.interactionId,
    contact: contact.contactId,
    media,
    values: valuesOf(fields, contact),
    withheld: applies ? agentEntered.filter((name) => name in fields) : [],
    scriptVariables: contact.scriptVariables,
  }
}
