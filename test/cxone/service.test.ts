import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Json = any
const ROOT = '/InContactAPI/services/v27.0/agent-integration'

/** An agent application, as far as it talks to the workflow service. */
function application({ workflows, fetch }: Pick<Sandbox, 'workflows' | 'fetch'>, token = workflows.token) {
  const ask = async (method: string, path: string, body?: object): Promise<{ status: number; body: Json }> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${workflows.url}${ROOT}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    return { status: answer.status, body: await answer.json() }
  }
  const configuration = async (typeName: string): Promise<string> =>
    (await ask('GET', '/configuration?status=active')).body.configurations.find((one: Json) => one.typeName === typeName).id
  return {
    ask,
    configuration,
    async run(typeName: string, workflow: string, body: object) {
      const id = await configuration(typeName)
      const { workflows } = (await ask('GET', `/configuration/${id}/workflow`)).body
      const { workflowId } = workflows.find((one: Json) => one.workflowName === workflow)
      return await ask('POST', `/configuration/${id}/workflow/${workflowId}`, body)
    },
  }
}

const DYNAMICS = 'Microsoft Dynamics 365'
const crms = [
  { crm: DYNAMICS, person: 'contact', ticket: 'incident', card: 'Card', create: 'Create Case', title: { title: 'Invoice' }, note: 'description' },
  { crm: 'Zendesk', person: 'user', ticket: 'ticket', card: 'Card', create: 'Create Ticket', title: { subject: 'Invoice', comment: 'Where?' }, note: 'notes' },
] as const

const voice = {
  interactionId: 'i1',
  contactId: '41',
  masterContactId: '41',
  contactType: 'voice',
  ani: '+49301234567',
  direction: 'inbound',
  mediaType: 'voice',
  agentId: '7001',
  agentName: 'Mia Kern',
  dispositionName: 'Answered',
  dispositionNotes: 'All clear.',
  status: '',
  finalState: true,
  tags: ['a'],
  startTime: '2026-11-20T08:00:00Z',
  scriptVariables: {},
}

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await createSandbox({ seed: 7 })
  await sandbox.dynamics.seed({ contacts: [{ firstname: 'Ada', lastname: 'Byron', telephone1: '+49 30 1234567' }] })
  await sandbox.zendesk.seed({ users: [{ name: 'Ada Byron', phone: '+49301234567' }] })
})
afterAll(() => sandbox.close())

