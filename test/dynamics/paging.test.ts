import { expect, test } from 'vitest'
import { organization } from './organization.ts'

test('$top is ignored beside odata.maxpagesize', async () => {
  const { get } = organization({ seed: { generate: { contacts: 4 } } })
  const { body } = await get('contacts?$top=1', { prefer: 'odata.maxpagesize=3' })
  expect(body.value).toHaveLength(3)
})

test('a page size that is none, or larger than 5,000, is ignored, and not said to be applied', async () => {
  const { get } = organization({ seed: { generate: { contacts: 4 } } })
  for (const size of ['0', '0.5', '-1', 'many', '5001']) {
    const { headers, body } = await get('contacts?$top=1', { prefer: `odata.maxpagesize=${size}` })
    expect([size, body.value.length, headers.get('preference-applied')]).toEqual([size, 1, null])
  }
  expect((await get('contacts?$top=1', { prefer: 'odata.maxpagesize=5000' })).headers.get('preference-applied')).toBe('odata.maxpagesize=5000')
})

test('a $top above what a page holds is cut and the journal says so; a fetch refuses such a top', async () => {
  const { get, world } = organization({ seed: { generate: { contacts: 4 } }, settings: { pageSize: 3 } })
  const { body } = await get('contacts?$top=4')
  expect([body.value.length, body['@odata.nextLink']]).toEqual([3, undefined])
  const ignored = () =>
    world.journal
      .all()
      .at(-1)
      ?.remarks.filter(({ kind }) => kind === 'ignored')
  expect(ignored()).toEqual([{ kind: 'ignored', what: '$top=4: a request is answered with 3 rows at the most, use odata.maxpagesize' }])
  for (const query of ['$top=3', '$top=4&$filter=false', '$top=1']) {
    await get(`contacts?${query}`)
    expect(ignored()).toEqual([])
  }
  const top = (rows: number) => get(`contacts?fetchXml=${encodeURIComponent(`<fetch top="${rows}"><entity name="contact"/></fetch>`)}`)
  expect([(await top(5000)).status, (await top(5001)).status]).toEqual([200, 400])
})
