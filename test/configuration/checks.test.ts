import { describe, expect, test } from 'vitest'
import { checkDynamicData } from '../../harness/configuration/check-dynamic-data.ts'
import { loadConfiguration } from '../../harness/configuration/load.ts'
import type { CrmConfiguration } from '../../harness/configuration/schema.ts'
import { complaintsOf, DYNAMICS, fileOf, ZENDESK } from './files.ts'

/** [what, text to replace, text instead, line, rule, part of the message] */
type Fault = [string, string, string, number, string | undefined, string]

const dynamics: Fault[] = [
  ['a scope of another CRM', 'scope: https://ven12345', 'scope: https://ven54321', 6, 'R012', 'is not that of https://ven12345.crm.dynamics.com'],
  ['a field that is not text', 'description: {', 'createdon: {', 15, 'R022', 'contact.createdon is not a text field'],
  ['a look-up as OData names it', 'description: {', '_parentcustomerid_value: {', 15, 'R022', 'contact._parentcustomerid_value is not a text field'],
  [
    'a transcript in a line',
    'description: { channel: Voice Call Contact, data: Disposition Notes }',
    'nickname: { channel: Digital Contact, data: Transcription Text }',
    15,
    'R029',
    'single line',
  ],
  [
    'a URL that goes on after .com',
    'url: https://ven12345.crm.dynamics.com',
    'url: https://ven12345.crm.dynamics.com/main.aspx?etn=contact',
    5,
    'R013',
    'goes on after .com',
  ],
  ['a URL that is none', 'url: https://ven12345.crm.dynamics.com', 'url: ven12345', 5, 'R013', 'is not a URL'],
  ['a URL without TLS', 'url: https://ven', 'url: http://ven', 5, 'R013', 'https://'],
  [
    'a screen-pop domain with a path',
    'domain_md: https://ven12345.crm.dynamics.com',
    'domain_md: https://ven12345.crm.dynamics.com/apps',
    10,
    'R016',
    'goes on after .com',
  ],
  [
    'a screen-pop domain of another organisation',
    'domain_md: https://ven12345',
    'domain_md: https://ven54321',
    10,
    'R016',
    'Screen pops open https://ven54321.crm.dynamics.com, and the records are in https://ven12345.crm.dynamics.com.',
  ],
  ['a data field that every object has', 'data: Disposition Notes', 'data: constructor', 15, 'R036', 'no data field "constructor"'],
  [
    'two mappings of one name',
    'dynamicData:\n',
    '  - name: Voice\n    entities: { contact: { jobtitle: { channel: Voice Call Contact, data: Status } } }\ndynamicData:\n',
    17,
    'R042',
    'have the name "Voice"',
  ],
  [
    'two mappings of one ID',
    'dynamicData:\n',
    'dynamicData:\n  - { name: More, id: card, entities: {} }\n  - { name: Most, id: card, entities: {} }\n',
    19,
    'R052',
    'have the id "card"',
  ],
  ['a blank name', 'name: Support', 'name: "  "', 1, 'R010', 'blank'],
  ['a record type that somebody added', '      contact:\n', '      new_vehicle:\n', 14, 'R023', '"new_vehicle" is not a standard record type'],
  ['a plural for a record type', '      contact:\n', '      contacts:\n', 14, 'R023', 'Did you mean "contact"?'],
  [
    'a channel that there is not',
    'channel: Voice Call Contact',
    'channel: Voice',
    15,
    'R030',
    '"Voice" is not one of "Digital Contact", "Voice Call Contact", "Script Variable"',
  ],
  ['a script variable with a capital', 'data: customertier', 'data: CustomerTier', 16, 'R032', 'never has a value'],
  ['a script variable that nothing sets', 'data: customertier', 'data: customertire', 16, 'R033', 'Did you mean "customertier"?'],
  ['a script variable that no call brings along', 'CustomerTier, value: Gold', 'CustomerTier, value: Gold, screenPop: false', 16, 'R035', 'stays empty'],
  ['a mapping that has no name', '- name: Voice', '- description: no name', 12, 'R041', 'name'],
  ['a field that CXone does not have', 'data: Disposition Notes', 'data: Disposition Note', 15, 'R036', 'Did you mean "Disposition Notes"?'],
  ['a digital field on a voice channel', 'data: Disposition Notes', 'data: Transcription Text', 15, 'R038', 'Digital Contact has it'],
  ['six text fields', '[fullname, telephone1]', '[fullname, telephone1, firstname, lastname, emailaddress1, jobtitle]', 20, 'R048', 'more than 5 text fields'],
  [
    'four fields that are not text',
    '[fullname, telephone1]',
    '[createdon, modifiedon, birthdate, gendercode]',
    20,
    'R049',
    'more than 3 fields that are not text',
  ],
  ['a payload that nothing builds', 'payload: searchInput', 'payload: searchInputs', 24, 'R056', 'Did you mean "searchInput"?'],
  ['a workflow that there is not', 'workflow: Search Entities', 'workflow: Search Entity', 24, 'R057', 'Did you mean "Search Entities"?'],
  ['a create of a custom record', 'workflow: Search Entities', 'workflow: Create Vehicle', 24, 'R059', 'no workflow "Create Vehicle"'],
  ['a dynamic data mapping that is not there', 'dynamicData: Card', 'dynamicData: Cart', 24, 'R052', 'Did you mean "Card"?'],
  ['a chosen mapping that is not there', 'dataMemorialization: Voice }', 'dataMemorialization: Voices }', 25, 'R042', 'Did you mean "Voice"?'],
  ['a mapping whose name is blank', '- name: Voice', '- name: "  "', 12, 'R041', 'is blank'],
  ['a channel that is left out', 'channel: Voice Call Contact, ', '', 15, 'R030', '"dataMemorialization.0.entities.contact.description.channel" is missing'],
  ['an integration type that is left empty', 'integrationType: Microsoft Dynamics 365', 'integrationType:', 2, 'R009', '"integrationType" is empty'],
  ['what Zendesk asks for', '  url: https', '  subdomain: https', 5, undefined, '"subdomain" is for another integration type'],
  ['a field that Dynamics does not have', 'jobtitle: {', 'jobtitel: {', 16, 'R021', 'no field "jobtitel" on contact. Did you mean "jobtitle"?'],
  ['a field that another table has', 'jobtitle: {', 'ticketnumber: {', 16, 'R021', 'no field "ticketnumber" on contact'],
  ['a field to show that Dynamics does not have', '[fullname, telephone1]', '[fulname, telephone1]', 20, 'R045', 'Did you mean "fullname"?'],
  ['a search for nothing that is searched for', '{ phoneNumber: "{ANI}" }', '{ phonenumber: "{ANI}" }', 24, 'R056', 'Did you mean "phoneNumber"?'],
  ['a search for a number that is no text', '"{ANI}" }', '4930123 }', 24, 'R056', 'needs text in "phoneNumber"'],
  ['timeoutMilliSec in a payload', 'phoneNumber: "{ANI}"', 'phoneNumber: "{ANI}", timeoutMilliSec: 5', 23, 'R054', 'several times'],
]

