import { expect, it } from 'vitest'
import type { Environment, Integration, Notice } from '../../harness/integration.ts'
import { rehearse } from '../../harness/rehearse.ts'

/** Does one thing at each event. */
function doing(what: (env: Environment, interaction: string) => unknown): () => Integration {
  return () => {
    let env: Environment
    return {
      async start(given) {
        env = given
      },
      deliver: async ({ subject }) => void (await what(env, subject)),
      async stop() {},
    }
  }
}
const happened = async (integration: () => Integration) => {
  const { plays } = await rehearse('voice/agent-finishes-acw', { crm: 'dynamics', integration })
  return plays.flatMap(({ findings }) => findings).find(({ rule }) => rule === 'events-taken')?.happened
}

it.each([
  [{ kind: 'linkd', interaction: 'x' }, /Kinds: failed, lost, linked/],
  [{ kind: 'information', interaction: 'x' }, /^env\.report\(notice\): message: /],
  [null, /^env\.report\(notice\): /],
])('a notice that is none (%j) fails the call that reports it, and is in no report', async (notice, why) => {
  expect(await happened(doing((env) => env.report(notice as unknown as Notice)))).toMatch(why)
})

it('a mistake in every delivery is told of at once, and at the end for the others together', async () => {
  const failing = doing(() => Promise.reject(new Error('no database')))
  const { plays } = await rehearse('voice/agent-finishes-acw', { crm: 'dynamics', integration: failing })
  const told = plays.flatMap(({ findings }) => findings).filter(({ rule }) => rule === 'events-taken')
  expect(told.map(({ happened }) => happened)).toEqual(['no database', 'as before: no database'])
  expect(told[1]?.expected).toMatch(/^\d+ more events taken \(.*VoiceContact/)
})

it('a delivery that fails says why, with the cause', async () => {
  expect(await happened(doing((env) => env.fetch('https://example.org/')))).toMatch(/^fetch failed: .*example\.org: this World answers/)
})
