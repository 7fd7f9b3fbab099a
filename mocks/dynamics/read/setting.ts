import { linkedIds } from '../data/intersections.ts'
import type { Organization } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Sight } from '../query/columns.ts'
import { fiscalCalendar } from '../query/fiscal.ts'
import { below, parentColumn } from '../query/hierarchy.ts'
import type { Setting } from '../query/match.ts'
import type { Asking } from '../request.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { rowTest } from '../security/rows.ts'
import { settingsOf } from '../settings.ts'

/** A user of the base language of the organisation where nothing else is said. */
const ENGLISH = 1033

/** What a query of this request may look at beside its rows; over a lookup as over the link of a fetch, which is the same to the platform (inferred). */
export const sightOf = ({ organization, caller }: Asking): Sight => ({
  organization,
  sees(table) {
    requirePrivilege(caller, 'Read', table, organization)
    return rowTest(caller, 'Read', table, organization)
  },
})

/** What a query of this request may ask beside the rows: the time, who asks, how strict the organisation is. Worked out only where a query asks. */
export function settingOf(asking: Asking): Setting {
  const { organization, now } = asking
  const { user } = asking.caller
  const unit = user.values.businessunitid
  const own = organization.get('organization', organization.facts.id)?.values ?? {}
  const teamsOf = (id: string) => linkedIds(organization, 'teammembership_association', 'systemuser', id)
  return {
    ...sightOf(asking),
    quotedGuids: settingsOf(organization.world).quotedGuids,
    moment: {
      now,
      userId: user.id,
      businessUnitId: isReference(unit) ? unit.id : organization.facts.businessUnitId,
      language: typeof own.languagecode === 'number' ? own.languagecode : ENGLISH,
      get fiscal() {
        return fiscalCalendar(own.fiscalcalendarstart, own.fiscalperiodtype, own.fiscalyeardisplaycode)
      },
      get teamIds() {
        return teamsOf(user.id)
      },
      get roleUnitIds() {
        return linkedIds(organization, 'systemuserroles_association', 'systemuser', user.id).map((role) => unitOf(organization.get('role', role), organization))
      },
      get reportIds() {
        return reportsOf(user.id, organization)
      },
      get reportTeamIds() {
        return new Set([...reportsOf(user.id, organization)].flatMap(teamsOf))
      },
    },
  }
}

function unitOf(row: Row | undefined, { facts }: Organization): string {
  const unit = row?.values.businessunitid
  return isReference(unit) ? unit.id : facts.businessUnitId
}

/** The user and all who have the user as their manager, or a manager below. */
function reportsOf(id: string, organization: Organization): Set<string> {
  const users = organization.model.tables.get('systemuser') as Table
  const manager = parentColumn(users)
  return new Set([id, ...(manager ? below(id, users, manager, organization) : [])])
}
