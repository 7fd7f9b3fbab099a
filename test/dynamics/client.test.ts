import { DynamicsWebApi } from 'dynamics-web-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import dynamics from '../../mocks/dynamics/index.ts'
import { issue, organization } from './organization.ts'

/** `dynamics-web-api` as it comes from npm, over a socket. */
let listening: Listening
let api: DynamicsWebApi
// biome-ignore lint/suspicious/noExplicitAny: the client's own types for rows are `any`
type Any = any
const create = (request: { collection: string; data: Record<string, unknown> }): Promise<string> => api.create<Any>(request)

beforeAll(async () => {
  const { worlds, world } = organization({ seed: { generate: { contacts: 25, incidents: 5 } } })
  listening = await listen({ edge: edge(dynamics, worlds), port: 0 })
  world.origins.dynamics?.push(listening.url)
  const token = issue(world, { audience: listening.url })
  api = new DynamicsWebApi({ serverUrl: listening.url, dataApi: { version: '9.2' }, onTokenRefresh: async () => token })
})
afterAll(() => listening.close())

describe('records', () => {
  test('create, retrieve, update, upsert, delete', async () => {
    const id = await create({ collection: 'contacts', data: { firstname: 'Ada', lastname: 'Byron' } })
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    const row = await api.retrieve({ collection: 'contacts', key: id, select: ['fullname'] })
    expect(row).toMatchObject({ contactid: id, fullname: 'Ada Byron' })
    await api.update({ collection: 'contacts', key: id, data: { lastname: 'Lovelace' } })
    const updated = await api.update({
      collection: 'contacts',
      key: id,
      data: { jobtitle: 'Analyst' },
      returnRepresentation: true,
      select: ['fullname', 'jobtitle'],
    })
    expect(updated).toMatchObject({ fullname: 'Ada Lovelace', jobtitle: 'Analyst' })
    await api.updateSingleProperty({ collection: 'contacts', key: id, fieldValuePair: { jobtitle: 'Countess' } })
    expect((await api.retrieve({ collection: 'contacts', key: id })).jobtitle).toBe('Countess')
    await api.deleteRecord({ collection: 'contacts', key: id, fieldName: 'jobtitle' })
    expect((await api.retrieve({ collection: 'contacts', key: id })).jobtitle).toBeNull()
    await api.deleteRecord({ collection: 'contacts', key: id })
    await expect(api.retrieve({ collection: 'contacts', key: id })).rejects.toMatchObject({ status: 404, code: '0x80040217' })
    const made = await api.upsert({ collection: 'contacts', key: id, data: { lastname: 'Again' }, returnRepresentation: true })
    expect(made).toMatchObject({ contactid: id, lastname: 'Again' })
    expect(await api.upsert({ collection: 'contacts', key: id, data: { lastname: 'X' }, ifnonematch: '*' })).toBeNull()
    expect(await api.create({ collection: 'contacts', data: { lastname: 'Byron' }, returnRepresentation: true })).toMatchObject({ fullname: 'Byron' })
  })

  test('optimistic concurrency', async () => {
    const row = await api.create<Any>({ collection: 'contacts', data: { lastname: 'A' }, returnRepresentation: true })
    const etag = row['@odata.etag']
    await api.update({ collection: 'contacts', key: row.contactid, data: { lastname: 'B' }, ifmatch: etag })
    expect(await api.update({ collection: 'contacts', key: row.contactid, data: { lastname: 'C' }, ifmatch: etag })).toBe(false)
    expect(await api.deleteRecord({ collection: 'contacts', key: row.contactid, ifmatch: etag })).toBe(false)
  })

  test('deep insert and expand', async () => {
    const id = await create({
      collection: 'accounts',
      data: { name: 'Contoso', primarycontactid: { lastname: 'Boss' }, Account_Tasks: [{ subject: 'Call' }, { subject: 'Write' }] },
    })
    const row = await api.retrieve({
      collection: 'accounts',
      key: id,
      select: ['name'],
      expand: [
        { property: 'primarycontactid', select: ['lastname'] },
        { property: 'Account_Tasks', select: ['subject'] },
      ],
    })
    expect(row).toMatchObject({ primarycontactid: { lastname: 'Boss' }, Account_Tasks: [{ subject: 'Call' }, { subject: 'Write' }] })
  })
})

