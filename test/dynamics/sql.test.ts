import { expect, test } from 'vitest'
import { organizationWithCases } from './organization.ts'

const { crm } = await organizationWithCases()

const rows = async (statement: string) => {
  const { status, body } = await crm.get(`incidents?sql=${encodeURIComponent(statement)}`)
  return status === 200 ? body.value.map((row: { title: string }) => row.title) : [status, body.error.message]
}
test.each([
  ['SELECT title FROM incident', ['Invoice', 'Delivery', 'Login']],
  ["select TOP 1 i.title from incident as i where i.title like '%i%' order by i.title desc", ['Login']],
  ["SELECT * FROM incident WHERE (prioritycode = 2 AND title <> 'Login') OR prioritycode IN (1)", ['Invoice', 'Delivery']],
  ['SELECT title FROM incident WHERE description IS NULL AND prioritycode BETWEEN 2 AND 3 ORDER BY title', ['Delivery', 'Login']],
  ["SELECT [title] FROM incident WHERE title NOT LIKE 'L%' AND createdon = modifiedon", ['Invoice', 'Delivery']],
])('%s', async (statement, expected) => {
  expect(await rows(statement)).toEqual(expected)
})
test.each([
  ["SELECT title FROM incident WHERE title = 'x", "Invalid SQL: unexpected ''' at position 41."],
  ['SELECT title FROM incident JOIN contact ON 1=1', "Invalid SQL: expected the end of the statement at position 27, found 'JOIN'."],
  ['SELECT COUNT(title) FROM incident', "Invalid SQL: expected FROM at position 12, found '('."],
  ['DELETE FROM incident', "Invalid SQL: expected SELECT at position 0, found 'DELETE'."],
])('%s is refused with its place', async (statement, message) => {
  expect(await rows(statement)).toEqual([400, message])
})
test('an unknown column is refused as in fetchXml, another table than the set is too', async () => {
  expect((await crm.get('incidents?sql=SELECT nosuch FROM incident')).body.error.code).toBe('0x80041103')
  expect((await crm.get('incidents?sql=SELECT fullname FROM contact')).body.error.code).toBe('0x80041128')
})
