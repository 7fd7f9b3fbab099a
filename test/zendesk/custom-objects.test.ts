import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Account, account, type Json } from './account.ts'

const base = '/api/v2/custom_objects'
const cars = `${base}/car`

async function garage(...records: object[]): Promise<Account> {
  const zendesk = account()
  await zendesk.ask('POST', base, { custom_object: { key: 'car', title: 'Car', title_pluralized: 'Cars' } })
  const field = (custom_object_field: object) => zendesk.ask('POST', `${cars}/fields`, { custom_object_field })
  await field({ type: 'text', key: 'make', title: 'Make' })
  await field({ type: 'integer', key: 'seats', title: 'Seats' })
  await field({ type: 'dropdown', key: 'colour', title: 'Colour', custom_field_options: [{ name: 'Red', value: 'red' }] })
  for (const custom_object_record of records) await zendesk.ask('POST', `${cars}/records`, { custom_object_record })
  return zendesk
}
const three = [
  { name: 'Blue Whale', external_id: 'w1', custom_object_fields: { make: 'Ohta', seats: 5 } },
  { name: 'Red Fox', external_id: 'f1', custom_object_fields: { make: 'Ohta', seats: 2, colour: 'red' } },
  { name: 'Old Bear', custom_object_fields: { make: 'Brandt', seats: 7 } },
]
const names = ({ body }: { body: Json }) => body.custom_object_records.map(({ name }: Json) => name)

describe('custom objects', () => {
  test('are defined with their fields, and take those and their records with them', async () => {
    const zendesk = await garage(...three)
    const { body } = await zendesk.ask('GET', cars)
    expect(Object.keys(body.custom_object)).toEqual(
      'url key created_by_user_id updated_by_user_id created_at updated_at title title_pluralized raw_title raw_title_pluralized description raw_description include_in_list_view'.split(
        ' ',
      ),
    )
    expect(body.custom_object.created_by_user_id).toMatch(/^\d+$/)
    expect((await zendesk.ask('PATCH', cars, { custom_object: { title: 'Vehicle' } })).body.custom_object).toMatchObject({ key: 'car', title: 'Vehicle' })
    const fields = (await zendesk.ask('GET', `${cars}/fields`)).body.custom_object_fields
    expect(fields.map(({ key }: Json) => key)).toEqual(['make', 'seats', 'colour'])
    expect(fields[2].custom_field_options[0]).toMatchObject({ name: 'Red', value: 'red' })
    expect((await zendesk.ask('GET', `${cars}/fields/${fields[0].id}`)).body).toEqual((await zendesk.ask('GET', `${cars}/fields/make`)).body)
    expect((await zendesk.ask('GET', `${base}/limits/object_limit`)).body).toEqual({ count: 1, limit: 50 })

    expect((await zendesk.ask('DELETE', cars)).status).toBe(204)
    expect((await zendesk.ask('GET', `${cars}/records`)).status).toBe(404)
    expect((await zendesk.ask('GET', `${base}/limits/record_limit`)).body.count).toBe(0)
  })

  test('say which key is taken and which type is none', async () => {
    const zendesk = await garage()
    const again = await zendesk.ask('POST', base, { custom_object: { key: 'car', title: 'Car', title_pluralized: 'Cars' } })
    expect(again.status).toBe(422)
    expect(again.body.details.key[0].error).toBe('DuplicateValue')
    const odd = await zendesk.ask('POST', `${cars}/fields`, { custom_object_field: { type: 'colour', key: 'x', title: 'X' } })
    expect(odd.body.details.type[0].error).toBe('InvalidValue')
    const blank = await zendesk.ask('PATCH', cars, { custom_object: { title: '  ' } })
    expect([blank.status, blank.body.details]).toMatchObject([422, { title: [{ error: 'BlankValue' }] }])
  })

  test('have fields whose values fit a pattern, until it is taken away', async () => {
    const zendesk = await garage()
    const plate = { type: 'regexp', key: 'plate', title: 'Plate', regexp_for_validation: '^[A-Z]+-\\d+$' }
    expect((await zendesk.ask('POST', `${cars}/fields`, { custom_object_field: plate })).body.custom_object_field).toMatchObject(plate)
    const make = async (text: string) =>
      (await zendesk.ask('POST', `${cars}/records`, { custom_object_record: { name: text, custom_object_fields: { plate: text } } })).status
    expect([await make('B-1'), await make('b1')]).toEqual([201, 422])
    const { body } = await zendesk.ask('PATCH', `${cars}/fields/plate`, { custom_object_field: { regexp_for_validation: null } })
    expect([body.custom_object_field.regexp_for_validation, await make('b1')]).toEqual([null, 201])
  })
})

