import { expect, it } from 'vitest'
import type { Environment } from '../../harness/integration.ts'
import { play } from '../../harness/play.ts'
import { memorializedOnce } from '../../harness/rules/memorialized-once.ts'
import { scenario, worse } from '../scenarios/tools.ts'

const source = `title: A comment whose answer is lost
crm: [zendesk]
configuration: case
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }]
  faults: [{ when: { mock: zendesk, method: PUT, path: '/api/v2/tickets*' }, times: 1, effect: { kind: drop, when: after } }]
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron, skill: Support } }
  - { at: 00:06, agent.answers: { agent: Mia } }
  - { at: 02:00, agent.hangsUp: {} }
  - { at: 02:10, agent.selectsDisposition: { name: Solved, notes: By mail. } }
  - { at: 02:20, agent.finishesAcw: {} }
`
/** Asks again at once when there was no answer, and looks at nothing before. */
const stubborn = worse({
  env: (env): Environment => ({
    ...env,
    fetch: ((input: string, init?: RequestInit) => env.fetch(input, init).catch(() => env.fetch(input, init))) as typeof fetch,
  }),
})

it('a comment that is repeated because its answer was lost stands on the ticket twice', async () => {
  const rules = [memorializedOnce]
  expect((await play(scenario(source), 'zendesk', { rules })).findings).toEqual([])
  const { findings } = await play(scenario(source), 'zendesk', { rules, integration: stubborn })
  expect(findings).toMatchObject([{ rule: 'memorialized-once', happened: expect.stringContaining('comment written two times') }])
})
