import { createClient } from 'node-zendesk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import { createWorlds, virtualClock } from '../../mocks/core/index.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import zendesk from '../../mocks/zendesk/index.ts'
import { START } from './account.ts'

// biome-ignore lint/suspicious/noExplicitAny: the client's own types call half of its answers any
type Client = any

let server: Listening
let client: Client
const worlds = createWorlds({ mocks: [zendesk], clock: () => virtualClock(START), seed: 3, settings: { zendesk: { webhookDelivery: 'off' } } })

beforeAll(async () => {
  server = await listen({ edge: edge(zendesk, worlds), port: 0 })
  client = createClient({
    subdomain: 'rehearsal',
    endpointUri: `${server.url}/api/v2`,
    username: 'admin@rehearsal.example',
    token: 'rehearsal-token',
  })
})
afterAll(() => server.close())

const webhook = {
  name: 'From a client',
  status: 'active',
  endpoint: 'https://receiver.example/hook',
  http_method: 'POST',
  request_format: 'json',
  subscriptions: ['conditional_ticket_events'],
}

test('node-zendesk, unmodified, works on webhooks and triggers', async () => {
  const { result: made } = await client.webhooks.create({ webhook })
  const { id } = made.webhook ?? made
  expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  const { result: shown } = await client.webhooks.show(id)
  expect((shown.webhook ?? shown).name).toBe('From a client')
  await client.webhooks.patch(id, { webhook: { description: 'Patched' } })
  const { result: secret } = await client.webhooks.getSigningSecret(id)
  const { result: reset } = await client.webhooks.resetSigningSecret(id)
  const text = (answer: Client): string => (answer.signing_secret ?? answer).secret
  expect(text(reset)).not.toBe(text(secret))

  const trigger = {
    title: 'Tell it',
    conditions: { all: [{ field: 'update_type', operator: 'is', value: 'Create' }] },
    actions: [{ field: 'notification_webhook', value: [id, '{"id":"{{ticket.id}}"}'] }],
  }
  const { result: rule } = await client.triggers.create({ trigger })
  expect((rule.trigger ?? rule).title).toBe('Tell it')
  await client.tickets.create({ ticket: { subject: 'Told', comment: { body: 'x' } } })
  const { result: list } = await client.webhooks.listInvocations(id)
  const [invocation] = Array.isArray(list) ? list : list.invocations
  const { result: tries } = await client.webhooks.listInvocationAttempts(id, invocation.id)
  const [attempt] = Array.isArray(tries) ? tries : tries.attempts
  expect(attempt.request.payload).toBe('{"id":"1"}')

  await client.triggers.delete((rule.trigger ?? rule).id)
  await client.webhooks.delete(id)
  await expect(client.webhooks.show(id)).rejects.toThrow()
})
