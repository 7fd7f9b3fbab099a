import { afterEach, expect, it, vi } from 'vitest'
import { endWhateverLingers } from '../../harness/commands/lingering.ts'
import { strayErrors } from '../../harness/commands/play-integration.ts'
import type { Place } from '../../harness/external/external.ts'
import { givenIntegration } from '../../harness/external/module.ts'
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

it('what start() does wrong is placed in the code that did it, not in ours which noticed', async () => {
  const run = rehearse('voice/agent-finishes-acw', { crm: 'dynamics', integration: { ...doing(() => {})(), start: async (env) => env.report({} as Notice) } })
  await expect(run).rejects.toThrow(/start\(\) failed: env\.report\(notice\): kind is missing\..* \(.*test\/external\/module\.test\.ts:\d+:\d+\)$/)
})

afterEach(() => vi.restoreAllMocks())

it.each<[string, unknown, RegExp]>([
  ['is said as its own, with its place', new Error('stray'), /^\nmine\.mjs: it threw an error that nobody caught: stray \(.*module\.test\.ts:\d+:\d+\)\n$/],
  ['that is none but a text is said, too', 'stray', /^\nmine\.mjs: it threw an error that nobody caught: stray\n$/],
  [
    'is not blamed on it where none but Node is in its stack',
    Object.assign(new Error('read ECONNRESET'), { stack: 'Error: read ECONNRESET\n    at TCP.onStreamRead (node:internal/stream_base_commons:217:20)' }),
    /^\nError: read ECONNRESET\n {4}at TCP/,
  ],
  [
    'is not blamed on it where our code threw it',
    Object.assign(new Error('ours'), { stack: `Error: ours\n    at told (${new URL('../../harness/run.ts', import.meta.url)}:1:1)` }),
    /^\nError: ours\n/,
  ],
  [
    'in a folder with a space is said with its place',
    Object.assign(new Error('theirs'), { stack: 'Error: theirs\n    at async tell (/my folder/app.js:1:2)' }),
    /\(\/my folder\/app\.js:1:2\)\n$/,
  ],
  ['is not blamed on it where it is ours', Object.assign(new Error('ours'), { stack: 'Error: ours\n    at internals' }), /^\nError: ours\n {4}at internals\n$/],
])('an error that nobody catches in a module %s, and ends with 2', async (_, error, words) => {
  const before = process.listeners('uncaughtException')
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
  const stop = await strayErrors(
    givenIntegration(
      doing(() => {}),
      'mine.mjs',
    ),
  )
  const added = process.listeners('uncaughtException').filter((listener) => !before.includes(listener))
  stop()
  expect([added.length, process.listeners('uncaughtException')]).toEqual([1, before])
  ;(added[0] as (error: unknown) => void)(error)
  expect([said.mock.calls.join(''), exit.mock.calls]).toEqual([expect.stringMatching(words), [[2]]])
})

it('what a module leaves open does not keep a play from ending, and that is said', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
  const written: (() => void)[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation(((_: string, done: () => void) => written.push(done)) as unknown as typeof process.stdout.write)
  endWhateverLingers(['play', 'voice'], 10)
  endWhateverLingers(['play', 'voice', '--integration', './mine.mjs'], 10)
  await vi.waitFor(() => expect(written).toHaveLength(1))
  // A reader may be slow: nothing that was written is cut off.
  expect(exit).not.toHaveBeenCalled()
  written[0]?.()
  expect(exit.mock.calls).toEqual([[]])
  expect(said.mock.calls).toHaveLength(1)
  expect(said.mock.calls.join('')).toContain('its stop() is where that ends')
})

it.each(['start', 'stop', 'rest'] as const)('%s() that never settles is told of', async (method) => {
  const given = { ...doing(() => {})(), rest: async () => {}, [method]: () => new Promise<void>(() => {}) }
  const integration = givenIntegration(given, 'mine.mjs', 20).integration({} as Place)
  const called = method === 'start' ? integration.start({} as Environment) : integration[method]?.()
  await expect(called).rejects.toThrow(
    method === 'rest' ? 'rest() had not settled after 0.02 s' : `mine.mjs: ${method}() failed: it had not settled after 0.02 s`,
  )
})
