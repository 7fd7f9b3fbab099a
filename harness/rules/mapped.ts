import type { Exchange } from '../../mocks/core/journal.ts'
import { isWrite } from '../../mocks/core/meaning.ts'
import { chosenMappingNames } from '../configuration/actions.ts'
import { fieldName } from '../configuration/field-name.ts'
import type { CrmConfiguration, channels } from '../configuration/schema.ts'
import type { Moment } from '../trace.ts'

export type Due = Extract<Moment, { what: 'due' }> & { at: number }

/** One line of a data memorialization mapping. `field` is spelt as `fieldName` spells it. */
export interface Mapping {
  entity: string
  field: string
  channel: (typeof channels)[number]
  data: string
}

/**
 * What the configuration maps: the mappings that the script's AGENT WORKFLOW CONFIGURATION selects (R042). Where it selects
 * none, nothing is owed, and a field of any mapping is still a mapped one.
 */
export function mappingsOf({ dataMemorialization, studioScript }: CrmConfiguration): { mappings: Mapping[]; owed: boolean } {
  const selected = chosenMappingNames({ studioScript }, 'dataMemorialization')
  const mappings = dataMemorialization
    .filter(({ name }) => selected.length === 0 || selected.includes(name))
    .flatMap(({ entities }) =>
      Object.entries(entities).flatMap(([entity, fields]) =>
        Object.entries(fields).map(([field, { channel, data }]) => ({ entity: entityName(entity), field: fieldName(field), channel, data })),
      ),
    )
  return { mappings, owed: selected.length > 0 }
}

/** Dynamics names an entity in the singular and its set in the plural, Zendesk does so with the members of a body and its paths. */
export function entityName(name: string): string {
  const known = entityNames.get(name)
  if (known !== undefined) return known
  if (entityNames.size >= MOST_NAMES) entityNames.clear()
  const made = name.toLowerCase().replace(/(?<=[^s])s$/, '')
  entityNames.set(name, made)
  return made
}

/** The same few words again and again. */
const entityNames = new Map<string, string>()
const MOST_NAMES = 1000

export const appliesTo = (mapping: Mapping, media: Due['media']): boolean =>
  mapping.channel === 'Script Variable' || mapping.channel === (media === 'voice' ? 'Voice Call Contact' : 'Digital Contact')

/** The text that the mapping takes from this contact; empty where there is none. A script variable is found by its name in lower case only (R032). */
export function valueFor(mapping: Mapping, due: Due): string {
  if (!appliesTo(mapping, due.media)) return ''
  if (mapping.channel !== 'Script Variable') return due.values[mapping.data] ?? ''
  return Object.entries(due.scriptVariables).find(([name]) => name.toLowerCase() === mapping.data)?.[1] ?? ''
}

export const isWithheld = (mapping: Mapping, due: Due): boolean => mapping.channel !== 'Script Variable' && due.withheld.includes(mapping.data)

/** One field of one record that an exchange set out to change. */
export interface FieldWrite {
  /** One object for all fields of a record in one exchange. */
  record: { type: string; id?: string }
  field: string
  value: unknown
  ok: boolean
}

/** Members of a body that steer the request and are no field of the record. */
const STEERING = /^(@odata\.(type|etag|id|context)|safe_update|updated_stamp|id)$/

/**
 * The fields of records that an exchange changed, or tried to; what it created beside them is not among them, nor is the
 * first comment of a ticket that it created.
 */
export function fieldWrites({ actions }: Exchange): FieldWrite[] {
  const writes = actions.filter(isWrite)
  const creates = (type: string) => writes.some((write) => write.kind === 'created' && write.type === type)
  return writes.flatMap(({ kind, type, id, fields, about, ok }): FieldWrite[] => {
    if (type === 'comment') {
      if (!about || creates(about.type)) return []
      return [{ record: { type: about.type, id: about.id }, field: 'comment', value: fields.body ?? fields.html_body ?? fields.value, ok }]
    }
    if (kind === 'created') return []
    const record = { type, ...(id === undefined ? {} : { id }) }
    const told = writes.some((other) => other.type === 'comment')
    return Object.entries(fields).flatMap(([name, value]) => {
      if (STEERING.test(name) || value === id) return []
      if (name !== 'comment') return [{ record, field: fieldName(name), value, ok }]
      return told ? [] : [{ record, field: 'comment', value: bodyOf(value), ok }]
    })
  })
}

const bodyOf = (comment: unknown): unknown =>
  comment !== null && typeof comment === 'object' && 'body' in comment ? (comment as { body: unknown }).body : comment

export const sameRecord = (a: { type: string; id?: string }, b: { type: string; id?: string }): boolean =>
  a.id !== undefined && b.id !== undefined && entityName(a.type) === entityName(b.type) && String(a.id).toLowerCase() === String(b.id).toLowerCase()

const flat = (value: unknown): string =>
  (Array.isArray(value) ? value.join(',') : value === null || value === undefined ? '' : String(value))
    .replaceAll('\r\n', '\n')
    .replaceAll(/\s*,\s*/g, ',')
    .trim()

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/

/** How a written value stands to the whole text: the same (an instant may be spelt otherwise), its beginning, nothing at all, or something else. */
export function compare(written: unknown, whole: string): 'same' | 'cut' | 'blank' | 'other' {
  if (written === whole) return 'same'
  const text = flat(written)
  const wanted = flat(whole)
  if (text === wanted) return 'same'
  if (text === '') return 'blank'
  if (INSTANT.test(text) && INSTANT.test(wanted) && Date.parse(text) === Date.parse(wanted)) return 'same'
  return wanted.startsWith(text.replace(/(…|\.\.\.)$/, '').trimEnd()) ? 'cut' : 'other'
}