describe.each(crms)('the workflow service for $crm', ({ crm, person, ticket, card, create, title, note }) => {
  test('lists configurations, workflows, mappings and entities under IDs that stay', async () => {
    const { ask, configuration } = application(sandbox)
    const id = await configuration(crm)
    const { body } = await ask('GET', `/configuration/${id}/workflow`)
    expect(body.workflows).toContainEqual({ workflowId: expect.any(String), workflowName: 'Search Entities', workflowAction: 'Search' })
    expect(new Set(body.workflows.map((one: Json) => one.workflowId)).size).toBe(body.workflows.length)
    expect(body.workflows.some((one: Json) => one.workflowAction === 'CreateTimeline')).toBe(crm === DYNAMICS)
    const { dataMappings, totalRecords } = (await ask('GET', `/configuration/${id}/data-mappings`)).body
    expect([dataMappings.map((one: Json) => one.name), totalRecords]).toEqual([['Voice', 'Digital'], 2])
    expect((await ask('GET', `/configuration/${id}/dynamic-data-mappings`)).body.dynamicDataMappings).toMatchObject([{ name: card, status: 'active' }])
    expect((await ask('GET', `/configuration/${id}/entities`)).body.entities).toContainEqual({ label: expect.any(String), name: person })
    const [described] = (await ask('GET', `/configuration/${id}/entities?name=${person}`)).body.entities
    expect(described.fields).toContainEqual({ label: expect.any(String), name: note, isUpdatable: true })
  })

  test('a search answers records with text fields, keeps them for whoever gets the contact next, and a create answers its record pinned', async () => {
    const { run, ask } = application(sandbox)
    const found = await run(crm, 'Search for ANI', {
      action: 'Search',
      interactionID: 'i1',
      contactID: '41',
      workflowInput: { phoneNumber: '+49301234567', email: '' },
      cacheKey: `key-${crm}`,
      dynamicDataMappingId: card,
    })
    expect(found).toMatchObject({ status: 200, body: { contactId: '41', result: [{ system: { label: crm }, pinRecords: [] }] } })
    const [{ system, records }] = found.body.result
    expect(records).toMatchObject([{ type: person, display: 'Ada Byron', linkable: true, related: [] }])
    expect(records[0].url).toMatch(/^\//)
    expect(system.baseUrl).toMatch(/^https:\/\/rehearsal\./)
    expect(records[0].fields.length).toBeGreaterThan(1)
    expect(records[0].fields.every((field: Json) => typeof field.value === 'string')).toBe(true)
    expect(records[0].fields).toContainEqual(
      crm === DYNAMICS ? { name: 'telephone1', label: 'Business Phone', value: '+49 30 1234567' } : { name: 'phone', label: 'phone', value: '+49301234567' },
    )

    const made = await run(crm, create, {
      action: 'create',
      interactionId: 'i1',
      contactID: '41',
      workflowInput: title,
      integration: [{ entity: person, entityId: records[0].id }],
      dynamicDataMappingId: card,
      cacheKey: `key-${crm}`,
    })
    expect(made.body.result[0].pinRecords).toMatchObject([{ type: ticket, display: 'Invoice', linked: 'true', screenPop: true }])
    const again = await run(crm, 'Search Entities', {
      action: 'search',
      interactionID: 'i2',
      contactID: '42',
      workflowInput: { phoneNumber: '+49301234567' },
      dynamicDataMappingId: card,
    })
    expect(again.body.result[0].records[0].related).toMatchObject([{ type: ticket, display: 'Invoice' }])
    // A record just made is shown as one that is found: dates and choices as a person reads them.
    expect(made.body.result[0].pinRecords[0].fields).toEqual(again.body.result[0].records[0].related[0].fields)
    const labels = again.body.result[0].records[0].related[0].fields.map((field: Json) => field.label)
    expect(labels).toContain(crm === DYNAMICS ? 'Case Title' : 'Subject')

    const kept = (await ask('GET', `/workflow-execution/interaction/key-${encodeURIComponent(crm)}`)).body
    expect(kept.result[0].pinRecords).toHaveLength(1)
    expect(kept.result[0].records).toMatchObject([{ type: person, display: 'Ada Byron' }])
    await sandbox.clock.advance('31m')
    expect((await ask('GET', `/workflow-execution/interaction/key-${encodeURIComponent(crm)}`)).body.result[0].pinRecords).toBeUndefined()
  })

  test('memorialization writes the mapped fields of the linked records', async () => {
    const { run } = application(sandbox)
    const people = await run(crm, 'Search for ANI', { action: 'Search', contactID: '41', workflowInput: { phoneNumber: '+49301234567' } })
    const [record] = people.body.result[0].records
    const written = await run(crm, 'Data Memorialization', {
      action: 'DataMemorialization',
      interactionID: 'i1',
      contactID: '41',
      dataMappingId: 'Voice',
      cxoneContact: voice,
      integration: [{ entity: person, entityId: record.id, entityLabel: 'Ada' }],
    })
    expect(written.body.result[0].pinRecords).toMatchObject([{ id: record.id, dataMemo: 'written' }])
    const read = await run(crm, 'Search Entities', { action: 'search', workflowInput: { entites: [{ entity: person, entityId: record.id }] } })
    expect(read.body.result[0].records).toMatchObject([{ id: record.id }])
    const last = sandbox.journal.of(crm === DYNAMICS ? 'dynamics' : 'zendesk').findLast(({ request }) => /PATCH|PUT/.test(request.method))
    expect(JSON.stringify(last?.request.body)).toContain('All clear.')
  })

  test('says what is wrong: token, configuration, workflow, action, payload, path', async () => {
    const { ask, run, configuration } = application(sandbox)
    expect(await application(sandbox, 'wrong').ask('GET', '/configuration')).toMatchObject({ status: 401, body: { error: { code: 'Unauthorized' } } })
    expect(await ask('GET', '/configuration/nowhere/workflow')).toMatchObject({
      status: 404,
      body: { error: { code: 'NoSuchConfiguration', expected: expect.stringContaining(crm) } },
    })
    const id = await configuration(crm)
    expect(await ask('POST', `/configuration/${id}/workflow/nothing`, { action: 'search' })).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining('R065') } },
    })
    expect(await run(crm, 'Search Entities', { action: 'create' })).toMatchObject({ status: 400, body: { error: { code: 'InvalidWorkflow' } } })
    expect(await run(crm, 'Search Entities', { action: 'search', workflowInput: {} })).toMatchObject({
      status: 400,
      body: { error: { code: 'NothingToSearchFor' } },
    })
    expect(await run(crm, 'Search Entities', { action: 'trigger' })).toMatchObject({ status: 501 })
    expect(await run(crm, 'Search Entities', { action: {} })).toMatchObject({ status: 400, body: { error: { code: 'NoAction' } } })
    expect(await run(crm, 'Search Entities', { action: 'search', workflowInput: { phoneNumber: 4930 } })).toMatchObject({
      status: 400,
      body: { error: { message: 'Search Entities needs text in "phoneNumber"; it was given 4930.' } },
    })
    expect(await run(crm, 'Custom Search', { action: 'search', workflowInput: { phoneNumber: '+4930' } })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('Custom Search needs "entity" and a "filter"') } },
    })
    expect(await run(crm, 'Custom Search', { action: 'search', workflowInput: { entity: person, filter: { name: {} } } })).toMatchObject({
      status: 400,
      body: { error: { code: 'NothingToSearchFor' } },
    })
    expect(await run(crm, create, { action: 'create', integration: [{}] })).toMatchObject({
      status: 400,
      body: {
        error: {
          message:
            'The body of "create" cannot be read. integration.0: "entity" is missing: expected text. integration.0: "entityId": expected an ID, as text or as a number.',
        },
      },
    })
    expect(await run(crm, create, { action: 'create', workflowInput: { new_tier: 'Gold' } })).toMatchObject({
      status: 400,
      body: { error: { code: 'BadPayload', message: `${create} takes standard fields only, and "new_tier" is none of ${ticket} (R059).` } },
    })
    const elsewhere = { action: 'search', workflowInput: { entites: [{ entity: person, entityId: '../tickets' }] } }
    expect((await run(crm, 'Search Entities', elsewhere)).status).toBe(502)
    expect(await run(crm, 'Search Entities', { action: 'find' })).toMatchObject({
      status: 400,
      body: { error: { expected: expect.stringContaining('search, create') } },
    })
    expect(await run(crm, 'Data Memorialization', { action: 'datamemorialization' })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('dataMappingId') } },
    })
    expect(await ask('DELETE', '/configuration')).toMatchObject({ status: 501 })
  })

  test('what the CRM refuses is answered with its own words', async () => {
    const fault = sandbox.faults.add({ when: { mock: crm === DYNAMICS ? 'dynamics' : 'zendesk' }, effect: { kind: 'refuse', status: 500 } })
    const { status, body } = await application(sandbox).run(crm, 'Search Entities', { action: 'search', workflowInput: { phoneNumber: '+49301234567' } })
    sandbox.faults.remove(fault.id)
    expect([status, body.error.message]).toEqual([502, expect.stringContaining(`${crm} refused (500)`)])
  })
})

