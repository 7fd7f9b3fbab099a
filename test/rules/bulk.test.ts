import { expect, it } from 'vitest'
import { cxone } from '../../harness/cxone/index.ts'
import type { InteractionEvent } from '../../harness/events.ts'
import { play } from '../../harness/play.ts'
import { both, isUpdate, type Mutation, onEvents, onTheWire, type Send } from '../mutants/decorate.ts'
import { call } from '../mutants/mutants.ts'
import { scene } from '../mutants/scenes.ts'

/** An integration that writes one user by a request for many; the answer is a job. */
const bulk = (address: (id: string) => string, body: (id: string, user: object) => unknown): Mutation =>
  onTheWire((send: Send) => async (url, init) => {
    const id = isUpdate(init) ? /users\/(\d+)/.exec(url)?.[1] : undefined
    if (id === undefined) return send(url, init)
    const { user } = JSON.parse(String(init.body)) as { user: object }
    await send(url.replace(/\/users\/.*/, address(id)), { ...init, method: 'PUT', body: JSON.stringify(body(id, user)) })
    return send(url, { headers: init.headers })
  })
const ways = [
  [
    'with the ids in the address',
    bulk(
      (id) => `/users/update_many.json?ids=${id}`,
      (_, user) => ({ user }),
    ),
  ],
  [
    'with a row each',
    bulk(
      () => '/users/update_many.json',
      (id, user) => ({ users: [{ id: Number(id), ...user }] }),
    ),
  ],
] as const
const atHangUp = onEvents((event: InteractionEvent) =>
  call(event)?.status === 'Disconnected' ? [{ ...event, data: { ...event.data, finalState: true } as never }] : [event],
)

it.each(ways)('a user who is written by an update of many is memorialized: %s', async (_, way) => {
  const held = await play(scene('call'), 'zendesk', { seed: 7, integration: () => way(cxone()) })
  expect(held.findings).toEqual([])
  const early = await play(scene('call'), 'zendesk', { seed: 7, integration: () => both(way, atHangUp)(cxone()) })
  expect(early.findings.map(({ rule }) => rule)).toContain('memorialized-after-trigger')
})
