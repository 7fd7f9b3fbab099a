import { coded, invalidArgument, noSuchRecord, refuseWith } from '../problems.ts'
import type { WebRequest } from '../request.ts'
import { create } from '../write/create.ts'
import { force } from '../write/update.ts'
import { done, numberIn, objectIn, parametersOf, pointsTo, tableNamed, type Unbound } from './action.ts'

/** Closes an opportunity as won or lost and writes down how (documented). */
const close =
  (name: string, state: number): Unbound =>
  (_segment, request) => {
    const parameters = parametersOf(request, name)
    const { statecode: _state, statuscode: _status, ...body } = objectIn(parameters, 'OpportunityClose')
    const made = create(tableNamed(request, 'opportunityclose'), body, request)
    const id = pointsTo(made, 'opportunityid') ?? refuseWith(invalidArgument('OpportunityClose names no opportunity: opportunityid@odata.bind is missing.'))
    const row = request.organization.get('opportunity', id) ?? refuseWith(noSuchRecord('opportunity', id))
    if (row.values.statecode !== 0) refuseWith(coded('0x80040203', 400, 'The opportunity has already been closed.'))
    force(tableNamed(request, 'opportunity'), row, { statecode: state, statuscode: statusOf(numberIn(parameters, 'Status'), state, request) }, request)
    force(tableNamed(request, 'opportunityclose'), made, { statecode: 1, statuscode: 2 }, request)
    return done
  }

/** -1 asks for the default status. */
function statusOf(status: number, state: number, request: WebRequest): number {
  const table = tableNamed(request, 'opportunity')
  if (status === -1) return table.columns.get('statecode')?.options?.find(([value]) => value === state)?.[2] ?? status
  const known = table.columns.get('statuscode')?.options?.find(([value]) => value === status)
  const label = state === 1 ? 'Won' : 'Lost'
  return known?.[2] === state
    ? status
    : refuseWith(coded('0x80048408', 400, `${status} is not a valid status code for state code OpportunityState.${label} on opportunity.`))
}

export const winOpportunity = close('WinOpportunity', 1)
export const loseOpportunity = close('LoseOpportunity', 2)
