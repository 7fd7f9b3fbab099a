import type { CrmClient } from '../cxone/crm/client.ts'
import { CrmFailure, LostAnswer } from '../cxone/crm/failure.ts'
import type { WireRecord, WorkflowResult } from './answer.ts'

type Labels = ReadonlyMap<string, string>

/** Asked for once: a CRM's field labels change when somebody customises it, not between two calls. */
const known = new WeakMap<CrmClient, Map<string, Labels>>()

/** The result with its fields under the CRM's own labels (`Business Phone`), as the vendor's answers have them; a field that the CRM does not describe keeps its name. */
export async function labelled(crm: CrmClient, result: WorkflowResult, trace: string): Promise<WorkflowResult> {
  const shown = [...result.records, ...result.pinRecords].flatMap((record) => [record, ...(record.related ?? [])])
  const types = [...new Set(shown.filter(({ fields }) => fields.length > 0).map(({ type }) => type))]
  if (types.length === 0) return result
  const labels = new Map(await Promise.all(types.map(async (type) => [type, await labelsOf(crm, type, trace)] as const)))
  const named = (record: WireRecord): WireRecord => ({
    ...record,
    fields: record.fields.map((field) => ({ ...field, label: labels.get(record.type)?.get(field.name) || field.label })),
    ...(record.related ? { related: record.related.map(named) } : {}),
  })
  return { ...result, records: result.records.map(named), pinRecords: result.pinRecords.map(named) }
}

/** None where the CRM does not tell them: what was found is shown all the same. */
async function labelsOf(crm: CrmClient, type: string, trace: string): Promise<Labels> {
  const asked = known.get(crm) ?? new Map<string, Labels>()
  known.set(crm, asked)
  const before = asked.get(type)
  if (before) return before
  try {
    const labels = new Map((await crm.fieldsOf(type, trace)).map(({ name, label }) => [name, label]))
    asked.set(type, labels)
    return labels
  } catch (error) {
    if (error instanceof CrmFailure || error instanceof LostAnswer) return new Map()
    throw error
  }
}
