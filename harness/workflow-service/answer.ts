import type { CrmConfiguration } from '../configuration/schema.ts'
import { screenPopDomain } from '../configuration/screen-pop-domain.ts'
import type { CrmRecord } from '../cxone/crm/client.ts'

/**
 * What a workflow answers, in the shape that agent applications read (names: the vendor's client packages). `title` repeats what
 * is displayed; `updated`, `state` and `priority` are left out, because the workflows do not ask the CRM for them.
 */
export interface WorkflowResult {
  system: { type: string; label: string; icon: string; baseUrl: string }
  records: WireRecord[]
  pinRecords: WireRecord[]
}

export interface WireRecord {
  type: string
  label: string
  id: string
  /** Behind `system.baseUrl`. */
  url: string
  display: string
  title: string
  linkable: boolean
  screenPop: boolean
  /** Text only: an agent application drops any other value before it shows the record. */
  fields: { name: string; label: string; value: string }[]
  related?: WireRecord[]
  /** Of pinned records only: `'true'`, and memorialization goes to it. */
  linked?: 'true'
  /** After memorialization: what became of it. */
  dataMemo?: string
}

/** `msdynamics` is the vendor's word; `zendesk` is inferred from it. */
export const typeIdOf = ({ integrationType }: Pick<CrmConfiguration, 'integrationType'>): string => (integrationType === 'Zendesk' ? 'zendesk' : 'msdynamics')

export function wireRecord(configuration: CrmConfiguration, record: CrmRecord, more: Partial<WireRecord> = {}): WireRecord {
  const { type, label, id, url, display, fields } = record
  const base = screenPopDomain(configuration)
  const path = url.startsWith(base) ? url.slice(base.length) : url
  return { type, label, id, url: path, display, title: display, linkable: true, screenPop: false, fields, ...more }
}

export const resultOf = (configuration: CrmConfiguration, records: WireRecord[], pinRecords: WireRecord[] = []): WorkflowResult => ({
  system: { type: typeIdOf(configuration), label: configuration.integrationType, icon: '', baseUrl: screenPopDomain(configuration) },
  records,
  // The vendor's client takes every pinned record for linked; the service says so itself.
  pinRecords: pinRecords.map((record) => ({ ...record, linked: 'true', screenPop: true })),
})