describe('what Dynamics has and Zendesk has not', () => {
  test('Update, Timeline and what a phone call is about', async () => {
    const { run, ask, configuration } = application(sandbox)
    const people = await run(DYNAMICS, 'Search for ANI', { action: 'Search', workflowInput: { phoneNumber: '+49301234567' } })
    const [{ id }] = people.body.result[0].records
    const updated = await run(DYNAMICS, 'Update Record', {
      action: 'update',
      workflowInput: { entity: 'contact', entityId: id, fields: { firstname: 'Augusta' } },
    })
    expect(updated.body.result[0].records).toMatchObject([{ display: 'Augusta Byron' }])
    const task = await run(DYNAMICS, 'Add Timeline', {
      action: 'CreateTimeline',
      contactID: '41',
      cxoneContact: voice,
      integration: [{ entity: 'contact', entityId: id }],
    })
    expect(task.body.result[0].records).toMatchObject([{ type: 'task', display: 'inbound voice interaction with Mia Kern' }])
    const call = await run(DYNAMICS, 'Create Phone Call', { action: 'create', interactionId: 'i1', workflowInput: { subject: 'Call' } })
    const [{ id: phonecall }] = call.body.result[0].pinRecords
    const related = await run(DYNAMICS, 'Create Phone Call', {
      action: 'relatesTo',
      contactID: '41',
      entity: 'phonecall',
      entityId: phonecall,
      relatedObject: { name: 'Ada', entityType: 'contact', value: id },
    })
    expect(related).toMatchObject({ status: 200, body: { result: [{ records: [{ id: phonecall }] }] } })
    const zendesk = await configuration('Zendesk')
    const names = (await ask('GET', `/configuration/${zendesk}/workflow`)).body.workflows.map((one: Json) => one.workflowName)
    expect(names).not.toContain('Update Record')
  })
})

