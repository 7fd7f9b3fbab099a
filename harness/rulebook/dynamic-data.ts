import type { Row } from './row.ts'

const pages = ['dynamics', 'zendesk'] as const
const check = 'harness/configuration/check-dynamic-data.ts'

/** R044-R052: dynamic data, which brings CRM fields to the agent. */
export const dynamicDataRows: readonly Row[] = [
  {
    id: 'R044',
    says: 'Making dynamic data needs two permissions: to edit the configuration, and to create dynamic data.',
    kind: 'checked',
    keptIn: ['harness/configuration/check-permissions.ts#R044'],
    from: pages,
    grade: 'stated',
  },
  {
    id: 'R045',
    says: 'Dynamic data decides which fields of a CRM record the customer card shows, those and no others.',
    kind: 'integration',
    keptIn: ['harness/cxone/script.ts#wantedFields'],
    from: ['dynamics', 'zendesk', 'teams'],
    grade: 'stated',
  },
  {
    id: 'R046',
    says: 'Dynamic data is there for standard records that a Search workflow finds.',
    kind: 'checked',
    keptIn: [`${check}#R046`],
    from: pages,
    grade: 'stated',
  },
  {
    id: 'R047',
    says: 'Of custom records dynamic data is there only for those that a Custom Create workflow made.',
    kind: 'integration',
    keptIn: ['harness/cxone/records.ts#R047', 'harness/configuration/check-dynamic-data.ts#R047'],
    from: pages,
    grade: 'stated',
  },
  {
    id: 'R048',
    says: 'Dynamics shows at most five text fields of a record type.',
    kind: 'checked',
    keptIn: [`${check}#R048`],
    from: ['dynamics'],
    grade: 'stated',
  },
  {
    id: 'R049',
    says: 'Dynamics shows at most three fields of a record type that are not text.',
    kind: 'checked',
    keptIn: [`${check}#R049`],
    from: ['dynamics'],
    grade: 'stated',
  },
  {
    id: 'R050',
    says: 'In another place the page allows five fields of a record type in all; A1 says how that is read.',
    kind: 'checked',
    keptIn: [`${check}#R050`],
    from: ['dynamics'],
    grade: 'stated',
  },
  {
    id: 'R051',
    says: 'Zendesk shows at most five fields of a record type, whatever they hold.',
    kind: 'checked',
    keptIn: [`${check}#R051`],
    from: ['zendesk'],
    grade: 'stated',
  },
  {
    id: 'R052',
    says: 'Dynamic data shows once the script chooses it for searches; without that the card shows no such field.',
    kind: 'checked',
    keptIn: ['harness/configuration/check-script.ts#R052', 'harness/cxone/script.ts#R052'],
    from: pages,
    grade: 'stated',
  },
]