describe('many', () => {
  test('filter, order, count, top', async () => {
    const { value, oDataCount } = await api.retrieveMultiple({
      collection: 'incidents',
      filter: 'statecode eq 0',
      orderBy: ['title asc'],
      count: true,
      top: 2,
      select: ['title'],
    })
    expect([value.length, oDataCount]).toEqual([2, 5])
    expect(await api.count({ collection: 'incidents' })).toBe(5)
    expect(await api.countAll({ collection: 'incidents' })).toBe(5)
  })

  test('pages by the link', async () => {
    const first = await api.retrieveMultiple({ collection: 'contacts', select: ['lastname'], maxPageSize: 10, filter: 'telephone1 ne null' })
    expect(first.value).toHaveLength(10)
    const second = await api.retrieveMultiple({ collection: 'contacts', maxPageSize: 10 }, first.oDataNextLink)
    const third = await api.retrieveMultiple({ collection: 'contacts', maxPageSize: 10 }, second.oDataNextLink)
    expect(new Set([...first.value, ...second.value, ...third.value].map((row) => row.contactid)).size).toBe(25)
    const { value } = await api.retrieveAll({ collection: 'contacts', select: ['lastname'], filter: 'telephone1 ne null' })
    expect(value).toHaveLength(25)
  })

  test('formatted values', async () => {
    const { value } = await api.retrieveMultiple({ collection: 'incidents', select: ['caseorigincode', '_customerid_value'], includeAnnotations: '*', top: 1 })
    expect(value[0]?.caseorigincode_Formatted).toMatch(/^(Phone|Email|Web)$/)
    expect(value[0]?._customerid_value_LogicalName).toBe('contact')
  })
})

describe('links', () => {
  test('associate and disassociate', async () => {
    const account = await create({ collection: 'accounts', data: { name: 'A' } })
    const contact = await create({ collection: 'contacts', data: { lastname: 'C' } })
    await api.associate({
      collection: 'accounts',
      primaryKey: account,
      relationshipName: 'contact_customer_accounts',
      relatedCollection: 'contacts',
      relatedKey: contact,
    })
    const linked = await api.retrieveMultiple({ collection: `accounts(${account})/contact_customer_accounts` })
    expect(linked.value).toHaveLength(1)
    await api.disassociate({ collection: 'accounts', primaryKey: account, relationshipName: 'contact_customer_accounts', relatedKey: contact })
    expect((await api.retrieve({ collection: 'contacts', key: contact }))._parentcustomerid_value).toBeNull()
    await api.associateSingleValued({
      collection: 'accounts',
      primaryKey: account,
      navigationProperty: 'primarycontactid',
      relatedCollection: 'contacts',
      relatedKey: contact,
    })
    expect((await api.retrieve({ collection: 'accounts', key: account }))._primarycontactid_value).toBe(contact)
    await api.disassociateSingleValued({ collection: 'accounts', primaryKey: account, navigationProperty: 'primarycontactid' })
    expect((await api.retrieve({ collection: 'accounts', key: account }))._primarycontactid_value).toBeNull()
  })
})

describe('batch', () => {
  test('reads together', async () => {
    api.startBatch()
    api.retrieveMultiple({ collection: 'contacts', select: ['lastname'], top: 3 })
    api.count({ collection: 'incidents' })
    const [contacts, count] = await api.executeBatch()
    expect(contacts.value).toHaveLength(3)
    expect(count).toBe(5)
  })

  test('a change set with references', async () => {
    api.startBatch()
    api.create({ collection: 'contacts', data: { lastname: 'Referenced' }, contentId: '1' })
    api.create({ collection: 'tasks', data: { subject: 'About', 'regardingobjectid_contact_task@odata.bind': '$1' }, contentId: '2' })
    const [contact, task] = await api.executeBatch()
    expect((await api.retrieve({ collection: 'tasks', key: task }))._regardingobjectid_value).toBe(contact)
  })

  test('a change set that fails leaves nothing', async () => {
    const before = await api.countAll({ collection: 'contacts' })
    api.startBatch()
    api.create({ collection: 'contacts', data: { lastname: 'One' } })
    api.create({ collection: 'contacts', data: { lastname: 'x'.repeat(60) } })
    await expect(api.executeBatch()).rejects.toMatchObject([{ error: { code: '0x80044331' } }])
    expect(await api.countAll({ collection: 'contacts' })).toBe(before)
  })
})

