import { retrievePrincipalAccess } from '../functions/access.ts'
import { userPrivileges } from '../functions/index.ts'
import { invalidArgument, refuseWith } from '../problems.ts'
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
  ['RetrievePrincipalAccess', retrievePrincipalAccess],
  ['CreateMultiple', createMultiple],
  ['UpdateMultiple', updateMultiple],
  ['UpsertMultiple', upsertMultiple],
  [
    'RetrieveUserPrivileges',
    (_segment, request, { row }) =>
      row?.table === 'systemuser' ? userPrivileges(row, request) : refuseWith(invalidArgument('RetrieveUserPrivileges is bound to a systemuser.')),
  ],
])
