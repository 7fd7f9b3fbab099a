import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '../../mocks/core/index.ts'
import { parseFetch } from '../../mocks/dynamics/fetch/parse.ts'
import type { Comparison, Filter, Literal } from '../../mocks/dynamics/query/ast.ts'
import { parseQuery } from '../../mocks/dynamics/query/options.ts'
import { parseFilter } from '../../mocks/dynamics/query/parse-filter.ts'
import { printFilter } from '../../mocks/dynamics/query/print-filter.ts'
import { parseSql } from '../../mocks/dynamics/sql/parse.ts'
import { organization } from './organization.ts'

const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.string().map((value): Literal => ({ kind: 'string', value })),
  fc.integer({ min: -1000, max: 1000 }).map((value): Literal => ({ kind: 'number', value, text: String(value) })),
  fc.boolean().map((value): Literal => ({ kind: 'boolean', value })),
  fc.constant<Literal>({ kind: 'null' }),
  fc.uuid().map((value): Literal => ({ kind: 'guid', value })),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date): Literal => ({ kind: 'datetime', value: date.toISOString().replace('.000Z', 'Z') })),
)
const name = fc
  .constantFrom('lastname', 'statecode', 'createdby/fullname', '_ownerid_value')
  .map((text) => ({ kind: 'path' as const, segments: text.split('/') }))
const operator = fc.constantFrom<Comparison[]>('eq', 'ne', 'gt', 'ge', 'lt', 'le')

const { tree } = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant('compare' as const), operator, left: name, right: literal }),
    fc.record({
      kind: fc.constant('text' as const),
      function: fc.constantFrom('contains' as const, 'startswith' as const, 'endswith' as const),
      path: name,
      value: literal,
    }),
    fc.record({
      kind: fc.constant('query' as const),
      function: fc.constantFrom('On', 'In', 'Between'),
      property: fc.constant('createdon'),
      values: fc.array(literal, { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), items: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not' as const), item: tie('tree') }),
    fc.record({
      kind: fc.constant('lambda' as const),
      mode: fc.constantFrom('any' as const, 'all' as const),
      path: name,
      variable: fc.constant('o'),
      body: tie('tree'),
    }),
  ),
}))

test('a filter that is printed and read again is the same', () => {
  fc.assert(
    fc.property(tree, (filter) => {
      expect(parseFilter(printFilter(filter))).toEqual(filter)
    }),
    { numRuns: 300 },
  )
})

test('no query string does worse than a refusal', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    "'",
    'eq',
    ' ',
    'and',
    'not',
    'lastname',
    '@p',
    '/',
    'any(',
    ':',
    ',',
    '[',
    '$filter=',
    '&',
    '%',
    '%zz',
    '+',
    '1',
    '-',
    '{',
    ';',
    '$expand=',
    '$orderby=',
    '$apply=',
    '<condition attribute="a" operator="eq">',
    '</condition>',
    '<filter>',
    'SELECT',
    'FROM',
    '.',
  )
  const hostile = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(hostile, (text) => {
      const fetch = `<fetch><entity name="contact"><filter>${text}</filter></entity></fetch>`
      const readings = [
        ...[`?$filter=${text}`, `?$expand=${text}`, `?${text}`].map((search) => () => parseQuery(search)),
        ...[text, fetch].map((xml) => () => parseFetch(xml)),
        ...[text, `SELECT lastname FROM contact WHERE ${text}`].map((statement) => () => parseSql(statement)),
      ]
      for (const read of readings) {
        try {
          read()
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
        }
      }
    }),
    { numRuns: 500 },
  )
})

