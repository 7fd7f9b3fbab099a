import type { Row } from '../data/row.ts'
import { coded, invalidArgument, refuseWith } from '../problems.ts'
import { permit } from '../security/rows.ts'
import { force } from '../write/update.ts'
import { type Bound, parametersOf, response, tableNamed } from './action.ts'

const SENT = 3
const PENDING_SEND = 6
/** Participation types of a recipient: To, CC, BCC (documented). */
const RECIPIENTS = [2, 3, 4]

/**
 * Sends a draft (documented). `IssueSend: true` leaves it to the mail service, which nothing here imitates: it stays
 * pending; false says that it went out already. Refusals: code and text of the catalogue; when they come is inferred.
 */
export const sendEmail: Bound = (_segment, request, { table, row }) => {
  if (!row || table.name !== 'email') return refuseWith(invalidArgument('SendEmail is bound to an email.'))
  const { organization } = request
  const { IssueSend: issue, TrackingToken: token } = parametersOf(request, 'SendEmail')
  if (typeof issue !== 'boolean') return refuseWith(invalidArgument("The parameter 'IssueSend' is missing or is not true or false."))
  permit('Write', table, row, request)
  if (row.values.statecode !== 0) refuseWith(invalidArgument('The email is no draft: it was sent or canceled before.'))
  const parties = organization.referencing('activityparty', 'activityid', row.id)
  if (!parties.some((party) => RECIPIENTS.includes(Number(party.values.participationtypemask)))) {
    refuseWith(coded('0x80040b04', 400, 'The e-mail must have at least one recipient before it can be sent'))
  }
  const subject = [row.values.subject, token].filter((part) => typeof part === 'string' && part !== '').join(' ')
  const tracked: Row['values'] = typeof token === 'string' && token !== '' ? { trackingtoken: token } : {}
  force(tableNamed(request, 'email'), row, { subject, ...tracked, statecode: 1, statuscode: issue ? PENDING_SEND : SENT }, request)
  return response(request, 'SendEmail', { Subject: subject })
}
