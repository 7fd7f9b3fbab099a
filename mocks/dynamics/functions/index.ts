import type { Reply } from '../../core/index.ts'
import type { Unbound } from '../actions/action.ts'
import { isReference } from '../data/row.ts'
import type { Segment } from '../path.ts'
import type { WebRequest } from '../request.ts'

function whoAmI(_segment: Segment, { root, caller, organization }: WebRequest): Reply {
  const unit = caller.user.values.businessunitid
  return {
    status: 200,
    body: {
      '@odata.context': `${root}/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
      BusinessUnitId: isReference(unit) ? unit.id : organization.facts.businessUnitId,
      UserId: caller.user.id,
      OrganizationId: organization.facts.id,
    },
  }
}

/** Functions and actions that stand on their own, by name. */
export const functions: ReadonlyMap<string, Unbound> = new Map([['WhoAmI', whoAmI]])
