import { describe, expect, test } from 'vitest'
import { account, START } from './account.ts'

describe('marketplace headers', () => {
  const marketplace = {
    'x-zendesk-marketplace-name': 'Rehearsed Connector',
    'x-zendesk-marketplace-organization-id': '1234',
    'x-zendesk-marketplace-app-id': '98765',
  }

  test('are in the journal as they were sent', async () => {
    const zendesk = account()
    expect((await zendesk.ask('GET', '/api/v2/users/me', undefined, marketplace)).status).toBe(200)
    expect(zendesk.last().request.headers).toMatchObject(marketplace)
  })

  test('change no answer, whatever they say', async () => {
    const [plain, odd] = [account(), account()]
    const create = { user: { name: 'Ada' } }
    const without = await plain.ask('POST', '/api/v2/users', create)
    const withThem = await odd.ask('POST', '/api/v2/users', create, { ...marketplace, 'x-zendesk-marketplace-app-id': 'not a number' })
    expect(withThem.status).toBe(201)
    expect(withThem.text).toBe(without.text)
  })
})

describe('the end of API tokens', () => {
  test('comes on its day on the World’s clock, for API tokens alone', async () => {
    const zendesk = account({}, { apiTokensEndAt: new Date(START + 60_000).toISOString() })
    const own = { grant_type: 'client_credentials', client_id: 'rehearsal', client_secret: 'rehearsal-secret', scope: 'read' }
    expect((await zendesk.ask('GET', '/api/v2/tickets')).status).toBe(200)
    await zendesk.world.clock.advance(60_000)
    const refused = await zendesk.ask('GET', '/api/v2/tickets')
    expect(refused.status).toBe(401)
    expect(refused.body).toEqual({ error: "Couldn't authenticate you" })
    expect(zendesk.last().remarks).toContainEqual({ kind: 'token-refused', why: expect.stringContaining('apiTokensEndAt') })
    const { access_token } = (await zendesk.ask('POST', '/oauth/tokens', own, { authorization: undefined })).body
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, { authorization: `Bearer ${access_token}` })).status).toBe(200)
  })

  test('is 2027-04-30 unless a setting says otherwise, and can be never', async () => {
    const years = 2 * 365 * 86_400_000
    const [announced, never] = [account(), account({}, { apiTokensEndAt: null })]
    for (const zendesk of [announced, never]) await zendesk.world.clock.advance(years)
    expect((await announced.ask('GET', '/api/v2/tickets')).status).toBe(401)
    expect((await never.ask('GET', '/api/v2/tickets')).status).toBe(200)
  })
})
