import { describe, expect, it } from 'vitest'
import { scaledClock } from '../../mocks/core/index.ts'
import { START } from '../core/echo.ts'
import { running } from './running.ts'

describe('the clock', () => {
  it('tells the time', async () => {
    const { told } = running()
    expect(await told('GET /_sim/clock')).toEqual({
      status: 200,
      body: { world: 'demo', kind: 'virtual', now: '2026-11-20T08:00:00.000Z', scale: null, sleeping: 0 },
    })
  })

  it('is set, advanced, scaled, frozen and reset', async () => {
    const { told } = running({ clock: () => scaledClock(START, 1) })
    expect((await told('POST /_sim/clock', { freeze: true })).body).toMatchObject({ scale: 0 })
    expect((await told('POST /_sim/clock', { set: '2026-03-01T08:00:00Z' })).body).toMatchObject({ now: '2026-03-01T08:00:00.000Z' })
    for (const [advance, now] of [
      ['90s', '2026-03-01T08:01:30.000Z'],
      ['2h', '2026-03-01T10:01:30.000Z'],
      ['3d', '2026-03-04T10:01:30.000Z'],
    ])
      expect((await told('POST /_sim/clock', { advance })).body).toMatchObject({ now })
    expect((await told('POST /_sim/clock', { scale: 10 })).body).toMatchObject({ scale: 10 })
    const reset = await told('POST /_sim/clock', { reset: true })
    expect(reset.body).toMatchObject({ scale: 1 })
    expect(String(reset.body.now).slice(0, 10)).toBe('2026-11-20')
  })

  it('of another World is picked by ?world=', async () => {
    const { worlds, told } = running()
    worlds.fork('class-07')
    await told('POST /_sim/clock?world=class-07', { advance: '2h' })
    expect((await told('GET /_sim/clock?world=class-07')).body.now).toBe('2026-11-20T10:00:00.000Z')
    expect((await told('GET /_sim/clock')).body.now).toBe('2026-11-20T08:00:00.000Z')
  })

  it.each<[unknown, string]>([
    [{}, 'says nothing to do'],
    [{ advanse: '2h' }, 'Did you mean "advance"?'],
    [{ advance: '2h', freeze: true }, 'One thing at a time'],
    [{ advance: '2 hours' }, 'a duration such as 90s, 5m, 2h or 3d'],
    [{ advance: 7200 }, 'a duration such as'],
    [{ advance: '99999999999d' }, 'after the year 9999'],
    [{ set: 'tomorrow' }, 'an instant in RFC 3339'],
    [{ set: '2026-02-30' }, 'an instant in RFC 3339'],
    [{ set: '2026-02-30T08:00:00Z' }, 'an instant in RFC 3339'],
    [{ set: '9999-12-31T23:59:59-12:00' }, 'an instant in RFC 3339'],
    [{ scale: -1 }, 'a number above 0'],
    [{ scale: 0 }, '{"freeze":true}'],
    [{ scale: 'fast' }, 'a number above 0'],
    [{ freeze: false }, '"freeze" takes true'],
    [{ reset: 1 }, '"reset" takes true'],
    ['{"advance": ', 'not JSON'],
    ['[1]', 'not a JSON object'],
    ['advance=2h', 'not JSON'],
  ])('refuses %j and says what it expects', async (body, message) => {
    const { world, told } = running()
    const answer = await told('POST /_sim/clock', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error.message).toContain(message)
    expect(answer.body.error.expected).toBeTruthy()
    expect(world.clock.now()).toBe(START)
  })

  it('refuses to scale virtual time', async () => {
    expect(await running().told('POST /_sim/clock', { scale: 10 })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('no speed') } },
    })
  })
})

