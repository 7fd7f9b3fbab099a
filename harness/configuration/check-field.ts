import { didYouMean } from '../../mocks/core/nearest.ts'
import { mayBeField, standardEntities, standardFieldsOf } from './entities.ts'
import type { CrmConfiguration } from './schema.ts'

/** What is wrong with the name of a CRM field: no reference names it, and nobody can have added it under that name. */
export function fieldProblem(crm: CrmConfiguration['integrationType'], entity: string, field: string): { message: string; mend: string } | undefined {
  if (!standardEntities[crm]?.includes(entity) || mayBeField(crm, entity, field)) return undefined
  const added =
    crm === 'Zendesk' ? 'One that the account added is custom_field_ with its number' : "A column that somebody added begins with a publisher's prefix: new_"
  return { message: `${crm} has no field "${field}" on ${entity}.${didYouMean(field, standardFieldsOf(crm, entity))}`, mend: `Correct the name. ${added}.` }
}
