import { beforeAll, describe, expect, test } from 'vitest'
import { type Organization, organization } from './organization.ts'

const CRM = 'Microsoft.Dynamics.CRM.'
const titles = (rows: { name?: string; lastname?: string; subject?: string }[]) => rows.map((row) => row.name ?? row.lastname ?? row.subject)

describe('hierarchies', () => {
  let crm: Organization
  const id: Record<string, string> = {}
  const find = async (filter: string) => titles((await crm.get(`accounts?$select=name&$filter=${filter}`)).body.value)
  beforeAll(async () => {
    crm = organization()
    for (const [name, parent] of [
      ['Group', undefined],
      ['North', 'Group'],
      ['South', 'Group'],
      ['Harbour', 'North'],
      ['Alone', undefined],
    ] as const) {
      id[name] = await crm.create('accounts', { name, ...(parent ? { 'parentaccountid@odata.bind': `/accounts(${id[parent]})` } : {}) })
    }
  })
  test.each([
    ['Under', 'Group', ['North', 'South', 'Harbour']],
    ['UnderOrEqual', 'North', ['North', 'Harbour']],
    ['Above', 'Harbour', ['Group', 'North']],
    ['AboveOrEqual', 'North', ['Group', 'North']],
    ['NotUnder', 'Group', ['Group', 'Alone']],
  ])('%s %s', async (name, of, expected) => {
    expect(await find(`${CRM}${name}(PropertyName='accountid',PropertyValue='${id[of]}')`)).toEqual(expected)
  })
  test('a lookup to the table follows its hierarchy too, in $filter and in fetchXml', async () => {
    await crm.create('contacts', { lastname: 'Keeper', 'parentcustomerid_account@odata.bind': `/accounts(${id.Harbour})` })
    const { body } = await crm.get(`contacts?$select=lastname&$filter=${CRM}Under(PropertyName='parentcustomerid',PropertyValue='${id.Group}')`)
    expect(titles(body.value)).toEqual(['Keeper'])
    const xml = `<fetch><entity name="account"><attribute name="name"/><filter><condition attribute="accountid" operator="eq-or-under" value="${id.North}"/></filter></entity></fetch>`
    expect(titles((await crm.get(`accounts?fetchXml=${encodeURIComponent(xml)}`)).body.value)).toEqual(['North', 'Harbour'])
  })
  test('fetchXml counts children', async () => {
    const xml =
      '<fetch><entity name="account"><attribute name="name"/><attribute name="accountid" alias="children" rowaggregate="CountChildren"/></entity></fetch>'
    const { body } = await crm.get(`accounts?fetchXml=${encodeURIComponent(xml)}`)
    expect(body.value.map((row: { name: string; children: number }) => [row.name, row.children])).toEqual([
      ['Group', 2],
      ['North', 1],
      ['South', 0],
      ['Harbour', 0],
      ['Alone', 0],
    ])
  })
  test('a circle ends, and a table without a hierarchy is refused', async () => {
    const ring = organization()
    const a = await ring.create('accounts', { name: 'A' })
    const b = await ring.create('accounts', { name: 'B', 'parentaccountid@odata.bind': `/accounts(${a})` })
    await ring.send('PATCH', `accounts(${a})`, { 'parentaccountid@odata.bind': `/accounts(${b})` })
    const under = await ring.get(`accounts?$select=name&$filter=${CRM}Under(PropertyName='accountid',PropertyValue='${a}')`)
    expect(titles(under.body.value)).toEqual(['B'])
    const none = await ring.get(`contacts?$filter=${CRM}Under(PropertyName='contactid',PropertyValue='${a}')`)
    expect([none.status, none.body.error.code]).toEqual([400, '0x80040203'])
  })
  test('a custom table has the hierarchy that its seed declares', async () => {
    const own = organization({
      seed: {
        customization: {
          tables: {
            new_site: {
              set: 'new_sites',
              label: 'Site',
              primary: 'new_name',
              columns: { new_parentid: { type: 'Lookup', targets: ['new_site'], hierarchical: true } },
            },
          },
        },
      },
    })
    const top = await own.create('new_sites', { new_name: 'Top' })
    await own.create('new_sites', { new_name: 'Room', 'new_parentid@odata.bind': `/new_sites(${top})` })
    const { body } = await own.get(`new_sites?$filter=${CRM}Under(PropertyName='new_siteid',PropertyValue='${top}')`)
    expect(body.value.map((row: { new_name: string }) => row.new_name)).toEqual(['Room'])
  })
})