const zendesk: Fault[] = [
  ['a ticket description, which nobody can change', 'comment: {', 'description: {', 12, 'R021', 'first comment'],
  ['a transcript in a subject', 'comment: {', 'subject: {', 12, 'R029', 'single line'],
  ['a subdomain with a path', 'subdomain: https://ven12345.zendesk.com', 'subdomain: https://ven12345.zendesk.com/agent', 5, 'R014', 'goes on after .com'],
  ['a voice field on a digital channel', 'data: Transcription Text', 'data: Recording URL', 12, 'R037', 'Voice Call Contact has it'],
  ['six fields on the card', '[name, phone]', '[name, phone, email, notes, details, created_at]', 16, 'R051', 'Zendesk allows 5'],
  ['a custom field in a standard create', 'name: "{ANI}"', 'name: "{ANI}", user_fields: { tier: 1 }', 19, 'R059', 'its payload has "user_fields"'],
  ['a field that tickets do not have', 'comment: {', 'coment: {', 12, 'R021', 'Did you mean "comment"?'],
  ['a part of a comment that is not its text', 'comment: {', 'comment.html_body: {', 12, 'R021', 'no field "comment.html_body" on ticket'],
  ['a field of users on a ticket', 'comment: {', 'user_fields.tier: {', 12, 'R021', 'no field "user_fields.tier" on ticket'],
  ['a field in a standard create that nobody has', 'name: "{ANI}"', 'name: "{ANI}", tier: 1', 19, 'R059', 'its payload has "tier"'],
  ['an update workflow', 'workflow: Create User', 'workflow: Update Record', 19, 'R061', 'not for Zendesk'],
  ['a timeline', 'dataMemorialization: Digital, search: Card }', 'dataMemorialization: Digital, timeline: Add Timeline }', 20, 'R062', 'not for Zendesk'],
]

