import type { Row } from '../data/row.ts'
import { isReference } from '../data/row.ts'
import { coded, invalidArgument, noSuchRecord, refuseWith } from '../problems.ts'
import type { WebRequest } from '../request.ts'
import { permit } from '../security/rows.ts'
import { create } from '../write/create.ts'
import { force } from '../write/update.ts'
import { closingStatus, done, numberIn, objectIn, parametersOf, tableNamed, type Unbound } from './action.ts'

const RESOLVED = 1

/** Resolves a case and writes down how (documented); open activities and a case that is closed already stand in its way. */
export const closeIncident: Unbound = (_segment, request) => {
  const parameters = parametersOf(request, 'CloseIncident')
  const resolution = objectIn(parameters, 'IncidentResolution')
  const status = numberIn(parameters, 'Status')
  const incident = tableNamed(request, 'incident')
  const { statecode: _state, statuscode: _status, ...body } = resolution
  const made = create(tableNamed(request, 'incidentresolution'), body, request)
  const reference = made.values.incidentid
  if (!isReference(reference)) refuseWith(invalidArgument('IncidentResolution names no incident: incidentid@odata.bind is missing.'))
  const row = request.organization.get('incident', reference.id) ?? refuseWith(noSuchRecord('incident', reference.id))
  permit('Write', incident, row, request)
  if (row.values.statecode !== 0) refuseWith(coded('0x80044411', 400, 'Already Closed or Canceled'))
  if (openActivities(row, made.id, request)) {
    refuseWith(coded('0x8004440a', 400, 'The incident can not be closed because there are open activities for this incident.'))
  }
  force(incident, row, { statecode: RESOLVED, statuscode: closingStatus(incident, RESOLVED, status) }, request)
  force(tableNamed(request, 'incidentresolution'), made, { statecode: 1, statuscode: 2 }, request)
  return done
}

function openActivities(incident: Row, resolution: string, { organization }: WebRequest): boolean {
  return organization
    .referencing('activitypointer', 'regardingobjectid', incident.id)
    .some((row) => row.id !== resolution && (row.values.statecode === 0 || row.values.statecode === 3))
}
