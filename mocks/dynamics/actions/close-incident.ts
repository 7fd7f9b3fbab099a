import type { Row } from '../data/row.ts'
import { isReference } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { coded, invalidArgument, noSuchRecord, refuseWith } from '../problems.ts'
import type { WebRequest } from '../request.ts'
import { create } from '../write/create.ts'
import { force } from '../write/update.ts'
import { done, numberIn, objectIn, parametersOf, tableNamed, type Unbound } from './action.ts'

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
  if (row.values.statecode !== 0) refuseWith(coded('0x80044411', 400, 'Already Closed or Canceled'))
  if (openActivities(row, made.id, request)) {
    refuseWith(coded('0x8004440a', 400, 'The incident can not be closed because there are open activities for this incident.'))
  }
  force(incident, row, { statecode: 1, statuscode: resolvedStatus(incident, status) }, request)
  force(tableNamed(request, 'incidentresolution'), made, { statecode: 1, statuscode: 2 }, request)
  return done
}

/** -1 asks for the default status of the state (documented). */
function resolvedStatus(incident: Table, status: number): number {
  if (status === -1) return 5
  const known = incident.columns.get('statuscode')?.options?.find(([value]) => value === status)
  return known?.[2] === 1
    ? status
    : refuseWith(coded('0x80048408', 400, `${status} is not a valid status code for state code IncidentState.Resolved on incident.`))
}

function openActivities(incident: Row, resolution: string, { organization }: WebRequest): boolean {
  return organization
    .referencing('activitypointer', 'regardingobjectid', incident.id)
    .some((row) => row.id !== resolution && (row.values.statecode === 0 || row.values.statecode === 3))
}