describe('Worlds', () => {
  it('are listed, made, shown and removed', async () => {
    const { told, write } = running({ strict: true, plant: { echo: { notes: { a: 'b' } } } })
    expect(await write('/w/class-07/notes/1')).toBe(404)
    expect(await told('POST /_sim/worlds', { name: 'class-07', seed: 7 })).toMatchObject({ status: 201, body: { name: 'class-07', seed: 7, baseline: false } })
    expect(await write('/w/class-07/notes/1')).toBe(200)
    expect((await told('GET /_sim/worlds')).body.worlds).toMatchObject([
      { name: 'demo', baseline: true },
      { name: 'class-07', exchanges: 1 },
    ])
    expect((await told('DELETE /_sim/worlds/class-07')).status).toBe(204)
    expect(await write('/w/class-07/notes/1')).toBe(404)
  })

  it('can be planted with a tenancy of their own', async () => {
    const { worlds, told } = running()
    await told('POST /_sim/worlds', { name: 'own', plant: { echo: { notes: { only: 'here' } } } })
    expect(worlds.get('own')?.store.dump()['echo.notes']).toEqual({ only: { id: 'only', text: 'here' } })
    expect(await told('POST /_sim/worlds', { name: 'bad', plant: { ecko: {} } })).toMatchObject({
      status: 400,
      body: { error: { message: 'plant: there is no "ecko". Did you mean "echo"?' } },
    })
    expect(await told('POST /_sim/worlds', { name: 'bad', plant: { echo: { note: {} } } })).toMatchObject({
      status: 400,
      body: { error: { message: 'plant.echo: Unrecognized key: "note". Did you mean "notes"?' } },
    })
    expect(worlds.list().map(({ id }) => id)).toEqual(['demo', 'own'])
  })

  it('go on from the baseline as it is, at its time, and come back to that', async () => {
    const { worlds, told, write } = running()
    await told('POST /_sim/clock', { advance: '30d' })
    await write('/notes/1')
    const { body } = await told('POST /_sim/worlds', { name: 'late' })
    expect(body.clock).toMatchObject({ now: '2026-12-20T08:00:00.000Z' })
    await told('POST /_sim/clock?world=late', { advance: '1d' })
    expect((await told('POST /_sim/reset?world=late')).body.clock).toMatchObject({ now: '2026-12-20T08:00:00.000Z' })
    expect(worlds.get('late')?.store.table({ name: 'echo.notes' }).get('1')).toMatchObject({ text: 'x' })
  })

  it('that are planted draw numbers of their own', async () => {
    const { told } = running()
    const seeds = [await told('GET /_sim/worlds/demo')]
    for (const name of ['one', 'two']) seeds.push(await told('POST /_sim/worlds', { name, plant: {} }))
    expect(new Set(seeds.map(({ body }) => body.seed)).size).toBe(3)
    expect((await told('POST /_sim/worlds', { name: 'three', plant: {}, seed: 5 })).body.seed).toBe(5)
  })

  it('say in which system’s settings or seed something is wrong', async () => {
    const { told } = running()
    expect((await told('POST /_sim/worlds', { name: 'bad', plant: { echo: { notes: { a: 1 } } } })).body.error.message).toMatch(/^plant\.echo\.notes\.a: /)
    expect((await told('POST /_sim/worlds', { name: 'bad', settings: { echo: { sped: 1 } } })).body.error.message).toMatch(/^settings\.echo: .*sped/)
    expect((await told('POST /_sim/worlds', { name: 'bad', latency: { min: '2s', max: '1s' } })).body.error.message).toBe('latency: max is not below min')
    expect(() => running({ id: 'a b' })).toThrow('"a b" is not a World\'s name')
  })

  it('that are not there answer 404 wherever they are named, with the nearest one', async () => {
    const { worlds, told } = running()
    worlds.fork('class-07')
    for (const line of [
      'GET /_sim/clock',
      'POST /_sim/clock',
      'GET /_sim/faults',
      'GET /_sim/journal',
      'DELETE /_sim/journal',
      'GET /_sim/snapshots',
      'POST /_sim/reset',
      'GET /_sim/events',
    ]) {
      const answer = await told(`${line}?world=class-7`)
      expect([line, answer.status, answer.body.error.message]).toEqual([line, 404, 'There is no World "class-7". Did you mean "class-07"?'])
    }
    expect((await told('DELETE /_sim/worlds/nobody')).status).toBe(404)
  })

  it('are not mistaken for the baseline by a slip of the pen', async () => {
    const { world, told, write } = running()
    await write('/notes/1')
    for (const line of ['POST /_sim/reset?wrold=class-07', 'POST /_sim/clock?name=class-07', 'DELETE /_sim/journal?mock=echo', 'GET /_sim/events?World=demo'])
      expect([line, await told(line, line.startsWith('POST') ? { freeze: true } : undefined)]).toMatchObject([
        line,
        { status: 400, body: { error: { expected: expect.stringContaining('world') } } },
      ])
    expect((await told('GET /_sim/faults?wrold=class-07')).body.error.message).toBe('The query can say nothing about "wrold" here. Did you mean "world"?')
    expect([world.journal.all().length, world.clock.state().scale]).toEqual([1, null])
    expect((await told('POST /_sim/worlds', { name: 'bad', settings: { echo: 5 } })).body.error.message).toMatch(/^settings\.echo: /)
  })

  it('keep the baseline, and their names', async () => {
    const { told } = running()
    expect(await told('DELETE /_sim/worlds/demo')).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('baseline') } } })
    for (const name of ['demo', 'Demo']) {
      const { status, body } = await told('POST /_sim/worlds', { name })
      expect([status, body]).toMatchObject([409, { error: { message: 'There is a World "demo" already.' } }])
    }
    expect((await told('POST /_sim/worlds', { name: 'a/b' })).body.error.message).toContain("is not a World's name")
    expect((await told('POST /_sim/worlds', {})).body.error.message).toContain('name')
    expect((await told('POST /_sim/worlds', { nam: 'x' })).status).toBe(400)
  })
})