describe('who asks', () => {
  test('language, teams, reports and the units of roles', async () => {
    const crm = organization()
    const me = (await crm.get('WhoAmI')).body
    const report = await crm.create('systemusers', { lastname: 'Report', 'parentsystemuserid@odata.bind': `/systemusers(${me.UserId})` })
    const team = await crm.create('teams', { name: 'Team', 'businessunitid@odata.bind': `/businessunits(${me.BusinessUnitId})` })
    await crm.send('POST', `teams(${team})/teammembership_association/$ref`, { '@odata.id': `/systemusers(${report})` })
    for (const [subject, owner] of [
      ['mine', `/systemusers(${me.UserId})`],
      ['theirs', `/systemusers(${report})`],
      ['of the team', `/teams(${team})`],
    ] as const)
      await crm.create('tasks', { subject, 'ownerid@odata.bind': owner })
    const owned = async (name: string) => titles((await crm.get(`tasks?$select=subject&$filter=${CRM}${name}(PropertyName='ownerid')`)).body.value)
    expect(await owned('EqualUserId')).toEqual(['mine'])
    expect(await owned('EqualUserOrUserHierarchy')).toEqual(['mine', 'theirs'])
    expect(await owned('EqualUserOrUserHierarchyAndTeams')).toEqual(['mine', 'theirs', 'of the team'])
    expect(await owned('EqualUserTeams')).toEqual([])
    const count = async (set: string, filter: string) => (await crm.get(`${set}?$filter=${filter}`)).body.value.length
    expect(await count('organizations', `${CRM}EqualUserLanguage(PropertyName='languagecode')`)).toBe(1)
    expect(await count('businessunits', `${CRM}EqualRoleBusinessId(PropertyName='businessunitid')`)).toBe(1)
  })
})

describe('fiscal time', () => {
  // The clock stands at 2026-11-20. The year begins in April and is named after the calendar year in which it ends.
  const days = ['2025-03-31', '2025-04-01', '2026-03-31', '2026-04-01', '2026-09-30', '2026-10-01', '2026-11-20', '2027-01-01', '2027-04-01']
  let crm: Organization
  beforeAll(() => {
    crm = organization({
      seed: {
        fiscalYear: { start: '04-01', periods: 'quarterly', named: 'end' },
        records: { tasks: days.map((day) => ({ subject: day, scheduledend: `${day}T12:00:00Z` })) },
      },
    })
  })
  test.each([
    ['ThisFiscalYear', '', ['2026-04-01', '2026-09-30', '2026-10-01', '2026-11-20', '2027-01-01']],
    ['LastFiscalYear', '', ['2025-04-01', '2026-03-31']],
    ['NextFiscalYear', '', ['2027-04-01']],
    ['ThisFiscalPeriod', '', ['2026-10-01', '2026-11-20']],
    ['LastFiscalPeriod', '', ['2026-09-30']],
    ['NextFiscalPeriod', '', ['2027-01-01']],
    ['LastXFiscalPeriods', ',PropertyValue=3', ['2026-03-31', '2026-04-01', '2026-09-30']],
    ['NextXFiscalPeriods', ',PropertyValue=2', ['2027-01-01', '2027-04-01']],
    ['LastXFiscalYears', ',PropertyValue=2', ['2025-03-31', '2025-04-01', '2026-03-31']],
    ['NextXFiscalYears', ',PropertyValue=1', ['2027-04-01']],
    ['InFiscalYear', ',PropertyValue=2026', ['2025-04-01', '2026-03-31']],
    ['InFiscalPeriod', ',PropertyValue=4', ['2025-03-31', '2026-03-31', '2027-01-01']],
    ['InFiscalPeriodAndYear', ',PropertyValue1=1,PropertyValue2=2027', ['2026-04-01']],
    ['InOrAfterFiscalPeriodAndYear', ',PropertyValue1=4,PropertyValue2=2027', ['2027-01-01', '2027-04-01']],
    ['InOrBeforeFiscalPeriodAndYear', ',PropertyValue1=1,PropertyValue2=2026', ['2025-03-31', '2025-04-01']],
  ])('%s%s', async (name, values, expected) => {
    const { body } = await crm.get(`tasks?$select=subject&$filter=${CRM}${name}(PropertyName='scheduledend'${values})`)
    expect(titles(body.value)).toEqual(expected)
  })
  test('fetchXml says it with dashes; a year may have thirteen periods of four weeks', async () => {
    const xml =
      '<fetch><entity name="task"><attribute name="subject"/><filter><condition attribute="scheduledend" operator="in-fiscal-period-and-year"><value>1</value><value>2027</value></condition></filter></entity></fetch>'
    expect(titles((await crm.get(`tasks?fetchXml=${encodeURIComponent(xml)}`)).body.value)).toEqual(['2026-04-01'])
    const { get } = organization({
      seed: { fiscalYear: { periods: 'four-week' }, records: { tasks: days.map((day) => ({ subject: day, scheduledend: `${day}T12:00:00Z` })) } },
    })
    const { body } = await get(`tasks?$select=subject&$filter=${CRM}InFiscalPeriod(PropertyName='scheduledend',PropertyValue=12)`)
    expect(titles(body.value)).toEqual(['2026-11-20'])
  })
})

