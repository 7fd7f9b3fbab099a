import { beforeAll, describe, expect, test } from 'vitest'
import { type Organization, organization, organizationWithCases } from './organization.ts'

let crm: Organization
let ada: string

const fetched = async (xml: string, headers: Record<string, string> = {}) => {
  const set = /<entity name=['"](\w+)/.exec(xml)?.[1]
  return crm.get(`${set}s?fetchXml=${encodeURIComponent(xml)}`, headers)
}

beforeAll(async () => {
  ;({ crm, ada } = await organizationWithCases())
})

describe('fetchXml', () => {
  test('attributes, filter, order', async () => {
    const { body } = await fetched(`<fetch><entity name="incident"><attribute name="title"/><attribute name="customerid"/>
      <filter type="and"><condition attribute="prioritycode" operator="eq" value="2"/><condition attribute="title" operator="like" value="%i%"/></filter>
      <order attribute="title" descending="true"/></entity></fetch>`)
    expect(body.value.map((row: { title: string }) => row.title)).toEqual(['Login', 'Delivery'])
    expect(Object.keys(body.value[1])).toEqual(['@odata.etag', 'title', '_customerid_value', 'incidentid'])
    expect(body.value[1]._customerid_value).toBe(ada)
  })

  test('inner and outer links', async () => {
    const link = (type: string) => `<fetch><entity name="contact"><attribute name="lastname"/>
      <link-entity name="incident" from="customerid" to="contactid" link-type="${type}" alias="c"><attribute name="title"/></link-entity></entity></fetch>`
    const rows = async (type: string) => (await fetched(link(type))).body.value.map((row: Record<string, unknown>) => [row.lastname, row['c.title']])
    expect(await rows('inner')).toEqual([
      ['Byron', 'Invoice'],
      ['Byron', 'Delivery'],
      ['Hopper', 'Login'],
    ])
    expect(await rows('outer')).toEqual([
      ['Byron', 'Invoice'],
      ['Byron', 'Delivery'],
      ['Hopper', 'Login'],
      ['Nobody', undefined],
    ])
    expect(await rows('exists')).toEqual([
      ['Byron', undefined],
      ['Hopper', undefined],
    ])
  })

  test('has 15 links at the most, wherever they stand', async () => {
    const link = '<link-entity name="account" from="accountid" to="parentcustomerid" link-type="outer"/>'
    const linked = (count: number) =>
      fetched(`<fetch><entity name="contact">${link.repeat(count - 1)}<filter>${link.replace('outer', 'any')}</filter></entity></fetch>`)
    expect([(await linked(15)).status, (await linked(16)).body.error]).toEqual([
      200,
      { code: '0x8004430d', message: 'Number of link entities in query exceeded maximum limit.' },
    ])
  })

  test('a link without an alias is named by its table', async () => {
    const { body } = await fetched(`<fetch><entity name="incident"><attribute name="title"/>
      <filter><condition entityname="contact" attribute="lastname" operator="eq" value="byron"/></filter><order entityname="contact" attribute="lastname"/><order attribute="title"/>
      <link-entity name="contact" from="contactid" to="customerid" link-type="outer"/></entity></fetch>`)
    expect(body.value.map((row: { title: string }) => row.title)).toEqual(['Delivery', 'Invoice'])
  })

  test('a limit beside pages or totals, and a far page without a cookie, are refused', async () => {
    const page = async (attributes: string) => {
      const { status, body } = await fetched(`<fetch ${attributes}><entity name="contact"/></fetch>`)
      return [status, body.error?.code]
    }
    for (const both of ['top="2" count="1"', 'top="2" page="2"', 'top="2" returntotalrecordcount="true"']) expect(await page(both)).toEqual([400, '0x80040203'])
    expect([await page('top="2"'), await page('top="2" page="1"'), await page('page="10"')]).toEqual([
      [200, undefined],
      [200, undefined],
      [200, undefined],
    ])
    expect([await page('page="11"'), await page('count="50" page="1001"')]).toEqual([
      [400, '0x8004430a'],
      [400, '0x8004430a'],
    ])
    expect(await page('page="11" paging-cookie="&lt;cookie page=&quot;10&quot;/&gt;"')).toEqual([200, undefined])
  })

  test('aggregates with groups', async () => {
    const { body } = await fetched(`<fetch aggregate="true"><entity name="incident"><attribute name="prioritycode" alias="priority" groupby="true"/>
      <attribute name="incidentid" alias="n" aggregate="count"/><order alias="n" descending="true"/></entity></fetch>`)
    expect(body.value).toEqual([
      { priority: 2, n: 2 },
      { priority: 1, n: 1 },
    ])
  })

  test('pages with a cookie and a total, for who asks for these annotations', async () => {
    const page = (number: number) =>
      `<fetch count="2" page="${number}" returntotalrecordcount="true"><entity name="incident"><attribute name="title"/></entity></fetch>`
    const asked = { prefer: 'odata.include-annotations="Microsoft.Dynamics.CRM.*"' }
    const { body: first, headers } = await fetched(page(1), asked)
    expect(first['@Microsoft.Dynamics.CRM.morerecords']).toBe(true)
    expect([first['@odata.count'], first['@Microsoft.Dynamics.CRM.totalrecordcount']]).toEqual([3, 3])
    expect(first['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie']).toMatch(/^<cookie pagenumber="2" pagingcookie="%253ccookie/)
    expect(headers.get('preference-applied')).toBe(asked.prefer)
    const second = (await fetched(page(2), asked)).body
    expect(second['@Microsoft.Dynamics.CRM.morerecords']).toBe(false)
    expect([...first.value, ...second.value]).toHaveLength(3)
    expect(Object.keys((await fetched(page(1))).body)).toEqual(['@odata.context', '@odata.count', 'value'])
    const counted = `contacts?fetchXml=${encodeURIComponent('<fetch count="1"><entity name="contact"/></fetch>')}&$count=true`
    expect((await crm.get(counted)).body['@odata.count']).toBe(3)
  })

  test.each([
    ['<fetch><entity name="contact"></fetch>', '0x80040201'],
    ['<fetch/>', '0x80041123'],
    ['<fetch><entity name="contact"><attribute name="nosuch"/></entity></fetch>', '0x80041103'],
    ['<fetch><entity name="contact"><filter><condition attribute="lastname" operator="nonsense"/></filter></entity></fetch>', '0x80041120'],
    ['<fetch><entity name="contact"><filter type="xor"/></entity></fetch>', '0x80041122'],
    ['<fetch><entity name="account"/></fetch>', '0x80041128'],
  ])('%s is refused with %s', async (xml, code) => {
    const { status, body } = await crm.get(`contacts?fetchXml=${encodeURIComponent(xml)}`)
    expect([status, body.error.code]).toEqual([400, code])
  })

  test('a saved query runs the fetch it holds', async () => {
    const id = await crm.create('savedqueries', {
      name: 'Normal',
      returnedtypecode: 'incident',
      querytype: 0,
      fetchxml:
        '<fetch><entity name="incident"><attribute name="title"/><filter><condition attribute="prioritycode" operator="eq" value="2"/></filter></entity></fetch>',
    })
    expect((await crm.get(`incidents?savedQuery=${id}`)).body.value).toHaveLength(2)
  })

  test('a collection is asked for its own rows, by fetch, saved query and SQL', async () => {
    const saved = await crm.create('savedqueries', {
      name: 'All',
      returnedtypecode: 'incident',
      querytype: 0,
      fetchxml: '<fetch><entity name="incident"><attribute name="title"/><order attribute="title"/></entity></fetch>',
    })
    const path = `contacts(${ada})/incident_customer_contacts`
    const xml = encodeURIComponent('<fetch><entity name="incident"><attribute name="title"/><order attribute="title"/></entity></fetch>')
    const counted = encodeURIComponent('<fetch aggregate="true"><entity name="incident"><attribute name="title" alias="n" aggregate="count"/></entity></fetch>')
    for (const query of [`fetchXml=${xml}`, `savedQuery=${saved}`, 'sql=SELECT title FROM incident ORDER BY title']) {
      const { body } = await crm.get(`${path}?${query}`)
      expect([query, body.value.map(({ title }: { title: string }) => title)]).toEqual([query, ['Delivery', 'Invoice']])
    }
    expect((await crm.get(`${path}?fetchXml=${counted}`)).body.value).toEqual([{ n: 2 }])
  })

  test('what has no value is left out', async () => {
    const query = (columns: string) =>
      fetched(`<fetch><entity name="contact">${columns}<filter><condition attribute="lastname" operator="eq" value="Nobody"/></filter></entity></fetch>`)
    const [some, all] = await Promise.all(['<attribute name="lastname"/><attribute name="firstname"/>', '<all-attributes/>'].map(query))
    expect(some?.body.value).toEqual([{ '@odata.etag': expect.any(String), lastname: 'Nobody', contactid: expect.any(String) }])
    expect(Object.values(all?.body.value[0])).not.toContain(null)
    expect(all?.body.value[0]).toMatchObject({ lastname: 'Nobody', statecode: 0 })
  })
})

describe('fetchXml over many-to-many relationships', () => {
  test('through the intersect table, from it, and by its columns', async () => {
    const { body } = await fetched(`<fetch><entity name="systemuser"><attribute name="fullname"/>
      <link-entity name="systemuserroles" from="systemuserid" to="systemuserid" intersect="true" visible="false">
        <link-entity name="role" from="roleid" to="roleid" alias="r"><attribute name="name"/></link-entity></link-entity></entity></fetch>`)
    expect(body.value).toMatchObject([{ fullname: '# Rehearsal integration', 'r.name': 'System Administrator' }])
  })
  test('an unknown table is refused', async () => {
    const { body } = await fetched('<fetch><entity name="contact"><link-entity name="nosuch" from="contactid" to="contactid"/></entity></fetch>')
    expect(body.error.code).toBe('0x80041102')
  })
})

describe('link types', () => {
  const link = (type: string, filter = '') =>
    `<link-entity name="incident" from="customerid" to="contactid" link-type="${type}" alias="c">${filter}</link-entity>`
  const important = '<filter><condition attribute="prioritycode" operator="eq" value="1"/></filter>'
  const lastnames = async (inside: string) => {
    const { body } = await fetched(`<fetch><entity name="contact"><attribute name="lastname"/>${inside}</entity></fetch>`)
    return body.error?.code ?? body.value.map((row: { lastname: string }) => row.lastname)
  }
  test.each([
    ['exists', link('exists'), ['Byron', 'Hopper']],
    ['in', link('in'), ['Byron', 'Hopper']],
    ['matchfirstrowusingcrossapply', link('matchfirstrowusingcrossapply'), ['Byron', 'Hopper']],
    ['any', `<filter>${link('any', important)}</filter>`, ['Byron']],
    ['not any', `<filter>${link('not any', important)}</filter>`, ['Hopper', 'Nobody']],
    ['all: there are some, and none of them meets the filter', `<filter>${link('all', important)}</filter>`, ['Hopper']],
    ['not all, which is any', `<filter>${link('not all', important)}</filter>`, ['Byron']],
    [
      'any beside a condition in an or',
      `<filter type="or">${link('any', important)}<condition attribute="lastname" operator="eq" value="Nobody"/></filter>`,
      ['Byron', 'Nobody'],
    ],
    ['any outside of a filter is refused', link('any'), '0x80040201'],
  ])('%s', async (_name, inside, expected) => {
    expect(await lastnames(inside)).toEqual(expected)
  })
  test('valueof compares with a column of a linked row', async () => {
    const inside =
      '<link-entity name="incident" from="customerid" to="contactid" alias="c"/><filter><condition attribute="createdon" operator="eq" valueof="c.createdon"/></filter>'
    expect(await lastnames(inside)).toEqual(['Byron', 'Byron', 'Hopper'])
  })
})

test('the average of whole numbers is whole', async () => {
  const crm = organization()
  const staff = [1500, 2700, 2900, 2900, 3900, 4300, 4800, 6000, 6200]
  for (const numberofemployees of [...staff, null]) await crm.create('accounts', { numberofemployees })
  expect((await crm.get('accounts?$apply=aggregate(numberofemployees with average as mean)')).body.value).toEqual([{ mean: 3911 }])
  const fetch = "<fetch aggregate='true'><entity name='account'><attribute name='numberofemployees' alias='mean' aggregate='avg'/></entity></fetch>"
  expect((await crm.get(`accounts?fetchXml=${encodeURIComponent(fetch)}`)).body.value).toEqual([{ mean: 3911 }])
})

test('sums and averages are of numbers, in a fetch and in $apply', async () => {
  const refused = { status: 400, body: { error: { code: '0x8004112f' } } }
  for (const measure of ['sum', 'avg']) {
    const aggregated = `<fetch aggregate="true"><entity name="contact"><attribute name="lastname" alias="x" aggregate="${measure}"/></entity></fetch>`
    expect(await fetched(aggregated)).toMatchObject(refused)
  }
  for (const measure of ['sum', 'average']) expect(await crm.get(`contacts?$apply=aggregate(createdon with ${measure} as x)`)).toMatchObject(refused)
  expect((await crm.get('contacts?$apply=aggregate(createdon with max as x)')).body.value).toMatchObject([{ x: expect.stringMatching(/^2026-/) }])
})

describe('groups, by a fetch and by $apply', () => {
  const prefer = { prefer: 'odata.include-annotations="OData.Community.Display.V1.FormattedValue"' }
  const text = (name: string) => `${name}@OData.Community.Display.V1.FormattedValue`
  let crm: Organization
  const apply = async (option: string) => crm.get(`accounts?$apply=${encodeURIComponent(option)}`, prefer)
  const aggregated = async (attributes: string, more = '') =>
    crm.get(`accounts?fetchXml=${encodeURIComponent(`<fetch aggregate="true"${more}><entity name="account">${attributes}</entity></fetch>`)}`, prefer)

  beforeAll(async () => {
    crm = organization()
    for (const [accountcategorycode, revenue, numberofemployees] of [
      [1, 40_000, 1000],
      [1, 30_000.5, 1001],
      [null, null, null],
    ])
      await crm.create('accounts', { name: 'A', accountcategorycode, revenue, numberofemployees })
  })

  test('say what a person reads, and leave out what has no value', async () => {
    const { body, headers } = await apply(
      'groupby((accountcategorycode),aggregate(revenue with sum as total,numberofemployees with average as mean,$count as n))',
    )
    expect(headers.get('preference-applied')).toBe(prefer.prefer)
    expect(body.value).toEqual([
      {
        [text('accountcategorycode')]: 'Preferred Customer',
        accountcategorycode: 1,
        [text('total')]: '$70,000.50',
        total: 70_000.5,
        [text('mean')]: '1,000',
        mean: 1000,
        [text('n')]: '2',
        n: 2,
      },
      { [text('total')]: '$0.00', total: 0, [text('n')]: '1', n: 1 },
    ])
    const owners = await aggregated(
      '<attribute name="ownerid" alias="owner" groupby="true"/><attribute name="createdon" alias="year" groupby="true" dategrouping="year"/>',
    )
    expect(owners.body.value).toEqual([{ [text('owner')]: '# Rehearsal integration', owner: expect.any(String), [text('year')]: '2,026', year: 2026 }])
    expect((await apply('aggregate(createdon with max as last)')).body.value).toEqual([{ [text('last')]: '11/20/2026 8:00 AM', last: '2026-11-20T08:00:00Z' }])
  })

  test('of more rows than a query allows itself are refused, of fiscal periods not imitated', async () => {
    const count = '<attribute name="accountid" alias="n" aggregate="count"/>'
    expect((await aggregated(count, ' aggregatelimit="2"')).body.error.code).toBe('0x8004e023')
    expect((await aggregated(count, ' aggregatelimit="3"')).status).toBe(200)
    expect((await aggregated('<attribute name="createdon" alias="p" groupby="true" dategrouping="fiscal-period"/>')).status).toBe(501)
  })

  test('a fetch tells the currency of money', async () => {
    const { body } = await crm.get(
      `accounts?fetchXml=${encodeURIComponent('<fetch top="1"><entity name="account"><attribute name="revenue"/></entity></fetch>')}`,
    )
    expect(Object.keys(body.value[0])).toEqual(['@odata.etag', 'revenue', '_transactioncurrencyid_value', 'accountid'])
  })
})

test('lookups sort by the name that they lead to; choices by their labels in a fetch, by their values elsewhere', async () => {
  const crm = organization()
  for (const [title, lastname, prioritycode] of [
    ['a', 'Zuse', 2],
    ['b', 'byron', 3],
    ['c', 'Hopper', 1],
  ] as const) {
    const customer = await crm.create('contacts', { lastname })
    await crm.create('incidents', { title, prioritycode, 'customerid_contact@odata.bind': `/contacts(${customer})` })
  }
  const titles = async (query: string) => {
    const pages = []
    for (let link = `incidents?${query}`; link; ) {
      const { body } = await crm.get(link, { prefer: 'odata.maxpagesize=1' })
      pages.push(...body.value.map(({ title }: { title: string }) => title))
      link = body['@odata.nextLink']
    }
    return pages.join('')
  }
  const fetch = (column: string, more = '') =>
    `fetchXml=${encodeURIComponent(`<fetch count="3"${more}><entity name="incident"><attribute name="title"/><order attribute="${column}"/></entity></fetch>`)}`
  expect(await titles('$select=title&$orderby=_customerid_value')).toBe('bca')
  expect(await titles('$select=title&$orderby=_customerid_value desc')).toBe('acb')
  expect(await titles(fetch('customerid'))).toBe('bca')
  expect([await titles('$select=title&$orderby=prioritycode'), await titles(fetch('prioritycode', ' useraworderby="true"'))]).toEqual(['cab', 'cab'])
  expect(await titles(fetch('prioritycode'))).toBe('cba')
})

test.each(['__proto__', 'constructor', 'toString'])('an alias may be %s', async (alias) => {
  const link = (type: string) => `<fetch><entity name="contact"><attribute name="lastname" alias="${alias}x"/><order entityname="${alias}" attribute="title"/>
    <link-entity name="incident" from="customerid" to="contactid" alias="${alias}" link-type="${type}"><attribute name="title" alias="told"/></link-entity></entity></fetch>`
  expect((await fetched(link('outer'))).body.value.filter((row: object) => !('told' in row))).toHaveLength(1)
  expect((await fetched(link('inner'))).body.value).toHaveLength(3)
  const { body } = await fetched(`<fetch top="1"><entity name="incident"><attribute name="title" alias="${alias}"/></entity></fetch>`)
  expect(Object.keys(body.value[0])).toContain(alias)
})

test.each([
  ['filter', '<filter><conditon attribute="lastname" operator="eq" value="x"/></filter>'],
  ['condition', '<filter><condition attribute="lastname" operator="in"><vale>x</vale></condition></filter>'],
  ['link-entity', '<link-entity name="incident" from="customerid" to="contactid"><atribute name="title"/></link-entity>'],
  ['entity', '<filters/>'],
  ['attribute', '<attribute name="lastname"><filter/></attribute>'],
  ['order', '<order attribute="lastname"><condition/></order>'],
])('what nobody knows in a %s is refused, instead of being passed over', async (place, inside) => {
  const { status, body } = await fetched(`<fetch><entity name="contact">${inside}</entity></fetch>`)
  expect([status, body.error]).toEqual([400, { code: '0x8004111c', message: expect.stringContaining(` in '${place}'.`) }])
})

test('a fetch has an entity and nothing that nobody knows', async () => {
  expect((await fetched('<fetch><filter/><entity name="contact"/></fetch>')).body.error.code).toBe('0x8004111c')
})
