import { describe, expect, test } from 'vitest'
import { organization } from './organization.ts'

const crm = organization({ seed: { records: { contacts: [{ lastname: 'Byron' }] } } })

describe('a key', () => {
  const syntax = [400, '0x80060888', 'Bad Request - Error in query syntax.']
  test.each([
    ['GET', 'contacts(not-an-id)'],
    ['GET', "contacts('7d1f3c52-0000-4000-8000-00000000000')"],
    ['GET', 'contacts(1)/fullname'],
    ['GET', 'contacts(not-an-id)/parentcustomerid_account'],
    ['PATCH', 'contacts(not-an-id)'],
    ['DELETE', 'contacts(%00)'],
  ])('that is none names nothing: %s %s', async (method, path) => {
    const { status, body } = await crm.send(method, path, method === 'PATCH' ? { lastname: 'X' } : undefined)
    expect([status, body.error.code, body.error.message]).toEqual(syntax)
  })
  test('behind a row, too', async () => {
    const accountid = await crm.create('accounts', { name: 'A' })
    const bad = await crm.get(`accounts(${accountid})/contact_customer_accounts(not-an-id)`)
    expect([bad.status, bad.body.error.code, bad.body.error.message]).toEqual(syntax)
  })
  test('may be left out: empty parentheses are the set', async () => {
    expect((await crm.get('contacts()?$top=1')).body.value).toHaveLength(1)
  })
})
