import { coded, invalidArgument, noSuchRecord, refuseWith } from '../problems.ts'
import { permit } from '../security/rows.ts'
import { create } from '../write/create.ts'
import { force } from '../write/update.ts'
import { closingStatus, done, numberIn, objectIn, parametersOf, pointsTo, tableNamed, type Unbound } from './action.ts'

/** Closes an opportunity as won or lost and writes down how (documented). */
const close =
  (name: string, state: number): Unbound =>
  (_segment, request) => {
    const parameters = parametersOf(request, name)
    const { statecode: _state, statuscode: _status, ...body } = objectIn(parameters, 'OpportunityClose')
    const made = create(tableNamed(request, 'opportunityclose'), body, request)
    const id = pointsTo(made, 'opportunityid') ?? refuseWith(invalidArgument('OpportunityClose names no opportunity: opportunityid@odata.bind is missing.'))
    const table = tableNamed(request, 'opportunity')
    const row = request.organization.get('opportunity', id) ?? refuseWith(noSuchRecord('opportunity', id))
    permit('Write', table, row, request)
    if (row.values.statecode !== 0) refuseWith(coded('0x80040203', 400, 'The opportunity has already been closed.'))
    force(table, row, { statecode: state, statuscode: closingStatus(table, state, numberIn(parameters, 'Status')) }, request)
    force(tableNamed(request, 'opportunityclose'), made, { statecode: 1, statuscode: 2 }, request)
    return done
  }

export const winOpportunity = close('WinOpportunity', 1)
export const loseOpportunity = close('LoseOpportunity', 2)