describe('faults', () => {
  it('are added, listed as they were given, and removed', async () => {
    const { told, write } = running()
    const fault = {
      name: 'down',
      when: { method: 'PUT' },
      between: ['2026-11-20T08:00:00Z', '2026-11-20T09:00:00Z'],
      effect: { kind: 'refuse', status: 503, retryAfter: 5 },
    }
    expect((await told('POST /_sim/faults', fault)).status).toBe(201)
    expect(await write('/notes/1')).toBe(503)
    expect((await told('GET /_sim/faults')).body.faults).toEqual([
      { ...fault, between: ['2026-11-20T08:00:00.000Z', '2026-11-20T09:00:00.000Z'], id: 'down', matched: 1, struck: 1 },
    ])
    expect((await told('DELETE /_sim/faults/dwon')).body.error.message).toBe('World "demo" has no fault "dwon". Did you mean "down"?')
    expect((await told('DELETE /_sim/faults/down')).status).toBe(204)
    expect(await write('/notes/1')).toBe(200)
    await told('POST /_sim/faults', { name: 'fault-1', effect: { kind: 'garble' } })
    await told('POST /_sim/faults', { effect: { kind: 'garble' } })
    expect((await told('GET /_sim/faults')).body.faults).toMatchObject([{ id: 'fault-1', name: 'fault-1' }, { id: 'fault-2' }])
    await told('DELETE /_sim/faults')
    expect((await told('GET /_sim/faults')).body.faults).toEqual([])
  })

  it.each<[unknown, string]>([
    [{}, 'effect'],
    [{ effect: { kind: 'explode' } }, 'effect.kind'],
    [{ effect: { kind: 'refuse', status: 200 } }, 'effect.status'],
    [{ effect: { kind: 'latency', min: '3 weeks' } }, 'a duration such as'],
    [{ effct: { kind: 'garble' } }, 'Unrecognized key: "effct". Did you mean "effect"?'],
    [{ effect: { kind: 'garble' }, chance: 2 }, 'chance'],
    [{ effect: { kind: 'garble' }, between: ['2026-11-20T09:00:00Z', '2026-11-20T08:00:00Z'] }, 'between: the first instant is before the second'],
    [{ effect: { kind: 'garble' }, tmies: 2 }, 'Did you mean "times"?'],
    [{ effect: { kind: 'garble' }, when: { methd: 'PUT' } }, 'when: Unrecognized key: "methd". Did you mean "method"?'],
    [{ effect: { kind: 'refuse', status: 503, retryAftr: 5 } }, 'Did you mean "retryAfter"?'],
    [{ effect: { kind: 'garble' }, wherever: 2 }, 'Unrecognized key: "wherever". Known: name, when, nth, '],
    [{ effect: { kind: 'garble' }, when: { mock: 'ecko' } }, 'Did you mean "echo"?'],
    [{ effect: { kind: 'garble' }, when: { operation: 'notes.wirte' } }, 'when.operation: there is no "notes.wirte". Did you mean "notes.write"?'],
    [{ effect: { kind: 'garble' }, when: { mock: 'echo', method: 'PACTH' } }, 'Did you mean "PATCH"?'],
    [{ effect: { kind: 'garble' }, when: { method: 'HEAD' } }, 'there is no "HEAD"'],
  ])('refuse %j with the place and what is expected', async (body, message) => {
    const answer = await running().told('POST /_sim/faults', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error.message).toContain(message)
    expect(answer.body.error.expected).toBeTruthy()
  })
})

describe('the journal', () => {
  it('is filtered, and forgotten on request', async () => {
    const { told, write } = running()
    for (const path of ['/notes/1', '/notes/2', '/nothing']) await write(path)
    const ids = async (query: string) => ((await told(`GET /_sim/journal${query}`)).body.exchanges as { id: number }[]).map(({ id }) => id)
    expect(await ids('')).toEqual([1, 2, 3])
    expect(await ids('?mock=echo&operation=notes.write')).toEqual([1, 2])
    expect(await ids('?status=4xx')).toEqual([3])
    expect(await ids('?status=error&method=put')).toEqual([3])
    expect(await ids('?path=/notes&since=1')).toEqual([2])
    expect(await ids('?limit=1')).toEqual([3])
    expect((await told('GET /_sim/journal/2')).body).toMatchObject({ id: 2, operation: 'notes.write', request: { body: { text: 'x' } } })
    expect((await told('GET /_sim/journal/9')).status).toBe(404)
    expect((await told('GET /_sim/journal?methd=GET')).body.error.message).toContain('Did you mean "method"?')
    expect((await told('GET /_sim/journal?status=bad')).body.error.expected).toContain('4xx')
    expect((await told('GET /_sim/journal?limit=0')).status).toBe(400)
    expect((await told('DELETE /_sim/journal')).status).toBe(204)
    expect(await ids('')).toEqual([])
  })
})