describe('functions and actions', () => {
  test('WhoAmI', async () => {
    const answer = await api.callFunction<{ UserId: string }>('WhoAmI')
    expect(answer.UserId).toMatch(/^[0-9a-f-]{36}$/)
    const { value } = await api.retrieveMultiple({ collection: 'contacts', top: 1 })
    expect(value).toHaveLength(1)
  })

  test('CloseIncident resolves a case, once', async () => {
    const customer = await create({ collection: 'contacts', data: { lastname: 'C' } })
    const id = await create({ collection: 'incidents', data: { title: 'T', 'customerid_contact@odata.bind': `contacts(${customer})` } })
    const close = () =>
      api.callAction({
        actionName: 'CloseIncident',
        action: { IncidentResolution: { subject: 'Done', 'incidentid@odata.bind': `/incidents(${id})`, timespent: 60 }, Status: 5 },
      })
    await close()
    expect(await api.retrieve({ collection: 'incidents', key: id })).toMatchObject({ statecode: 1, statuscode: 5 })
    await expect(close()).rejects.toMatchObject({ code: '0x80044411' })
    await api.deleteRecord({ collection: 'incidents', key: id })
  })

  test('impersonation by the user’s id', async () => {
    const { UserId } = await api.callFunction<{ UserId: string }>('WhoAmI')
    const row = await api.create<Any>({ collection: 'contacts', data: { lastname: 'I' }, impersonate: UserId, returnRepresentation: true })
    expect(row._createdby_value).toBe(UserId)
  })
})

describe('metadata', () => {
  test('entities, attributes, relationships', async () => {
    const contact = await api.retrieveEntity({
      key: "LogicalName='contact'",
      select: ['LogicalName', 'EntitySetName', 'PrimaryIdAttribute'],
      expand: [{ property: 'Attributes', select: ['LogicalName'] }],
    })
    expect(contact).toMatchObject({ LogicalName: 'contact', EntitySetName: 'contacts', PrimaryIdAttribute: 'contactid' })
    expect((contact.Attributes as Any[]).map((one) => one.LogicalName)).toContain('telephone1')
    const { value } = await api.retrieveEntities({ select: ['LogicalName'], filter: "LogicalName eq 'incident' or LogicalName eq 'task'" })
    expect(value?.map((one) => one.LogicalName)).toEqual(['incident', 'task'])
    const picklists = await api.retrieveAttributes({
      entityKey: "LogicalName='incident'",
      castType: 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata',
      select: ['LogicalName'],
      expand: [{ property: 'OptionSet' }],
    })
    const origin = picklists.value?.find((one) => one.LogicalName === 'caseorigincode') as Any
    expect(origin.OptionSet.Options.map((one: Any) => [one.Value, one.Label.UserLocalizedLabel.Label])).toContainEqual([1, 'Phone'])
    const title = await api.retrieveAttribute({ entityKey: contact.MetadataId as string, attributeKey: "LogicalName='lastname'" })
    expect(title).toMatchObject({ MaxLength: 50, AttributeType: 'String' })
    const { value: relations } = await api.retrieveRelationships({
      castType: 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
      filter: "ReferencedEntity eq 'incident'",
    })
    expect(relations?.map((one) => (one as Any).SchemaName)).toContain('Incident_Tasks')
  })

  test('CSDL', async () => {
    const csdl = await api.retrieveCsdlMetadata()
    expect(csdl).toContain('<EntityType Name="contact" BaseType="mscrm.crmbaseentity"><Key><PropertyRef Name="contactid" /></Key>')
    expect(csdl).toContain('<EntityType Name="task" BaseType="mscrm.activitypointer">')
  })
})