test('over sockets it has a port of its own, other Worlds behind a prefix, and lets a browser in', async () => {
  const listening = await createSandbox({ listen: true })
  try {
    await listening.world('class-07').dynamics.seed({ contacts: [{ lastname: 'King', telephone1: '+4930999' }] })
    const search = { action: 'search', workflowInput: { phoneNumber: '+4930999' } }
    const ask = async (at: Pick<Sandbox, 'workflows'>) => (await application({ ...at, fetch }).run(DYNAMICS, 'Search Entities', search)).body.result[0]
    const other = listening.world('class-07')
    expect((await ask(listening)).records).toEqual([])
    const { system, records } = await ask(other)
    // A pop opens in a browser of this machine.
    expect([system.baseUrl, (await fetch(system.baseUrl + records[0].url)).status]).toEqual([other.dynamics.url, 200])
    const preflight = await fetch(`${listening.workflows.url}${ROOT}/configuration`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:5173', 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
    })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
  } finally {
    await listening.close()
  }
})

test('configurations of one’s own are read at the start, and what is wrong in them is said then', async () => {
  await expect(createSandbox({ configurations: ['nowhere.yaml'] })).rejects.toThrow('There is no file nowhere.yaml.')
  const own = new URL('../../scenarios/configurations/timeline.dynamics.yaml', import.meta.url).pathname
  const { body } = await application(await createSandbox({ configurations: [own] })).ask('GET', '/configuration')
  expect(body).toMatchObject({ totalRecords: 1, configurations: [{ typeName: DYNAMICS, status: 'active' }] })
  await expect(createSandbox({ configurations: [own, own] })).rejects.toThrow('the same configuration ID')
})

test('a configuration that is not saved is listed as inactive and runs nothing (R018)', async () => {
  const saved = readFileSync(new URL('../../scenarios/configurations/support.zendesk.yaml', import.meta.url), 'utf8')
  const file = join(mkdtempSync(join(tmpdir(), 'rehearsal-')), 'support.zendesk.yaml')
  writeFileSync(file, saved.replace(/^name:/m, 'status: inactive\nname:'))
  const other = await createSandbox({ configurations: [file] })
  const { ask } = application(other)
  expect((await ask('GET', '/configuration?status=active')).body.totalRecords).toBe(0)
  const [{ id, status }] = (await ask('GET', '/configuration')).body.configurations
  const [{ workflowId }] = (await ask('GET', `/configuration/${id}/workflow`)).body.workflows
  const run = await ask('POST', `/configuration/${id}/workflow/${workflowId}`, { action: 'search', workflowInput: { email: 'a@b.c' } })
  expect([status, run.status, run.body.error.code, other.journal.all().length]).toEqual(['inactive', 409, 'ConfigurationInactive', 0])
})

