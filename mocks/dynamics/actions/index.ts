import type { Bound, Unbound } from './action.ts'
import { bulkDelete } from './bulk-delete.ts'
import { closeIncident } from './close-incident.ts'
import { instantiateTemplate } from './instantiate-template.ts'
import { merge } from './merge.ts'
import { createMultiple, updateMultiple, upsertMultiple } from './multiple.ts'
import { loseOpportunity, winOpportunity } from './opportunity.ts'
import { qualifyLead } from './qualify-lead.ts'
import { addToQueue } from './queue.ts'
import { sendEmail } from './send-email.ts'
import { grantAccess, modifyAccess, revokeAccess } from './share.ts'

/** Actions that stand on their own, by name. */
export const unboundActions: ReadonlyMap<string, Unbound> = new Map([
  ['CloseIncident', closeIncident],
  ['WinOpportunity', winOpportunity],
  ['LoseOpportunity', loseOpportunity],
  ['Merge', merge],
  ['GrantAccess', grantAccess],
  ['ModifyAccess', modifyAccess],
  ['RevokeAccess', revokeAccess],
  ['BulkDelete', bulkDelete],
  ['InstantiateTemplate', instantiateTemplate],
])

/** Actions bound to a set or a row, by name without their namespace. */
export const boundActions: ReadonlyMap<string, Bound> = new Map([
  ['QualifyLead', qualifyLead],
  ['AddToQueue', addToQueue],
  ['SendEmail', sendEmail],
  ['CreateMultiple', createMultiple],
  ['UpdateMultiple', updateMultiple],
  ['UpsertMultiple', upsertMultiple],
])
