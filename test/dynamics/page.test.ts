import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { organization } from './organization.ts'

const HOST = 'https://rehearsal.crm.dynamics.com'
const nobody = { authorization: '' }

function opened() {
  const made = organization()
  const open = (query: string) => made.send('GET', `${HOST}/main.aspx${query}`, undefined, nobody)
  return { ...made, open }
}

test('a screen pop shows the record, its labels, its formatted values, and wants no token', async () => {
  const { create, open } = opened()
  const contact = await create('contacts', {
    firstname: 'Ada',
    lastname: 'Byron',
    telephone1: '+49301234567',
    creditlimit: 1500,
    preferredcontactmethodcode: 3,
  })
  const page = await open(`?pagetype=entityrecord&id=${contact}&appid=8a18ed00-21e1-ed11-a7c6-000d3a8bcaaa&etn=contact&cmdbar=1`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('odata-version')).toBeNull()
  for (const text of ['<h1>Ada Byron</h1>', 'Business Phone', '+49301234567', '$1,500.00', '>Phone<', '>Active<', '# Rehearsal integration']) {
    expect(page.body).toContain(text)
  }
})

test('the id may be in braces and upper case, and etc names a table as well as etn', async () => {
  const { create, open } = opened()
  const contact = await create('contacts', { lastname: 'Byron' })
  expect((await open(`?etn=contact&id=%7B${contact.toUpperCase()}%7D`)).status).toBe(200)
  expect((await open(`?etc=2&id=${contact}`)).body).toContain('<h1>Byron</h1>')
})

test('a field of the form that is empty says so', async () => {
  const { create, open } = opened()
  const contact = await create('contacts', { lastname: 'Byron' })
  expect((await open(`?etn=contact&id=${contact}`)).body).toMatch(/<code>description<\/code><\/dt><dd>---<\/dd>/)
})

test('the timeline has activities and notes, newest first, and related cases are listed', async () => {
  const { create, open, world } = opened()
  const contact = await create('contacts', { lastname: 'Byron' })
  const about = { 'regardingobjectid_contact_task@odata.bind': `/contacts(${contact})` }
  await create('tasks', { subject: 'First task', description: 'Call back', ...about })
  await world.clock.advance(60_000)
  await create('annotations', { subject: 'Then a note', notetext: 'She called twice', 'objectid_contact@odata.bind': `/contacts(${contact})` })
  await create('incidents', { title: 'Delivery late', 'customerid_contact@odata.bind': `/contacts(${contact})` })
  const { body } = await open(`?pagetype=entityrecord&etn=contact&id=${contact}`)
  expect(body.indexOf('Then a note')).toBeGreaterThan(body.indexOf('<h2>Timeline</h2>'))
  expect(body.indexOf('First task')).toBeGreaterThan(body.indexOf('Then a note'))
  expect(body).toContain('She called twice')
  expect(body).toContain('<h2>Cases</h2>')
  expect(body).toContain('Delivery late')
})

test('a phone call names its parties, each with a link', async () => {
  const { create, open } = opened()
  const contact = await create('contacts', { firstname: 'Ada', lastname: 'Byron' })
  const call = await create('phonecalls', {
    subject: 'Invoice',
    directioncode: false,
    phonecall_activity_parties: [{ 'partyid_contact@odata.bind': `/contacts(${contact})`, participationtypemask: 1 }],
  })
  const { body } = await open(`?etn=phonecall&id=${call}`)
  expect(body).toContain('<h2>Parties</h2>')
  expect(body).toContain(`etn=contact&amp;id=${contact}">Ada Byron</a>`)
  expect(body).toContain('Incoming')
})

test('whatever a record says is text on the page: nothing of it becomes markup, script or link', async () => {
  const { create, open } = opened()
  const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>\''
  const contact = await create('contacts', {
    lastname: '"><script>alert(1)</script>',
    websiteurl: 'javascript:alert(1)',
    emailaddress1: 'a"b<c@example.com',
    description: evil,
  })
  await create('annotations', { subject: evil, notetext: evil, 'objectid_contact@odata.bind': `/contacts(${contact})` })
  for (const query of [
    `?etn=contact&id=${contact}`,
    '?pagetype=entitylist&etn=contact',
    `?etn=${encodeURIComponent(evil)}`,
    `?etn=contact&extraqs=${encodeURIComponent(`lastname=${evil}`)}`,
    `?etn=contact&id=${encodeURIComponent(evil)}`,
  ]) {
    const { body } = await open(query)
    expect(body).not.toMatch(/<script|<img|href="javascript/i)
    expect(body).not.toContain('a"b<c')
  }
})

test('the policy lets nothing run or load but the style that is there', async () => {
  const { open } = opened()
  const { body, headers } = await open('')
  const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] as string
  const hash = createHash('sha256').update(style).digest('base64')
  expect(headers.get('content-security-policy')).toBe(`default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`)
  expect(body).not.toMatch(/ style=| on[a-z]+="/)
})

test('without an id the form for a new record opens, filled in as extraqs says', async () => {
  const { open } = opened()
  const { status, body } = await open(`?etn=incident&cmdbar=1&pagetype=entityrecord&extraqs=${encodeURIComponent('title=Delivery&prioritycode=1&nonsense=1')}`)
  expect(status).toBe(200)
  expect(body).toContain('<h1>New Case</h1>')
  expect(body).toContain('value="Delivery"')
  expect(body).toContain('<option selected>High</option>')
  expect(body).toContain('Case has no column &quot;nonsense&quot;')
})

test.each([
  ['an unknown table', '?etn=contakt&id=00000000-0000-0000-0000-000000000001', 'No table is called &quot;contakt&quot;'],
  ['no table', '?pagetype=entityrecord', 'needs etn'],
  ['an unknown record', '?etn=contact&id=00000000-0000-0000-0000-000000000001', 'Contact With Id = 00000000-0000-0000-0000-000000000001 Does Not Exist'],
  ['an id that is none', '?etn=contact&id=17', 'is not an id'],
])('%s is a clear page with 404', async (_what, query, text) => {
  const { open } = opened()
  const { status, body } = await open(query)
  expect(status).toBe(404)
  expect(body).toContain(text)
  expect(body).toContain('What is here')
})

test('lists lead to records', async () => {
  const { create, open } = opened()
  const contact = await create('contacts', { lastname: 'Byron' })
  expect((await open('')).body).toContain('pagetype=entitylist&amp;etn=contact')
  expect((await open('?pagetype=entitylist&etn=contact')).body).toContain(`etn=contact&amp;id=${contact}"`)
})

test('a page type that is not imitated refuses by name', async () => {
  const { open } = opened()
  const { status, body } = await open('?pagetype=dashboard')
  expect(status).toBe(501)
  expect(body.error.message).toContain('pagetype=dashboard')
})