describe('records', () => {
  test('have a ULID, every field of their object, and user ids as text', async () => {
    const zendesk = await garage()
    const made = await zendesk.ask('POST', `${cars}/records`, { custom_object_record: three[0] })
    expect(made.status).toBe(201)
    const record = made.body.custom_object_record
    expect(Object.keys(record)).toEqual(
      'url id name custom_object_key custom_object_fields created_by_user_id updated_by_user_id created_at updated_at external_id photo'.split(' '),
    )
    expect(record.id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(made.headers.get('location')).toBe(record.url)
    expect(record.custom_object_fields).toEqual({ make: 'Ohta', seats: '5', colour: null })
    expect((await zendesk.ask('GET', `${cars}/records/${record.id}.json`)).body.custom_object_record).toEqual(record)
    const changed = await zendesk.ask('PATCH', `${cars}/records/${record.id}`, { custom_object_record: { custom_object_fields: { colour: 'red' } } })
    expect(changed.body.custom_object_record).toMatchObject({ name: 'Blue Whale', custom_object_fields: { make: 'Ohta', colour: 'red' } })
    expect((await zendesk.ask('DELETE', `${cars}/records/${record.id}`)).status).toBe(204)
    expect((await zendesk.ask('GET', `${cars}/records/${record.id}`)).status).toBe(404)
  })

  test.each([
    ['no name', {}, 'name'],
    ['a value that is none of the options', { name: 'x', custom_object_fields: { colour: 'green' } }, 'colour'],
    ['text in a number', { name: 'x', custom_object_fields: { seats: 'many' } }, 'seats'],
    ['an external id that is taken', { name: 'x', external_id: 'w1' }, 'external_id'],
    ['more than 32 kB', { name: 'x', custom_object_fields: { make: 'm'.repeat(40_000) } }, 'base'],
  ])('are refused for %s', async (_why, custom_object_record, field) => {
    const { status, body } = await (await garage(three[0] as object)).ask('POST', `${cars}/records`, { custom_object_record })
    expect(status).toBe(422)
    expect(Object.keys(body.details)).toEqual([field])
  })

  test('are created or changed by their external id', async () => {
    const zendesk = await garage()
    const set = (seats: number) =>
      zendesk.ask('PATCH', `${cars}/records?external_id=A`, { custom_object_record: { name: 'Upsert', custom_object_fields: { seats } } })
    const first = await set(2)
    expect(first.status).toBe(201)
    const second = await set(4)
    expect(second.status).toBe(200)
    expect(second.body.custom_object_record).toMatchObject({ id: first.body.custom_object_record.id, external_id: 'A', custom_object_fields: { seats: '4' } })
    expect((await zendesk.ask('DELETE', `${cars}/records?external_id=a`)).status).toBe(404)
    expect((await zendesk.ask('DELETE', `${cars}/records?external_id=A`)).status).toBe(204)
    const nameless = await zendesk.ask('DELETE', `${cars}/records`)
    expect([nameless.status, nameless.text]).toEqual([400, 'Required parameter missing: external_id'])
  })

  test('are counted, completed by name and searched by words', async () => {
    const zendesk = await garage(...three)
    expect((await zendesk.ask('GET', `${cars}/records/count`)).body.count.value).toBe(3)
    expect(names(await zendesk.ask('GET', `${cars}/records/autocomplete?name=fo`))).toEqual(['Red Fox'])
    const found = await zendesk.ask('GET', `${cars}/records/search?query=ohta&sort=-name`)
    expect(found.body.count).toBe(2)
    expect(names(found)).toEqual(['Red Fox', 'Blue Whale'])
    expect(names(await zendesk.ask('GET', `${cars}/records?filter[external_ids]=f1,none`))).toEqual(['Red Fox'])
  })

  test.each([
    [{ 'custom_object_fields.make': { $eq: 'ohta' } }, ['Blue Whale', 'Red Fox']],
    [{ 'custom_object_fields.seats': { $gt: 4 } }, ['Blue Whale', 'Old Bear']],
    [{ $or: [{ name: { $contains: 'bear' } }, { external_id: { $eq: 'f1' } }] }, ['Old Bear', 'Red Fox']],
    [{ $and: [{ 'custom_object_fields.make': { $noteq: 'Brandt' } }, { 'custom_object_fields.seats': { $lte: 2 } }] }, ['Red Fox']],
  ])('are filtered by %j', async (filter, expected) => {
    const zendesk = await garage(...three)
    expect(names(await zendesk.ask('POST', `${cars}/records/search?sort=name`, { filter }))).toEqual(expected)
  })

  test('a filter says what is wrong with it, however odd it is', async () => {
    const zendesk = await garage(...three)
    const filtered = (filter: unknown) => zendesk.ask('POST', `${cars}/records/search`, { filter })
    expect((await filtered({ wheels: { $eq: 4 } })).body.errors[0].title).toContain('wheels')
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect((await zendesk.ask('GET', `${cars}/records?sort=${name}`)).status).toBe(400)
      expect((await filtered({ name: { [name]: 'x' } })).status).toBeLessThan(500)
    }
    expect((await filtered({ name: { $like: 'x' } })).body.errors[0].title).toContain('$contains')
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (filter) => {
        expect((await filtered(filter)).status).toBeLessThan(500)
      }),
      { numRuns: 40 },
    )
  })

  test('pages by cursor meet each record once', async () => {
    const zendesk = await garage(...Array.from({ length: 5 }, (_, i) => ({ name: `Car ${i}` })))
    const seen: string[] = []
    let next: string | null = `${cars}/records?page[size]=2`
    while (next) {
      const { body }: { body: Json } = await zendesk.ask('GET', next)
      seen.push(...body.custom_object_records.map(({ name }: Json) => name))
      next = body.meta.has_more ? body.links.next : null
    }
    expect(seen.sort()).toEqual(['Car 0', 'Car 1', 'Car 2', 'Car 3', 'Car 4'])
  })

  test('are written in bulk by a job on the clock', async () => {
    const zendesk = await garage(...three)
    const start = (action: string, items: unknown[]) => zendesk.ask('POST', `${cars}/jobs`, { job: { action, items } })
    const job = await start('create_or_update_by_external_id', [{ name: 'Blue Whale II', external_id: 'w1' }, { name: 'New', external_id: 'n1' }, {}])
    expect(job.status).toBe(201)
    expect(job.body.job_status.status).toBe('queued')
    await zendesk.world.clock.advance(3000)
    const { job_status } = (await zendesk.ask('GET', `/api/v2/job_statuses/${job.body.job_status.id}`)).body
    expect(job_status.status).toBe('completed')
    expect(job_status.results.map(({ status }: Json) => status).sort()).toEqual(['Created', 'Failed', 'Updated'])
    await start('delete_by_external_id', ['w1', 'f1'])
    await zendesk.world.clock.advance(3000)
    expect(names(await zendesk.ask('GET', `${cars}/records?sort=id`)).sort()).toEqual(['New', 'Old Bear'])
    expect((await start('explode', [])).status).toBe(400)
    expect((await start('create', Array(101).fill({ name: 'x' }))).body.error).toBe('TooManyValues')
  })
})