describe('a configuration is told what is wrong with it, by rule and line', () => {
  test.each([
    ['Dynamics', DYNAMICS],
    ['Zendesk', ZENDESK],
  ])('nothing, when nothing is (%s)', (_, text) => {
    expect(complaintsOf(text)).toEqual([])
  })

  test.each(dynamics)('Dynamics: %s', (_, old, text, line, rule, message) => {
    expect(DYNAMICS).toContain(old)
    expect(complaintsOf(DYNAMICS.replace(old, text))).toContainEqual(expect.objectContaining({ line, rule, message: expect.stringContaining(message) }))
  })

  test.each(zendesk)('Zendesk: %s', (_, old, text, line, rule, message) => {
    expect(ZENDESK).toContain(old)
    expect(complaintsOf(ZENDESK.replace(old, text))).toContainEqual(expect.objectContaining({ line, rule, message: expect.stringContaining(message) }))
  })

  test('a mapping that mixes voice and digital fields is a warning, and still usable', () => {
    const mixed = DYNAMICS.replace('{ channel: Script Variable, data: customertier }', '{ channel: Digital Contact, data: Customer Name }')
    expect(complaintsOf(mixed)).toContainEqual({
      line: 14,
      rule: 'R031',
      severity: 'warning',
      message: 'Mapping "Voice" mixes voice and digital fields on contact.',
    })
    expect(loadConfiguration(fileOf(mixed), { SECRET: 's' })).toMatchObject({ name: 'Support' })
  })

  test('two chosen mappings that write different data into one field for the same contacts are told which of them wins', () => {
    const second = (channel: string, data: string, field = 'description') =>
      complaintsOf(
        `${DYNAMICS}  - AGENT WORKFLOW CONFIGURATION: { dataMemorialization: Second }\n`.replace(
          'dynamicData:\n',
          `  - name: Second\n    entities: { contact: { ${field}: { channel: ${channel}, data: ${data} } } }\ndynamicData:\n`,
        ),
      )
    const told = (by: string, data: string) => ({
      line: 18,
      rule: 'R021',
      severity: 'warning',
      message: `"Voice" maps "${data}" to contact.description as well: of a contact that has both, "${by}" is written.`,
    })
    expect(second('Voice Call Contact', 'Agent Name')).toEqual([told('Agent Name', 'Disposition Notes')])
    expect(second('Script Variable', 'customertier')).toEqual([told('customertier', 'Disposition Notes')])
    // Each channel has its own, the same data are the same, and what the script does not choose writes nothing.
    expect(second('Digital Contact', 'Agent Name')).toEqual([])
    expect(second('Voice Call Contact', 'Disposition Notes')).toEqual([])
    expect(second('Voice Call Contact', 'Agent Name', 'nickname')).toEqual([])
    const both = (first: string, then: string) =>
      complaintsOf(
        ZENDESK.replace(
          '      ticket:\n',
          `      user: { ${first}: { channel: Digital Contact, data: Status } }
  - name: Second
    entities:
      user: { ${then}: { channel: Digital Contact, data: Agent Name } }
      ticket:\n`,
        ).replace(/$/, '  - AGENT WORKFLOW CONFIGURATION: { dataMemorialization: Second }\n'),
      ).filter(({ rule }) => rule === 'R021')
    expect(both('tier', 'user_fields.tier')).toMatchObject([{ message: expect.stringContaining('"Digital" maps "Status" to user.user_fields.tier as well') }])
    // The account's own "notes" and the user's are two.
    expect(both('notes', 'user_fields.notes')).toEqual([])
    const unchosen = DYNAMICS.replace(
      'dynamicData:\n',
      '  - name: Second\n    entities: { contact: { description: { channel: Voice Call Contact, data: ANI } } }\ndynamicData:\n',
    )
    expect(complaintsOf(unchosen).map(({ rule }) => rule)).toEqual(['R042'])
  })

  test('a mapping that the script does not choose is a warning', () => {
    const unchosen = DYNAMICS.replace('  - AGENT WORKFLOW CONFIGURATION: { dataMemorialization: Voice }\n', '')
    expect(complaintsOf(unchosen)).toContainEqual(expect.objectContaining({ line: 12, rule: 'R042', severity: 'warning' }))
  })

  test('dynamic data that the script does not choose is a warning', () => {
    expect(complaintsOf(DYNAMICS.replace(', dynamicData: Card', ''))).toEqual([expect.objectContaining({ line: 18, rule: 'R052', severity: 'warning' })])
  })

  test('what is optional may be left blank (R010, R014)', () => {
    expect(complaintsOf(DYNAMICS.replace('name: Support', 'name: Support\ndescription:'))).toEqual([])
    const blank = ZENDESK.replace('  clientId:', '  appId:\n  organizationId:\n  marketplaceName: ""\n  clientId:')
    expect(complaintsOf(blank.replace('- name: Card', '- name: Card\n    description:'))).toEqual([])
  })

  test('a column that may have been added by somebody is not complained of', () => {
    expect(complaintsOf(DYNAMICS.replace('jobtitle: {', 'new_outcome: {'))).toEqual([])
    expect(complaintsOf(ZENDESK.replace('comment: {', 'custom_field_360001: {'))).toEqual([])
    expect(complaintsOf(ZENDESK.replace('comment: {', 'comment.body: {'))).toEqual([])
    expect(complaintsOf(ZENDESK.replace('[name, phone]', '[name, user_fields.level]'))).toEqual([])
    expect(complaintsOf(ZENDESK.replace('[name, phone]', '[name, membership_level]'))).toEqual([])
  })

  test("a person's own account as system user is a warning", () => {
    const personal = DYNAMICS.replace('authentication:', 'systemUser: { name: Mia, dedicated: false }\nauthentication:')
    expect(complaintsOf(personal)).toContainEqual(expect.objectContaining({ line: 3, rule: 'R006', severity: 'warning' }))
  })

  test('a stand-in on this machine may have any port and a path', () => {
    const local = DYNAMICS.replaceAll('https://ven12345.crm.dynamics.com', 'http://localhost:4402/w/class-07')
    expect(complaintsOf(local)).toEqual([])
  })

  test('five text fields and three others are right by one reading of the Dynamics page, wrong by the other (A1)', () => {
    const eight = DYNAMICS.replace('[fullname, telephone1]', '[fullname, telephone1, firstname, lastname, emailaddress1, createdon, modifiedon, birthdate]')
    const configuration = loadConfiguration(fileOf(eight), { SECRET: 's' }) as CrmConfiguration
    expect(checkDynamicData(configuration, '5+3')).toEqual([])
    expect(checkDynamicData(configuration, 'strict5')).toMatchObject([{ rule: 'R050', path: ['dynamicData', 0, 'entities', 'contact', 5] }])
  })
})
