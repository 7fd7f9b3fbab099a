import { expect, it } from 'vitest'
import type { InteractionEvent } from '../../harness/events.ts'
import { disturbed } from '../../harness/play/disturbance.ts'
import { virtualClock } from '../../mocks/core/clock.ts'

const event = (id: string, type = 'CallContactEvent', finalState = false) =>
  ({ id, type: `com.nice.cxone.${type}`, data: { finalState } }) as unknown as InteractionEvent

function way() {
  const clock = virtualClock(0)
  const told: string[] = []
  const on = disturbed(({ id }) => told.push(`${id} at ${clock.now()}`), clock)
  return { clock, told, on }
}

it('loses as many events of a kind as it is asked to, and no others', () => {
  const { told, on } = way()
  on.disturb({ what: 'lose', type: 'CallContactEvent', finalState: true, times: 1 })
  for (const one of [event('a'), event('b', 'CallContactEvent', true), event('c', 'CallContactEvent', true), event('d', 'VoiceContact', true)]) on.tell(one)
  expect(told).toEqual(['a at 0', 'c at 0', 'd at 0'])
})

it('lets others overtake an event that is late', async () => {
  const { told, on } = way()
  on.disturb({ what: 'delay', type: 'CallContactEvent', by: 5000, times: 1 })
  on.tell(event('a'))
  on.tell(event('b'))
  await on.late()
  expect(told).toEqual(['b at 0', 'a at 5000'])
})

it('repeats an event under its own id', () => {
  const { told, on } = way()
  on.disturb({ what: 'repeat', times: 1 })
  on.tell(event('a'))
  on.tell(event('b'))
  expect(told).toEqual(['a at 0', 'a at 0', 'b at 0'])
})

it('keeps everything back while the connection is interrupted, then hands it over in its order', async () => {
  const { told, on } = way()
  on.interrupt(20_000)
  on.tell(event('a'))
  on.tell(event('b'))
  expect(told).toEqual([])
  await on.late()
  on.tell(event('c'))
  expect(told).toEqual(['a at 20000', 'b at 20000', 'c at 20000'])
})

it('keeps everything back to the end of the last of two interruptions that overlap', async () => {
  const { clock, told, on } = way()
  on.interrupt(10_000)
  await clock.advance(5000)
  on.interrupt(10_000)
  on.tell(event('a'))
  await on.late()
  expect(told).toEqual(['a at 15000'])
})
