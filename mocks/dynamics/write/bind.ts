import type { Reference } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { parsePath, resourceOf } from '../path.ts'
import { badPayload, badRequest, noSuchRecord, refuseWith, unknownSegment } from '../problems.ts'
import type { Writing } from '../request.ts'
import { idOfKey } from '../resolve.ts'

/**
 * The row that an `@odata.bind` or `@odata.id` names: `/contacts(id)`, `contacts(id)`, an absolute URL, an alternate key, or
 * `$1` for what another part of the change set made. Refuses a table that the navigation cannot lead to, and a row that is not there.
 */
export function bound(sent: unknown, targets: readonly string[], writing: Writing, set: string): Reference {
  if (typeof sent !== 'string') return refuseWith(badPayload(set, 'Microsoft.OData.ODataException: The value of an odata.bind annotation must be a URL.'))
  const { organization } = writing
  const segments = parsePath(resourceOf(dereferenced(sent, writing)))
  const [segment] = segments
  const table = segment ? organization.model.sets.get(segment.name) : undefined
  if (!segment || !table || segments.length !== 1) return refuseWith(unknownSegment(segment?.name ?? sent))
  if (!segment.key) return refuseWith(badPayload(set, `Microsoft.OData.ODataException: The URL '${sent}' does not name a row of '${segment.name}'.`))
  if (!leadsTo(targets, table)) {
    return refuseWith(
      badRequest(
        `A resource of type 'Microsoft.Dynamics.CRM.${table.name}' cannot be bound here; expected ${targets.map((name) => `'Microsoft.Dynamics.CRM.${name}'`).join(' or ')}.`,
      ),
    )
  }
  const id = idOfKey(organization, table, segment.key)
  const row = organization.get(table.name, id)
  if (row && 'alternate' in segment.key) writing.remark({ kind: 'keyed', named: sent, record: `${table.set}(${id})` })
  return row ? { id, table: row.table } : refuseWith(noSuchRecord(table.name, id))
}

const leadsTo = (targets: readonly string[], table: Table) =>
  targets.includes(table.name) || (targets.includes('activitypointer') && table.base === 'activitypointer')

/** A Content-ID may have what OData calls unreserved: a GUID is one. */
export const REFERENCE = /^\/?\$([\w.~-]+)/
/** What an address may start with beside a reference. */
const OWN = new Set(['metadata', 'batch'])

/** Documented: an unknown reference is named back. */
export function dereferenced(url: string, { references }: Pick<Writing, 'references'>): string {
  const reference = REFERENCE.exec(url)
  if (!reference || (OWN.has(reference[1] as string) && !references?.has(reference[1] as string))) return url
  const known = references?.get(reference[1] as string)
  if (known === undefined) return refuseWith(badRequest(`Content-ID Reference: '$${reference[1]}' does not exist in the batch context.`))
  return known + url.slice(reference[0].length)
}
