import type { Row, Value } from '../data/row.ts'
import { coded, invalidArgument, refuseWith } from '../problems.ts'
import { renderRow } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { permit } from '../security/rows.ts'
import { insert } from '../write/create.ts'
import { force } from '../write/update.ts'
import { type Bound, changesTo, closingStatus, numberIn, parametersOf, pointsTo, referenceTo, tableNamed } from './action.ts'

/** Columns that a qualified lead hands on, where the other table has one of the same name. */
const CARRIED =
  /^(firstname|middlename|lastname|salutation|jobtitle|emailaddress\d|telephone\d|mobilephone|fax|websiteurl|description|address1_.*|donot.*|numberofemployees|revenue|sic|industrycode)$/

const QUALIFIED = 1

/** Turns a lead into an account, a contact and an opportunity, as asked, and closes it (documented). */
export const qualifyLead: Bound = (_segment, request, { table, row: lead }) => {
  const parameters = parametersOf(request, 'QualifyLead')
  if (!lead || table.name !== 'lead') return refuseWith(invalidArgument('QualifyLead is bound to a lead.'))
  permit('Write', table, lead, request)
  if (lead.values.statecode !== 0) refuseWith(coded('0x80040203', 400, 'The lead is already closed.'))
  const account =
    parameters.CreateAccount === true ? make('account', lead, { name: lead.values.companyname ?? lead.values.fullname ?? null }, request) : undefined
  const parent = account ? referenceTo(account) : null
  const contact = parameters.CreateContact === true ? make('contact', lead, { parentcustomerid: parent }, request) : undefined
  const customer = parent ?? (contact ? referenceTo(contact) : null)
  const opportunity =
    parameters.CreateOpportunity === true
      ? make('opportunity', lead, { name: lead.values.subject ?? null, customerid: customer, originatingleadid: referenceTo(lead) }, request)
      : undefined
  const statuscode = closingStatus(table, QUALIFIED, numberIn(parameters, 'Status'))
  const created = [account, contact, opportunity].filter((one) => one !== undefined)
  const links = { ...(account ? { parentaccountid: referenceTo(account) } : {}), ...(contact ? { parentcontactid: referenceTo(contact) } : {}) }
  force(table, lead, { statecode: QUALIFIED, statuscode, ...links }, request)
  return {
    status: 200,
    body: {
      '@odata.context': `${request.root}/$metadata#Collection(Microsoft.Dynamics.CRM.crmbaseentity)`,
      value: created.map((one) => ({
        '@odata.type': `#Microsoft.Dynamics.CRM.${one.table}`,
        ...renderRow(one, tableNamed(request, one.table), [], request.organization, []),
      })),
    },
  }
}

function make(name: string, lead: Row, own: Record<string, Value>, request: WebRequest): Row {
  const table = tableNamed(request, name)
  requirePrivilege(request.caller, 'Create', table, request.organization)
  const carried = Object.entries(lead.values).filter(([column]) => CARRIED.test(column) && table.columns.has(column) && !column.endsWith('_composite'))
  const owner = pointsTo(lead, 'ownerid')
  return insert(table, changesTo({ ...Object.fromEntries(carried), ...own, ...(owner ? { ownerid: lead.values.ownerid as Value } : {}) }), request)
}