describe('query functions as they are written', () => {
  const crm = organization({ seed: { records: { contacts: [{ lastname: 'Byron' }, { lastname: 'Hopper' }] } } })
  test('a list of values may be written as JSON', async () => {
    const { body } = await crm.get(`contacts?$filter=${CRM}In(PropertyName='lastname',PropertyValues=["Byron","Nobody"])`)
    expect(titles(body.value)).toEqual(['Byron'])
    expect((await crm.get('contacts?$filter=lastname eq "Byron"')).status).toBe(400)
  })
  test('an unknown function or parameter is refused', async () => {
    const unknown = await crm.get(`contacts?$filter=${CRM}Nonsense(PropertyName='lastname')`)
    expect([unknown.status, unknown.body.error.message]).toEqual([400, expect.stringContaining(`An unknown function with name '${CRM}Nonsense' was found.`)])
    expect((await crm.get(`contacts?$filter=${CRM}On(PropertyName='createdon',Value='x')`)).status).toBe(400)
  })
})

describe('lambdas', () => {
  let crm: Organization
  const find = async (filter: string) => {
    const { status, body } = await crm.get(`accounts?$select=name&$filter=${encodeURIComponent(filter)}`)
    return status === 200 ? titles(body.value) : [status, body.error.message]
  }
  beforeAll(async () => {
    crm = organization()
    const boss = await crm.create('contacts', { lastname: 'Boss', Contact_Tasks: [{ subject: 'Sign' }, { subject: 'Contoso' }] })
    await crm.create('accounts', {
      name: 'Contoso',
      'primarycontactid@odata.bind': `/contacts(${boss})`,
      contact_customer_accounts: [{ lastname: 'Contoso' }, { lastname: 'Other' }],
    })
    await crm.create('accounts', { name: 'Fabrikam', contact_customer_accounts: [{ lastname: 'Worker', Contact_Tasks: [{ subject: 'Dig' }] }] })
  })
  test('over a lookup to a collection is refused, from the row itself and from one within it', async () => {
    for (const filter of ["primarycontactid/Contact_Tasks/any(t:t/subject eq 'sign')", 'contact_customer_accounts/any(c:c/createdby/user_accounts/any())'])
      expect(await find(filter)).toEqual([400, expect.stringMatching(/^Any\/All over '\w+' is not supported/)])
  })
  test('one within another', async () => {
    expect(await find("contact_customer_accounts/any(c:c/Contact_Tasks/any(t:t/subject eq 'Dig'))")).toEqual(['Fabrikam'])
  })
  test('an inner one sees the rows of the outer ones, and compares columns with columns of one row only', async () => {
    expect(await find("contact_customer_accounts/any(c:c/Contact_Tasks/any(t:t/subject eq 'Dig' and c/lastname eq 'Worker' and name eq 'Fabrikam'))")).toEqual([
      'Fabrikam',
    ])
    expect(await find('contact_customer_accounts/any(c:c/lastname eq c/fullname)')).toEqual(['Contoso', 'Fabrikam'])
    expect(await find('primarycontactid/lastname ne null and primarycontactid/lastname eq primarycontactid/fullname')).toEqual(['Contoso'])
    for (const filter of ['contact_customer_accounts/any(c:c/lastname eq name)', 'primarycontactid/fullname eq name'])
      expect(await find(filter)).toEqual([400, expect.stringContaining('not columns of one row')])
  })
  test('query functions name a column through the variable', async () => {
    expect(await find(`contact_customer_accounts/any(c:${CRM}In(PropertyName='c/lastname',PropertyValues=['Worker']))`)).toEqual(['Fabrikam'])
  })
  test('a path over a collection is refused', async () => {
    expect(await find("contact_customer_accounts/Contact_Tasks/any(t:t/subject eq 'x')")).toEqual([400, expect.stringContaining('is not a single value')])
  })
})

