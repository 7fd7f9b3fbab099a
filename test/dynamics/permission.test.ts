import { beforeAll, describe, expect, test } from 'vitest'
import { ADA, type Answer, asAda, type Organization, organization, ROOT, withAda } from './organization.ts'

/** Ada's role reaches her own rows only. */
function office() {
  const own = (table: string) => ['Read', 'Write', 'Share'].map((access) => `prv${access}${table}:Basic`)
  const crm = organization({
    seed: {
      ...withAda([
        ...['Contact', 'Incident', 'Lead', 'Opportunity', 'Activity'].flatMap(own),
        ...['prvCreateActivity', 'prvReadUser', 'prvWriteUser', 'prvReadRole', 'prvReadEmailTemplate', 'prvReadAccount'],
        ...['prvAppendActivity', 'prvAppendToIncident', 'prvAppendToOpportunity', 'prvMerge'],
      ]),
      customization: { columns: { contact: { new_document: { type: 'File' } } } },
    },
  })
  return { crm, as: asAda(crm) }
}

const refused = (answer: Answer) => [answer.status, answer.body.error?.code]
const target = (table: string, id: string) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${table}`, [`${table}id`]: id })
const at = (address: string) => `@t={'@odata.id':'${address}'}`

describe('a row that a privilege does not reach is as closed to actions, functions, links and files as to PATCH and GET', () => {
  let crm: Organization
  let as: ReturnType<typeof office>['as']
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    ;({ crm, as } = office())
    ids.contact = await crm.create('contacts', { lastname: 'Theirs', emailaddress1: 'them@example.com' })
    ids.own = await crm.create('contacts', { lastname: 'Own', 'ownerid@odata.bind': `/systemusers(${ADA})` })
    ids.incident = await crm.create('incidents', { title: 'Theirs', 'customerid_contact@odata.bind': `/contacts(${ids.contact})` })
    ids.lead = await crm.create('leads', { lastname: 'Theirs' })
    ids.opportunity = await crm.create('opportunities', { name: 'Theirs' })
    ids.task = await crm.create('tasks', { subject: 'Theirs', 'regardingobjectid_contact_task@odata.bind': `/contacts(${ids.own})` })
    ids.email = await crm.create('emails', {
      subject: 'Theirs',
      email_activity_parties: [{ 'partyid_contact@odata.bind': `/contacts(${ids.contact})`, participationtypemask: 2 }],
    })
    ids.template = await crm.create('templates', { title: 't', subject: '{!Contact:Last Name;none}', body: '', templatetypecode: 'contact' })
    await crm.send('PATCH', `contacts(${ids.contact})/new_document`, 'secret', { 'content-type': 'application/octet-stream', 'x-ms-file-name': 'a.txt' })
  })

  test.each<[string, () => [method: string, path: string, body?: unknown]]>([
    [
      'CloseIncident',
      () => ['POST', 'CloseIncident', { IncidentResolution: { subject: 's', 'incidentid@odata.bind': `/incidents(${ids.incident})` }, Status: 5 }],
    ],
    [
      'WinOpportunity',
      () => ['POST', 'WinOpportunity', { OpportunityClose: { subject: 's', 'opportunityid@odata.bind': `/opportunities(${ids.opportunity})` }, Status: 3 }],
    ],
    [
      'QualifyLead',
      () => [
        'POST',
        `leads(${ids.lead})/Microsoft.Dynamics.CRM.QualifyLead`,
        { CreateAccount: false, CreateContact: false, CreateOpportunity: false, Status: 3 },
      ],
    ],
    ['SendEmail', () => ['POST', `emails(${ids.email})/Microsoft.Dynamics.CRM.SendEmail`, { IssueSend: true }]],
    ['InstantiateTemplate', () => ['POST', 'InstantiateTemplate', { TemplateId: ids.template, ObjectType: 'contact', ObjectId: ids.contact }]],
    [
      'Merge',
      () => ['POST', 'Merge', { Target: target('contact', ids.own ?? ''), Subordinate: target('contact', ids.contact ?? ''), PerformParentingChecks: false }],
    ],
    [
      'GrantAccess',
      () => [
        'POST',
        'GrantAccess',
        { Target: target('contact', ids.contact ?? ''), PrincipalAccess: { Principal: target('systemuser', ADA), AccessMask: 'ReadAccess' } },
      ],
    ],
    ['InitializeFrom', () => ['GET', `InitializeFrom(EntityMoniker=@t,TargetEntityName='account')?${at(`leads(${ids.lead})`)}`]],
    ['RetrieveSharedPrincipalsAndAccess', () => ['GET', `RetrieveSharedPrincipalsAndAccess(Target=@t)?${at(`contacts(${ids.contact})`)}`]],
    ['a lookup', () => ['GET', `contacts(${ids.contact})/createdby`]],
    ['a reference', () => ['GET', `contacts(${ids.contact})/createdby/$ref`]],
    ['a collection', () => ['GET', `contacts(${ids.contact})/Contact_Tasks`]],
    ['references of a collection', () => ['GET', `contacts(${ids.contact})/Contact_Tasks/$ref`]],
    ['a file to read', () => ['GET', `contacts(${ids.contact})/new_document/$value`]],
    ['a file to delete', () => ['DELETE', `contacts(${ids.contact})/new_document`]],
  ])('%s', async (_name, call) => {
    expect(refused(await as(...call()))).toEqual([403, '0x80040220'])
  })

  test('a file to write', async () => {
    const headers = { 'content-type': 'application/octet-stream', 'x-ms-file-name': 'b.txt' }
    const path = `contacts(${ids.contact})/new_document`
    expect(refused(await as('PATCH', path, 'mine', headers))).toEqual([403, '0x80040220'])
    expect(refused(await as('PATCH', path, undefined, { ...headers, 'x-ms-transfer-mode': 'chunked' }))).toEqual([403, '0x80040220'])
  })

  test('lists leave it out: references, duplicates', async () => {
    expect((await as('GET', `contacts(${ids.own})/Contact_Tasks/$ref`)).body.value).toEqual([])
    expect((await crm.get(`contacts(${ids.own})/Contact_Tasks/$ref`)).body.value).toHaveLength(1)
    const entity = '{"@odata.type":"Microsoft.Dynamics.CRM.contact","emailaddress1":"them@example.com"}'
    const path = `RetrieveDuplicates(BusinessEntity=@p1,MatchingEntityName='contact')?@p1=${entity}`
    expect((await as('GET', path)).body.value).toEqual([])
    expect((await crm.get(path)).body.value).toHaveLength(1)
  })

  test('and nothing of it has changed', async () => {
    expect((await crm.get(`incidents(${ids.incident})?$select=statecode`)).body.statecode).toBe(0)
    expect((await crm.get(`contacts(${ids.contact})?$select=statecode`)).body.statecode).toBe(0)
    expect((await crm.get('incidentresolutions/$count')).body).toBe('0')
  })
})

describe('who may not link rows may not undo their link either', () => {
  const links = async (method: string, path: (admin: string, role: string) => string, body?: (role: string) => unknown) => {
    const { crm, as } = office()
    const admin = (await crm.get('WhoAmI')).body.UserId as string
    const role = (await crm.get("roles?$filter=name eq 'System Administrator'")).body.value[0].roleid as string
    const answer = await as(method, path(admin, role), body?.(role))
    return { answer, still: (await crm.get('contacts/$count')).status, ada: (await as('GET', 'competitors')).status }
  }

  test.each<[string, Parameters<typeof links>]>([
    ['DELETE of a reference', ['DELETE', (admin, role) => `systemusers(${admin})/systemuserroles_association(${role})/$ref`]],
    ['DELETE by $id', ['DELETE', (admin, role) => `systemusers(${admin})/systemuserroles_association/$ref?$id=${ROOT}/roles(${role})`]],
    ['a bind', ['PATCH', () => `systemusers(${ADA})`, (role) => ({ 'systemuserroles_association@odata.bind': [`/roles(${role})`] })]],
    ['POST of a reference', ['POST', () => `systemusers(${ADA})/systemuserroles_association/$ref`, (role) => ({ '@odata.id': `${ROOT}/roles(${role})` })]],
  ])('%s', async (_name, call) => {
    const { answer, still, ada } = await links(...call)
    expect(refused(answer)).toEqual([403, '0x80040220'])
    expect([still, ada]).toEqual([200, 403])
  })
})

describe('actions', () => {
  test('QualifyLead takes a lead and nothing else', async () => {
    const crm = organization()
    const contact = await crm.create('contacts', { lastname: 'Byron' })
    const parameters = { CreateAccount: false, CreateContact: false, CreateOpportunity: false, Status: 3 }
    expect(refused(await crm.send('POST', `contacts(${contact})/Microsoft.Dynamics.CRM.QualifyLead`, parameters))).toEqual([400, '0x80040203'])
    expect((await crm.get(`contacts(${contact})?$select=statecode,statuscode`)).body).toMatchObject({ statecode: 0, statuscode: 1 })
  })

  test.each([4, 99])('QualifyLead takes no status that is not of a qualified lead: %d', async (Status) => {
    const crm = organization()
    const lead = await crm.create('leads', { lastname: 'Byron', companyname: 'A' })
    const parameters = { CreateAccount: true, CreateContact: false, CreateOpportunity: false, Status }
    const answer = await crm.send('POST', `leads(${lead})/Microsoft.Dynamics.CRM.QualifyLead`, parameters)
    expect(answer.body.error).toEqual({ code: '0x80048408', message: `${Status} is not a valid status code for state code LeadState.Qualified on lead.` })
    expect((await crm.get('accounts/$count')).body).toBe('0')
  })

  test('who closed a case changed it last', async () => {
    const crm = organization({ seed: withAda() })
    const customer = await crm.create('contacts', { lastname: 'Byron' })
    const incident = await crm.create('incidents', { title: 'c', 'customerid_contact@odata.bind': `/contacts(${customer})` })
    const closing = { IncidentResolution: { subject: 's', 'incidentid@odata.bind': `/incidents(${incident})` }, Status: 5 }
    await asAda(crm)('POST', 'CloseIncident', closing)
    expect((await crm.get(`incidents(${incident})?$select=_modifiedby_value,statecode`)).body).toMatchObject({ _modifiedby_value: ADA, statecode: 1 })
  })
})

describe('Merge', () => {
  test('needs a privilege of its own', async () => {
    const crm = organization({ seed: withAda(['prvReadContact', 'prvWriteContact']) })
    const [first, second] = [await crm.create('contacts', { lastname: 'A' }), await crm.create('contacts', { lastname: 'B' })]
    const { status, body } = await asAda(crm)('POST', 'Merge', merging(first, second))
    expect([status, body.error.message]).toEqual([403, expect.stringContaining('is missing prvMerge privilege')])
  })
  const merging = (target: string, subordinate: string) => ({
    Target: { '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: target },
    Subordinate: { '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: subordinate },
    PerformParentingChecks: false,
  })
  test('names rows as every address may: in braces, in capitals', async () => {
    const { create, send } = organization()
    const [first, second] = [await create('contacts', { lastname: 'A' }), await create('contacts', { lastname: 'B' })]
    expect((await send('POST', 'Merge', merging(`{${first}}`, second.toUpperCase()))).status).toBe(204)
  })
  test('takes no row that is inactive, so none twice and none in a circle', async () => {
    const { create, get, send } = organization()
    const [first, second] = [await create('contacts', { lastname: 'A' }), await create('contacts', { lastname: 'B' })]
    expect((await send('POST', 'Merge', merging(first, second))).status).toBe(204)
    const inactive = { error: { code: '0x80045304', message: 'Merge cannot be performed on entity that is inactive.' } }
    expect((await send('POST', 'Merge', merging(first, second))).body).toEqual(inactive)
    expect((await send('POST', 'Merge', merging(second, first))).body).toEqual(inactive)
    expect((await send('POST', 'Merge', merging(first, first))).body.error.code).toBe('0x80045305')
    expect((await get(`contacts(${first})?$select=statecode,_masterid_value`)).body).toMatchObject({ statecode: 0, _masterid_value: null })
  })
})