interface Person {
  lastname: string
  numberofchildren?: number
  jobtitle?: string
}
const people: fc.Arbitrary<Person[]> = fc.array(
  fc.record(
    {
      lastname: fc.constantFrom('Ada', 'ada', 'Grace', 'Alan', 'x'),
      numberofchildren: fc.integer({ min: 0, max: 3 }),
      jobtitle: fc.constantFrom('a', 'B', 'AB'),
    },
    { requiredKeys: ['lastname'] },
  ),
  { maxLength: 12 },
)
/** A test written twice: as OData says it, and as a plain function. */
type Told = { odata: string; holds(person: Person): boolean }
const leaf: fc.Arbitrary<Told> = fc.oneof(
  fc.record({ op: operator, value: fc.integer({ min: 0, max: 3 }) }).map(({ op, value }) => ({
    odata: `numberofchildren ${op} ${value}`,
    holds: ({ numberofchildren: n }: Person) =>
      n === undefined ? op === 'ne' : { eq: n === value, ne: n !== value, gt: n > value, ge: n >= value, lt: n < value, le: n <= value }[op],
  })),
  fc
    .constantFrom('ada', 'Alan', 'nobody')
    .map((text) => ({ odata: `lastname eq '${text}'`, holds: (person: Person) => person.lastname.toLowerCase() === text.toLowerCase() })),
  fc
    .constantFrom('a', 'b')
    .map((text) => ({ odata: `contains(jobtitle,'${text}')`, holds: (person: Person) => (person.jobtitle ?? '').toLowerCase().includes(text) })),
  fc.constant({ odata: 'jobtitle eq null', holds: (person: Person) => person.jobtitle === undefined }),
)
const { told } = fc.letrec<{ told: Told }>((tie) => ({
  told: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(tie('told'), tie('told'))
      .map(([a, b]): Told => ({ odata: `(${a.odata}) and (${b.odata})`, holds: (person) => a.holds(person) && b.holds(person) })),
    fc
      .tuple(tie('told'), tie('told'))
      .map(([a, b]): Told => ({ odata: `(${a.odata}) or (${b.odata})`, holds: (person) => a.holds(person) || b.holds(person) })),
    tie('told').map((a): Told => ({ odata: `not (${a.odata})`, holds: (person) => !a.holds(person) })),
  ),
}))

test('a filter finds what a naive reading of it finds, indexes or not', async () => {
  await fc.assert(
    fc.asyncProperty(people, told, async (rows, { odata, holds }) => {
      const { get } = organization({ seed: { records: { contacts: rows } } })
      const { body } = await get(`contacts?$select=lastname&$filter=${encodeURIComponent(odata)}`)
      expect(body.value.map((row: Person) => row.lastname)).toEqual(rows.filter(holds).map((row) => row.lastname))
    }),
    { numRuns: 60 },
  )
})

test('paging visits each row once while others come and go', async () => {
  await fc.assert(
    fc.asyncProperty(
      people,
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('', '&$orderby=lastname', '&$orderby=numberofchildren desc'),
      async (rows, size, orderby) => {
        const { get, create, send } = organization({ seed: { records: { contacts: rows } } })
        const before = (await get('contacts?$select=contactid')).body.value.map((row: { contactid: string }) => row.contactid)
        const prefer = { prefer: `odata.maxpagesize=${size}` }
        const seen: string[] = []
        let answer = await get(`contacts?$select=lastname${orderby}`, prefer)
        let round = 0
        for (;;) {
          seen.push(...answer.body.value.map((row: { contactid: string }) => row.contactid))
          const link = answer.body['@odata.nextLink']
          if (!link) break
          if (round++ < 5) await create('contacts', { lastname: 'Newcomer' })
          if (round === 1) await send('DELETE', `contacts(${seen[0]})`)
          answer = await get(link, prefer)
        }
        expect(new Set(seen).size).toBe(seen.length)
        for (const id of before) expect(seen).toContain(id)
      },
    ),
    { numRuns: 30 },
  )
})

test('a change set applies whole or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), async (sound) => {
      const { get, send, create } = organization()
      const id = await create('contacts', { lastname: 'Before' })
      const state = async () => (await get('contacts?$select=lastname,versionnumber')).body.value
      const before = await state()
      const parts = sound.map((good, i) => {
        const line = i % 2 === 0 ? `PATCH contacts(${id})` : 'POST contacts'
        return `--c\nContent-Type: application/http\nContent-ID: ${i + 1}\n\n${line} HTTP/1.1\nContent-Type: application/json\n\n${JSON.stringify({ lastname: good ? `N${i}` : 'x'.repeat(51) })}\n`
      })
      const body = `--b\nContent-Type: multipart/mixed;boundary=c\n\n${parts.join('')}--c--\n--b--`
      const { status } = await send('POST', '$batch', body, { 'content-type': 'multipart/mixed;boundary=b' })
      expect(status).toBe(sound.every(Boolean) ? 200 : 400)
      if (!sound.every(Boolean)) expect(await state()).toEqual(before)
      else expect(await state()).toHaveLength(1 + Math.floor(sound.length / 2))
    }),
    { numRuns: 40 },
  )
})
