import { linkedIds } from '../data/intersections.ts'
import { isReference } from '../data/row.ts'
import type { Setting } from '../query/match.ts'
import type { WebRequest } from '../request.ts'
import { settingsOf } from '../settings.ts'

/** What a query of this request may ask beside the rows: the time, who asks, how strict the organisation is. */
export function settingOf({ organization, caller, now }: Pick<WebRequest, 'organization' | 'caller' | 'now'>): Setting {
  const unit = caller.user.values.businessunitid
  return {
    organization,
    quotedGuids: settingsOf(organization.world).quotedGuids,
    moment: {
      now,
      userId: caller.user.id,
      businessUnitId: isReference(unit) ? unit.id : organization.facts.businessUnitId,
      get teamIds() {
        return linkedIds(organization, 'teammembership_association', 'systemuser', caller.user.id)
      },
    },
  }
}
