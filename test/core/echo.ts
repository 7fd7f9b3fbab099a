import { z } from 'zod'
import { type AdjustableClock, createWorlds, jsonOf, type Mock, problem, virtualClock, type Worlds } from '../../mocks/core/index.ts'

/** A system of no vendor, for tests of core: notes that can be written and read back. */
export const echo: Mock = {
  name: 'echo',
  title: 'Echo',
  order: 1,
  settings: z.strictObject({ slow: z.number().default(0) }),
  seed: z.strictObject({ notes: z.record(z.string(), z.string()).default({}) }),
  plant(world, seed) {
    world.tenancy.echo = world.id
    for (const [id, text] of Object.entries((seed as { notes: Record<string, string> }).notes)) world.store.table(notes).put(id, { id, text })
  },
  operations: [
    {
      name: 'notes.write',
      method: 'PUT',
      path: '/notes/:id',
      async run(call, world) {
        const { text } = (jsonOf(call) ?? {}) as { text: string }
        const { slow } = world.settings.echo as { slow: number }
        await world.clock.sleep(slow)
        world.store.table(notes).put(call.params.id as string, { id: call.params.id as string, text })
        return { status: 200, body: { text, at: world.clock.now() } }
      },
    },
    {
      name: 'notes.read',
      method: 'GET',
      path: '/notes/:id',
      run(call, world) {
        const note = world.store.table(notes).get(call.params.id as string)
        return note ? { status: 200, body: note } : problem('not-found', 404, `no note ${call.params.id}`)
      },
    },
    {
      name: 'sign-in',
      method: 'POST',
      path: '/sign-in',
      run(_, world) {
        const token = world.tokens.issue({
          value: world.random('echo').text(40),
          issuer: 'echo',
          kind: 'access',
          client: 'c',
          subject: 's',
          audience: 'a',
          scopes: [],
          expiresAt: world.clock.now() + 3_600_000,
          claims: {},
        })
        return { status: 200, headers: { 'set-cookie': 'session=hunter2' }, body: { access_token: token.value, token_type: 'Bearer' } }
      },
    },
    {
      name: 'bug',
      method: 'GET',
      path: '/bug',
      run() {
        throw new Error('a bug of ours')
      },
    },
  ],
  tenancy: () => undefined,
  origin: () => 'https://echo.example',
  refuse: ({ problem: kind, status, message }) => ({ status, body: { error: kind, message } }),
  meaning: (exchange) => [{ kind: 'other', what: exchange.operation, ok: exchange.response.status === 200 }],
}

const notes = { name: 'echo.notes', indexes: { text: (note: { id: string; text: string }) => note.text } }

export const START = Date.parse('2026-11-20T08:00:00Z')

export function echoWorlds(
  options: {
    id?: string
    clock?: () => AdjustableClock
    strict?: boolean
    limit?: number
    plant?: Record<string, unknown>
    settings?: Record<string, unknown>
  } = {},
): Worlds {
  return createWorlds({ mocks: [echo], clock: (start = START) => virtualClock(start), seed: 1, ...options })
}

/** A JSON answer whose members are text. */
export const json = async (answer: Response) => (await answer.json()) as Record<string, string>