describe('snapshots and reset', () => {
  it('put records back as they were', async () => {
    const { world, told, write } = running()
    await write('/notes/before')
    expect(await told('POST /_sim/snapshots', { name: 'morning' })).toMatchObject({
      status: 201,
      body: { name: 'morning', takenAt: '2026-11-20T08:00:00.000Z' },
    })
    await write('/notes/after')
    expect((await told('GET /_sim/snapshots')).body.snapshots).toEqual([{ name: 'morning', takenAt: '2026-11-20T08:00:00.000Z' }])
    expect((await told('POST /_sim/snapshots/morning/restore')).body).toMatchObject({ restored: 'morning' })
    expect(Object.keys(world.store.dump()['echo.notes'] ?? {})).toEqual(['before'])
    expect((await told('POST /_sim/snapshots', { name: 'morning' })).status).toBe(409)
    expect((await told('POST /_sim/snapshots/mornin/restore')).body.error.message).toContain('Did you mean "morning"?')
    expect((await told('DELETE /_sim/snapshots/morning')).status).toBe(204)
    expect((await told('POST /_sim/snapshots/morning/restore')).status).toBe(404)
    expect((await told('POST /_sim/snapshots')).body.name).toBe('snapshot-1')
    expect((await told('POST /_sim/snapshots')).body.name).toBe('snapshot-2')
    await told('DELETE /_sim/snapshots/snapshot-1')
    expect(await told('POST /_sim/snapshots')).toMatchObject({ status: 201, body: { name: 'snapshot-3' } })
    expect((await told('POST /_sim/reset')).body).toMatchObject({ name: 'demo', exchanges: 0 })
    expect(world.store.dump()['echo.notes']).toEqual({})
  })
})

describe('the front door', () => {
  it('says what runs, in a page that needs nothing else and lets nothing in', async () => {
    const { ask } = running({ plant: {} })
    const answer = await ask('GET /')
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const text = await answer.text()
    expect(text).toContain('Echo')
    expect(text).not.toContain('<script')
  })

  it('is healthy, and knows its paths and methods', async () => {
    const { told, ask } = running()
    expect(await told('GET /_sim/health')).toMatchObject({ status: 200, body: { status: 'ok', product: 'crm-rehearsal', worlds: 1 } })
    expect(await told('GET /_sim/clok')).toMatchObject({
      status: 404,
      body: { error: { message: 'The control plane has no /_sim/clok. Did you mean "/_sim/clock"?' } },
    })
    const wrong = await ask('PUT /_sim/clock')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST'])
    expect((await told('GET /elsewhere')).status).toBe(404)
  })

  it('refuses what a browser can be talked into: foreign pages, and foreign names for this machine', async () => {
    const { told } = running()
    expect((await told('POST /_sim/reset', {}, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await told('POST /_sim/reset', {}, { origin: 'null' })).status).toBe(403)
    expect((await told('POST /_sim/reset', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await told('GET http://evil.example:4400/_sim/health')).status).toBe(403)
    expect((await told('POST /_sim/reset', {}, { origin: 'http://localhost:4400' })).status).toBe(200)
    expect((await told('GET http://127.0.0.1:4400/_sim/health')).status).toBe(200)
    expect((await told('GET http://[::1]:4400/_sim/health')).status).toBe(200)
  })

  it('off loopback wants its token, from everybody and for everything', async () => {
    const { ask, told } = running({}, 'the-token')
    const at = 'http://build-server:4400'
    for (const path of ['/', '/_sim/health', '/_sim/journal']) expect((await told(`GET ${at}${path}`)).status).toBe(401)
    expect(await told(`GET ${at}/_sim/health`, undefined, { authorization: 'Bearer the-tokeN' })).toMatchObject({
      status: 401,
      body: { error: { message: "That is not this console's token." } },
    })
    expect((await told(`GET ${at}/_sim/health`, undefined, { authorization: 'Bearer the-token' })).status).toBe(200)
    expect((await ask(`GET ${at}/?token=wrong`)).status).toBe(401)
    const signedIn = await ask(`GET ${at}/?token=the-token`)
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/'])
    const cookie = signedIn.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
    expect((await told(`GET ${at}/_sim/health`, undefined, { cookie: cookie.split(';')[0] as string })).status).toBe(200)
  })
})