describe('a condition whose values it cannot compare is refused, instead of finding nothing', () => {
  let crm: Organization
  const fetched = (condition: string) =>
    crm.get(
      `contacts?fetchXml=${encodeURIComponent(`<fetch><entity name="contact"><attribute name="lastname"/><filter>${condition}</filter></entity></fetch>`)}`,
    )
  const fetchOf = (attribute: string, operator: string, value: string) =>
    fetched(`<condition attribute="${attribute}" operator="${operator}" value="${value}"/>`)

  beforeAll(async () => {
    crm = organization()
    await crm.create('contacts', { lastname: 'Byron', donotphone: true })
  })

  test.each([
    ['statecode', 'eq', 'Active', 'System.Int32'],
    ['statecode', 'eq', '', 'System.Int32'],
    ['creditlimit', 'gt', 'much', 'System.Decimal'],
    ['donotphone', 'eq', 'yes', 'System.Boolean'],
    ['contactid', 'eq', 'not-an-id', 'System.Guid'],
    ['parentcustomerid', 'eq', 'Contoso', 'System.Guid'],
    ['createdon', 'ge', 'yesterday', 'System.DateTime'],
    ['createdon', 'on', '2026-02-30', 'System.DateTime'],
    ['createdon', 'last-x-days', 'a few', 'System.Int32'],
  ])('%s %s "%s"', async (attribute, operator, value, type) => {
    expect((await fetchOf(attribute, operator, value)).body.error).toEqual({
      code: '0x80041139',
      message: `An exception System.FormatException was thrown while trying to convert input value '${value}' to attribute 'contact.${attribute}'. Expected type of attribute value: ${type}. Exception raised: Input string was not in a correct format.`,
    })
  })

  test('as a query function, too', async () => {
    for (const [name, property, value] of [
      ['LastXDays', 'createdon', "'a few'"],
      ['In', 'contactid', "'not-an-id'"],
      ['OnOrAfter', 'createdon', "'soon'"],
    ]) {
      const { body } = await crm.get(`contacts?$filter=Microsoft.Dynamics.CRM.${name}(PropertyName='${property}',PropertyValues=[${value}])`)
      expect([name, body.error?.code]).toEqual([name, '0x80041139'])
    }
  })

  test('and one with too few', async () => {
    const code = async (answer: ReturnType<Organization['get']>) => (await answer).body.error?.code
    expect(await code(fetched('<condition attribute="lastname" operator="eq"/>'))).toBe('0x800404b7')
    expect(await code(fetched('<condition attribute="createdon" operator="last-x-days"/>'))).toBe('0x800404b7')
    expect(await code(fetched('<condition attribute="creditlimit" operator="between"><value>1</value></condition>'))).toBe('0x800404b7')
    expect(await code(crm.get("contacts?$filter=Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon')"))).toBe('0x800404b7')
  })

  test('and an operator that compares no columns', async () => {
    expect((await fetched('<condition attribute="lastname" operator="sounds-like" valueof="firstname"/>')).body.error.code).toBe('0x80041120')
  })

  test.each([
    ['donotphone', 'eq', 'True'],
    ['donotphone', 'eq', '1'],
    ['createdon', 'on', '11/20/2026'],
    ['createdon', 'le', '2026-11-20 08:00:00'],
    ['createdon', 'ge', '2026-11-20T08:00:00'],
    ['createdon', 'ge', '2026-11-20T08:00:00+01:00'],
    ['statecode', 'eq', '0'],
  ])('%s %s "%s" is one that it can', async (attribute, operator, value) => {
    expect((await fetchOf(attribute, operator, value)).body.value).toHaveLength(1)
  })

  test('an empty value beside a list, as query designers leave it, counts for nothing', async () => {
    expect((await fetched('<condition attribute="statecode" operator="not-in" value=""><value>1</value></condition>')).body.value).toHaveLength(1)
  })

  test('the contrary of a query function, for which there are functions of their own', async () => {
    const { status, body } = await crm.get("contacts?$filter=not Microsoft.Dynamics.CRM.In(PropertyName='lastname',PropertyValues=['Diaz'])")
    expect([status, body.error.code, body.error.message]).toEqual([
      400,
      '0x80060888',
      'Not operator along with the Custom Named Condition operators is not allowed',
    ])
  })

  test('a literal of a day that is none', async () => {
    expect((await crm.get('contacts?$filter=createdon ge 2026-02-30T00:00:00Z')).body.error.message).toContain('2026-02-30T00:00:00Z')
  })
})
