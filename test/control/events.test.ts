import { describe, expect, it } from 'vitest'
import { running } from './running.ts'

describe('events', () => {
  it('stream exchanges as they end, after those that a reader has missed', async () => {
    const { ask, told, write } = running()
    await write('/notes/1')
    await write('/notes/2')
    const answer = await ask('GET /_sim/events', undefined, { 'last-event-id': '1' })
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (part: string) => {
      while (!text.includes(part)) text += (await reader.read()).value ?? ''
    }
    await until('event: clock')
    await write('/notes/3')
    await until('id: 3@')
    await told('POST /_sim/clock', { advance: '1h' })
    await until('2026-11-20T09:00:00.000Z')
    await told('POST /_sim/faults', { effect: { kind: 'garble' } })
    await until('garble')
    expect(text).toMatch(/^id: 2@\w+\nevent: exchange\n/m)
    expect(text).not.toMatch(/^id: 1@/m)
    expect(text).not.toContain('event: missed')
    await reader.cancel()
    expect(await write('/notes/4')).toBe(200)
  })
})

it('end with their World, and with no other', async () => {
  const { worlds, ask, told, write } = running()
  worlds.fork('class-07')
  const follow = async (line: string) => ((await ask(line)).body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  const [one, other] = [await follow('GET /_sim/events?world=class-07'), await follow('GET /_sim/events')]
  await told('DELETE /_sim/worlds/class-07')
  while (!(await one.read()).done);
  await write('/notes/1')
  let text = ''
  while (!text.includes('id: 1@')) {
    const { value, done } = await other.read()
    if (done) break
    text += value
  }
  expect(text).toContain('id: 1@')
  await other.cancel()
})

it('a reader who comes back misses no exchange that took long: it was asked for first and answered last', async () => {
  const { worlds, told, ask, write } = running()
  const slow = worlds.fork('slow')
  const clock = slow.clock
  clock.freeze()
  slow.faults.add({ when: { path: '/notes/slow' }, effect: { kind: 'latency', min: 60_000 } })
  const late = write('/w/slow/notes/slow')
  await write('/w/slow/notes/quick')
  await clock.advance(60_000)
  expect(await late).toBe(200)
  const ids = async (query: string) => ((await told(`GET /_sim/journal?world=slow${query}`)).body.exchanges as { id: number }[]).map(({ id }) => id)
  expect([await ids(''), await ids('&since=2'), await ids('&since=1'), await ids('&since=0')]).toEqual([[2, 1], [1], [], [2, 1]])
  expect((await greeting(ask, 'GET /_sim/events?world=slow', '2')).ids).toEqual(['1'])
})

describe('who comes back to a World that began anew, or whose journal has forgotten, is told so', () => {
  it('after a restart, with an id that the new one has given to another exchange', async () => {
    const before = running()
    await before.write('/notes/1')
    await before.write('/notes/2')
    const { last } = await greeting(before.ask, 'GET /_sim/events?since=0')
    const after = running()
    for (const note of ['a', 'b', 'c']) await after.write(`/notes/${note}`)
    const back = await greeting(after.ask, 'GET /_sim/events', last)
    expect(back.ids).toEqual(['1', '2', '3'])
    expect(back.missed).toEqual({ since: last, because: expect.stringContaining('no id of this World since it began') })
    // A second time it is one of theirs.
    expect(await greeting(after.ask, 'GET /_sim/events', back.last)).toMatchObject({ ids: [], missed: undefined })
  })
  it('with a number of the journal that this one has not reached', async () => {
    const { ask, write } = running()
    await write('/notes/1')
    expect(await greeting(ask, 'GET /_sim/events?since=4711')).toMatchObject({ ids: ['1'], missed: { since: '4711' } })
  })
  it('with an id of a World of the same name that was removed', async () => {
    const { worlds, ask, write } = running()
    worlds.fork('class-07')
    await write('/w/class-07/notes/1')
    const { last } = await greeting(ask, 'GET /_sim/events?world=class-07&since=0')
    worlds.remove('class-07')
    worlds.fork('class-07')
    await write('/w/class-07/notes/1')
    expect(await greeting(ask, 'GET /_sim/events?world=class-07', last)).toMatchObject({ ids: ['1'], missed: { since: last } })
  })
  it('when the journal was emptied in between', async () => {
    const { ask, told, write } = running()
    await write('/notes/1')
    const { last } = await greeting(ask, 'GET /_sim/events?since=0')
    await write('/notes/2')
    await told('DELETE /_sim/journal')
    await write('/notes/3')
    expect(await greeting(ask, 'GET /_sim/events', last)).toMatchObject({ ids: ['3'], missed: { because: expect.stringContaining('forgotten') } })
  })
  it('and ?since= that is no id is refused', async () => {
    expect(await running().told('GET /_sim/events?since=yesterday')).toMatchObject({ status: 400, body: { error: { got: 'yesterday' } } })
  })
})

it('who comes back hears of faults that were laid, and that the World was reset, while nobody listened', async () => {
  const { ask, told, write } = running()
  await write('/notes/1')
  const { last } = await greeting(ask, 'GET /_sim/events?since=0')
  await told('POST /_sim/faults', { name: 'half', effect: { kind: 'garble' } })
  expect(await greeting(ask, 'GET /_sim/events', last)).toMatchObject({ ids: [], faults: ['half'], missed: undefined })
  await told('POST /_sim/reset')
  expect(await greeting(ask, 'GET /_sim/events', last)).toMatchObject({ ids: [], faults: [], missed: { since: last } })
})

/** What somebody who comes back is told before the clock: ids of exchanges without their World's part, the last one whole, and what is missing. */
async function greeting(ask: ReturnType<typeof running>['ask'], line: string, last?: string) {
  const answer = await ask(line, undefined, last === undefined ? {} : { 'last-event-id': last })
  const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('event: clock')) text += (await reader.read()).value ?? ''
  await reader.cancel()
  const ids = [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id as string)
  const [, faults = '[]'] = /^event: faults\ndata: (.+)$/m.exec(text) ?? []
  const [, missed] = /^event: missed\ndata: (.+)$/m.exec(text) ?? []
  return {
    ids: ids.map((id) => id.split('@')[0]),
    last: ids.at(-1) ?? '',
    faults: JSON.parse(faults).map(({ name }: { name: string }) => name),
    missed: missed === undefined ? undefined : JSON.parse(missed),
  }
}

it('the stream of a World that is removed ends', async () => {
  const { worlds, ask, told } = running()
  worlds.fork('class-07')
  const answer = await ask('GET /_sim/events?world=class-07')
  expect((await told('DELETE /_sim/worlds/class-07')).status).toBe(204)
  expect(await answer.text()).toContain('event: clock')
})
