import type { Editor } from './flow.ts'

export interface FlowMutant {
  /** What this flow does wrong. */
  does: string
  crm: 'dynamics' | 'zendesk'
  edit: (editor: Editor) => void
  /** The scenario in which it shows, the rule that must find it there, and those that the same mistake may break beside it. */
  scenario?: string
  rule?: string
  also?: readonly string[]
  /** What is said of the drawing before anybody calls, and of which activity. */
  check?: readonly [check: string, activity: string]
  /** Found by what the scenario expects, where no rule speaks of it. */
  expectation?: true
}

/** The mistakes of published templates, and some that are easily made beside them. */
export const flowMutants: readonly FlowMutant[] = [
  {
    does: 'asks for cases without the customer (published template for Dynamics)',
    crm: 'dynamics',
    edit: ({ replace }) => replace('LookUpCase', 'httpRequestPath', '$filter=_customerid_value eq {{CustomerID}}&', ''),
    scenario: 'webex/another-customers-case',
    rule: 'webex/own-case',
    also: ['webex/pop-on-answer'],
    check: ['no-customer-filter', 'LookUpCase'],
  },
  {
    does: 'asks for tickets without the customer',
    crm: 'zendesk',
    edit: ({ replace }) => replace('LookUpCase', 'httpRequestPath', 'users/{{CustomerID}}/tickets/requested.json', 'tickets.json'),
    scenario: 'webex/another-customers-case',
    rule: 'webex/own-case',
    also: ['webex/pop-on-answer'],
    check: ['no-customer-filter', 'LookUpCase'],
  },
  {
    does: 'asks for no order (published template for Dynamics)',
    crm: 'dynamics',
    edit: ({ replace }) => replace('LookUpCase', 'httpRequestPath', '&$orderby=createdon desc', ''),
    scenario: 'webex/two-cases',
    rule: 'webex/newest-case',
    check: ['no-order', 'LookUpCase'],
  },
  {
    does: 'asks for the oldest first',
    crm: 'zendesk',
    edit: ({ replace }) => replace('LookUpCase', 'httpRequestPath', 'sort_order=desc', 'sort_order=asc'),
    scenario: 'webex/two-cases',
    rule: 'webex/newest-case',
    check: ['no-order', 'LookUpCase'],
  },
  {
    does: 'pops a record whose id is written into it (published template for Dynamics)',
    crm: 'dynamics',
    edit: ({ replace }) => replace('OpenCase', 'queryParameters', '{{CaseID}}', '0a1b2c3d-0000-4000-8000-00000000cafe'),
    scenario: 'webex/known-caller-with-a-case',
    rule: 'webex/pop-on-answer',
    check: ['fixed-id', 'OpenCase'],
  },
  {
    does: 'reads a case to a customer who has none (published template for Dynamics)',
    crm: 'dynamics',
    edit: ({ link, variable }) => {
      link('CaseAnswer', 'true', 'RememberCase')
      variable('CaseTitle', 'NA')
      variable('CaseNumber', 'NA')
    },
    scenario: 'webex/known-caller-without-a-case',
    rule: 'webex/nothing-senseless',
    check: ['no-case-untested', 'CaseMessage'],
  },
  {
    does: "takes the first whose number contains the caller's (published template for Dynamics)",
    crm: 'dynamics',
    edit: ({ set, replace }) => {
      replace('LookUpCustomer', 'httpRequestPath', /\$filter=.*&\$count/, "$$filter=contains(telephone1,'{{CallerNumber}}')&$$count")
      set('OneCustomer', 'expression', '{{ CustomerCount > 0 }}')
    },
    scenario: 'webex/two-customers-one-number',
    rule: 'webex/one-customer',
    also: ['webex/nobody-to-agent', 'webex/own-case', 'webex/pop-on-answer'],
    check: ['loose-match', 'LookUpCustomer'],
  },
  {
    does: "takes somebody whose number only ends like the caller's",
    crm: 'dynamics',
    edit: ({ replace }) =>
      replace(
        'LookUpCustomer',
        'httpRequestPath',
        /select=contactid,fullname&\$filter=.*&\$count/,
        "select=contactid,fullname,telephone1&$$filter=endswith(telephone1,'{{CallerNumber}}')&$$count",
      ),
    scenario: 'webex/number-inside-a-longer-one',
    rule: 'webex/one-customer',
    check: ['loose-match', 'LookUpCustomer'],
  },
  {
    does: 'takes a CRM that does not answer for one that knows nobody (published template for Dynamics)',
    crm: 'dynamics',
    edit: ({ link }) => link('LookUpCustomer', 'default', 'OneCustomer'),
    scenario: 'webex/crm-slow',
    rule: 'webex/failure-is-no-answer',
    check: ['no-error-branch', 'LookUpCustomer'],
  },
  {
    does: 'tells the first caller of the day, while the token is renewed, that there is no case',
    crm: 'dynamics',
    edit: ({ link }) => link('LookUpCustomer', 'default', 'OneCustomer'),
    scenario: 'webex/token-expired',
    rule: 'webex/failure-is-no-answer',
  },
  {
    does: 'plays music for ever (published template for Dynamics)',
    crm: 'dynamics',
    edit: ({ link }) => link('HoldMusic', 'default', 'HoldMusic'),
    scenario: 'webex/no-agent-comes',
    expectation: true,
    check: ['waits-for-ever', 'HoldMusic'],
  },
  {
    does: 'greets a user who was not found (published template for Zendesk)',
    crm: 'zendesk',
    edit: ({ link, variable }) => {
      link('CustomerAnswer', 'true', 'LookUpCase')
      link('LookUpCase', 'default', 'RememberCase')
      variable('CustomerID', 'null')
      variable('CustomerName', 'null')
    },
    scenario: 'webex/unknown-caller',
    rule: 'webex/nothing-senseless',
    also: ['webex/failure-is-no-answer', 'webex/pop-on-answer', 'webex/nobody-to-agent'],
    check: ['no-case-untested', 'LookUpCase'],
  },
  {
    does: 'pops a ticket for a caller who has none (published template for Zendesk)',
    crm: 'zendesk',
    edit: ({ link, variable }) => {
      link('AgentContactAssigned', 'out', 'OpenCase')
      variable('CaseID', 'null')
    },
    scenario: 'webex/unknown-caller',
    rule: 'webex/pop-on-answer',
    check: ['pop-untested', 'OpenCase'],
  },
  {
    does: 'notes the call only where the caller chose to end it (published template for Zendesk)',
    crm: 'zendesk',
    edit: ({ link, add }) => {
      link('ContactEnded', 'out', 'EndCall')
      add('NoteGoodbye', 'action', {
        activityName: 'http-request-v2',
        authenticated: true,
        connectorId: 'Zendesk',
        httpRequestMethod: 'PUT',
        httpRequestPath: 'api/v2/tickets/{{CaseID}}.json',
        httpRequestBody: '{"ticket": {"comment": {"body": "Called."}}}',
      })
      link('MainMenu', '2', 'NoteGoodbye')
      link('NoteGoodbye', 'default', 'GoodbyeMessage')
    },
    scenario: 'webex/note-on-the-ticket',
    expectation: true,
    check: ['one-branch', 'NoteGoodbye'],
  },
  {
    does: 'has an expression that cannot be read (published template for Salesforce)',
    crm: 'dynamics',
    edit: ({ replace }) => replace('LookUpCustomer', 'httpRequestPath', '{{CallerNumber}}', '{{[CallerNumber}}'),
    scenario: 'webex/known-caller-with-a-case',
    expectation: true,
    check: ['expression', 'LookUpCustomer'],
  },
  {
    does: 'takes +1 from the number, and nothing from callers elsewhere (published template for Salesforce)',
    crm: 'dynamics',
    edit: ({ replace }) => replace('StripPlus', 'expr', '\\"+\\"', '\\"+1\\"'),
    scenario: 'webex/known-caller-with-a-case',
    rule: 'webex/number-stripped',
    check: ['one-country', 'StripPlus'],
  },
  {
    does: 'pops an account that nobody was found for (published template for Salesforce)',
    crm: 'dynamics',
    edit: ({ link, variable }) => {
      link('AgentContactAssigned', 'out', 'OpenCase')
      variable('CaseID', '542456643')
    },
    scenario: 'webex/unknown-caller',
    rule: 'webex/pop-on-answer',
    check: ['pop-untested', 'OpenCase'],
  },
  {
    does: 'cuts the number at fixed places (published template for ServiceNow)',
    crm: 'zendesk',
    edit: ({ set }) =>
      set('StripPlus', 'expr', '{{ NewPhoneContact.ANI | slice(2, 5) }}-{{ NewPhoneContact.ANI | slice(5, 8) }}-{{ NewPhoneContact.ANI | slice(8, 12) }}'),
    scenario: 'webex/known-caller-with-a-case',
    rule: 'webex/number-stripped',
    check: ['one-country', 'StripPlus'],
  },
  {
    does: 'says the number of a case that is not there (published template for ServiceNow)',
    crm: 'dynamics',
    edit: ({ link, variable }) => {
      link('AnyCase', 'false', 'CaseMessage')
      variable('CaseNumber', 'null')
    },
    scenario: 'webex/known-caller-without-a-case',
    rule: 'webex/nothing-senseless',
  },
  {
    does: 'has a time zone and formats in another (published template for ServiceNow CCIF)',
    crm: 'dynamics',
    edit: ({ variable, add, link }) => {
      variable('time_zone', 'Europe/Berlin')
      variable('StartTime', '')
      add('TakeTime', 'set-variable', {
        activityName: 'set-variable',
        srcVariable: 'StartTime',
        expr: '{{ now() | date("HH:mm", timeZone="America/Toronto") }}',
      })
      link('NewPhoneContact', 'out', 'TakeTime')
      link('TakeTime', 'out', 'StripPlus')
    },
    check: ['fixed-time-zone', 'TakeTime'],
  },
  {
    does: 'looks for the number with its plus sign',
    crm: 'dynamics',
    edit: ({ replace }) => replace('LookUpCustomer', 'httpRequestPath', /\$filter=.*&\$count/, "$$filter=telephone1 eq '{{NewPhoneContact.ANI}}'&$$count"),
    scenario: 'webex/known-caller-with-a-case',
    rule: 'webex/number-stripped',
    check: ['raw-number', 'LookUpCustomer'],
  },
  {
    does: 'writes a plus sign into the query as it stands',
    crm: 'dynamics',
    edit: ({ replace }) => replace('LookUpCustomer', 'httpRequestPath', /\$filter=.*&\$count/, "$$filter=telephone1 eq '+{{CallerNumber}}'&$$count"),
    scenario: 'webex/known-caller-with-a-case',
    rule: 'webex/number-stripped',
    check: ['unencoded-plus', 'LookUpCustomer'],
  },
  {
    does: 'forgets the number of the case',
    crm: 'dynamics',
    edit: ({ replace }) => replace('CaseMessage', 'promptsTts', ' Its number is {{CaseNumber}}.', ''),
    scenario: 'webex/known-caller-with-a-case',
    rule: 'webex/case-announced',
  },
  {
    does: 'queues an unknown caller without a word',
    crm: 'zendesk',
    edit: ({ link }) => link('OneCustomer', 'false', 'WaitForAgent'),
    scenario: 'webex/unknown-caller',
    rule: 'webex/nobody-to-agent',
  },
  {
    does: 'ends the call of a customer without a case',
    crm: 'dynamics',
    edit: ({ link }) => link('NoCaseMessage', 'default', 'GoodbyeMessage'),
    scenario: 'webex/known-caller-without-a-case',
    rule: 'webex/nobody-to-agent',
  },
  {
    does: 'drops a caller who presses nothing',
    crm: 'dynamics',
    edit: ({ link }) => link('MainMenu', 'timeout', undefined),
    scenario: 'webex/menu-nothing-pressed',
    rule: 'webex/menu-leads-on',
    check: ['no-way-on', 'MainMenu'],
  },
  {
    does: 'lets callers wait in silence',
    crm: 'zendesk',
    edit: ({ link }) => link('WaitForAgent', 'default', undefined),
    scenario: 'webex/known-caller-with-a-case',
    rule: 'webex/waits-with-music',
    check: ['no-way-on', 'WaitForAgent'],
  },
  {
    does: 'pops when the caller hangs up',
    crm: 'dynamics',
    edit: ({ link }) => link('ContactEnded', 'out', 'PopCase'),
    scenario: 'webex/hangs-up-in-the-music',
    rule: 'webex/ends-with-the-call',
    also: ['webex/pop-on-answer'],
  },
  {
    does: 'pops while the call is still offered',
    crm: 'dynamics',
    edit: ({ link }) => {
      link('AgentOfferContact', 'out', 'PopCase')
      link('AgentContactAssigned', 'out', 'EndAnswered')
    },
    scenario: 'webex/known-caller-with-a-case',
    rule: 'webex/pop-on-answer',
    check: ['pop-too-early', 'OpenCase'],
  },
  {
    does: 'pops over what the agent is looking at',
    crm: 'zendesk',
    edit: ({ set }) => set('OpenCase', 'target', 'sameBrowserTab'),
    scenario: 'webex/known-caller-with-a-case',
    rule: 'webex/pop-on-answer',
    check: ['pop-target', 'OpenCase'],
  },
]