test('pinned records that are kept no more do not come back with the next search', async () => {
  const { ask, run } = application(sandbox.world('late'))
  const kept = async () => (await ask('GET', '/workflow-execution/interaction/late')).body.result[0].pinRecords
  await run(DYNAMICS, 'Create Contact', { action: 'create', cacheKey: 'late', workflowInput: { lastname: 'New' } })
  await sandbox.world('late').clock.advance('30m')
  expect(await kept()).toHaveLength(1)
  await sandbox.world('late').clock.advance('1s')
  await run(DYNAMICS, 'Search Entities', { action: 'search', cacheKey: 'late', workflowInput: { phoneNumber: '+49301234567' } })
  expect(await kept()).toEqual([])
})

test('what is kept of a contact is of each configuration its own, and a pinned record is moved, not copied (R068, R069)', async () => {
  const { ask, run } = application(sandbox.world('both'))
  const phoneNumber = '+49301239999'
  const search = { action: 'search', interactionID: 'i7', contactID: '7', workflowInput: { phoneNumber } }
  await run(DYNAMICS, 'Create Contact', { action: 'create', interactionId: 'i7', workflowInput: { lastname: 'New', telephone1: phoneNumber } })
  await run(DYNAMICS, 'Search Entities', search)
  await run('Zendesk', 'Create User', { action: 'create', interactionId: 'i7', contactID: '7', workflowInput: { name: 'New', phone: phoneNumber } })
  expect((await ask('GET', '/workflow-execution/interaction/i7')).body).toMatchObject({
    contactId: '7',
    result: [
      { system: { label: DYNAMICS }, records: [], pinRecords: [{ type: 'contact' }] },
      { system: { label: 'Zendesk' }, records: [], pinRecords: [{ type: 'user' }] },
    ],
  })
})

test('a configuration is gone once the CRM takes its system user no more (R005)', async () => {
  const world = sandbox.world('gone')
  const { ask, run, configuration } = application(world)
  const search = { action: 'search', workflowInput: { phoneNumber: '+49301234567' } }
  const id = await configuration('Zendesk')
  await run('Zendesk', 'Search Entities', search)
  world.faults.add({ when: { mock: 'zendesk', path: '/api/*' }, effect: { kind: 'refuse', status: 401 } })
  const refused = await run('Zendesk', 'Search Entities', search)
  expect(refused).toMatchObject({ status: 502, body: { error: { message: expect.stringContaining('is deleted with its system user (R005)') } } })
  expect((await ask('GET', '/configuration')).body.configurations).toMatchObject([{ typeName: DYNAMICS }])
  expect(await ask('GET', `/configuration/${id}/workflow`)).toMatchObject({ status: 404, body: { error: { code: 'ConfigurationDeleted' } } })
})

test('a body that is too large is refused, whether or not it says how large it is', async () => {
  const { ask } = application(sandbox)
  const [{ id }] = (await ask('GET', '/configuration')).body.configurations
  const [{ workflowId }] = (await ask('GET', `/configuration/${id}/workflow`)).body.workflows
  const body = JSON.stringify({ action: 'search', workflowInput: { phoneNumber: '1'.repeat(2 ** 24) } })
  const url = `${sandbox.workflows.url}/InContactAPI/services/v27.0/agent-integration/configuration/${id}/workflow/${workflowId}`
  const send = (headers: Record<string, string>) =>
    sandbox.fetch(url, { method: 'POST', body, headers: { authorization: `Bearer ${sandbox.workflows.token}`, ...headers } })
  for (const answer of [await send({}), await send({ 'content-length': String(body.length) })]) {
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ error: { code: 'TooLarge' } })
  }
})

test('a World that begins anew has a service that does: nothing is kept of what is no more, and it signs in again', async () => {
  const world = sandbox.world('anew')
  const { ask, run } = application(world)
  await run(DYNAMICS, 'Create Contact', { action: 'create', interactionId: 'i1', workflowInput: { lastname: 'New' } })
  expect((await ask('GET', '/workflow-execution/interaction/i1')).status).toBe(200)
  world.reset()
  expect(await ask('GET', '/workflow-execution/interaction/i1')).toMatchObject({ status: 404, body: { error: { code: 'NothingCached' } } })
  await run(DYNAMICS, 'Search Entities', { action: 'search', workflowInput: { phoneNumber: '+49301234567' } })
  expect(world.journal.all().map(({ mock, response }) => [mock, response.status])[0]).toEqual(['entra', 200])
})
