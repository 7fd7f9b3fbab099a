import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createAttributor } from '../../harness/attribution.ts'
import type { InteractionEvent } from '../../harness/events.ts'
import { chooseExternal, externalDefaults } from '../../harness/external/choose.ts'
import { moduleIntegration } from '../../harness/external/module.ts'
import { readNotices } from '../../harness/external/notices.ts'
import { healthy, startProgram } from '../../harness/external/process.ts'
import { faultPlans, withFaults } from '../../harness/fault-plans.ts'
import { play } from '../../harness/play.ts'
import type { CrmAction, Exchange } from '../../mocks/core/index.ts'
import { folder } from '../clients/program.ts'
import { type Scene, scene } from './scenes.ts'

const place = folder()
afterAll(place.remove)

const trace = (digit: string) => `00-${digit.repeat(32)}-${'1'.repeat(16)}-01`
const event = (subject: string, digit: string, ani: string) =>
  ({ subject, contactid: `${digit}00200300400`, traceparent: trace(digit), data: { ani, isInbound: true } }) as unknown as InteractionEvent
const exchange = (actions: CrmAction[], traceparent?: string) => ({ actions, ...(traceparent ? { traceparent } : {}) }) as Exchange
const found = (...ids: string[]): CrmAction => ({ kind: 'searched', record: 'contact', type: 'contact', ok: true, found: ids, terms: '' })
const written = (id: string, fields: Record<string, unknown>): CrmAction => ({ kind: 'updated', record: 'contact', type: 'contact', ok: true, id, fields })

describe('whose a call was', () => {
  const two = (secondCaller = '+49 2') => {
    const attributor = createAttributor()
    attributor.event(event('interaction-a', 'a', '+49 1'))
    attributor.event(event('interaction-b', 'b', secondCaller))
    return attributor
  }
  it('is known by its trace context before all else', () => {
    expect(two().of(exchange([written('x', { note: 'interaction-b' })], trace('a')))).toEqual({ interaction: 'interaction-a', by: 'trace' })
  })
  it('else by an Interaction ID or a Contact ID among what it wrote', () => {
    expect(two().of(exchange([written('x', { note: 'Call interaction-b' })]))).toEqual({ interaction: 'interaction-b', by: 'data' })
    expect(two().of(exchange([written('x', { employeeid: 'a00200300400' })]))).toEqual({ interaction: 'interaction-a', by: 'data' })
  })
  it('is not known by two of them', () => {
    expect(two().of(exchange([written('x', { note: 'interaction-a, interaction-b' })]))).toBeUndefined()
  })
  it('else by a record that one interaction alone has touched', () => {
    const attributor = two()
    attributor.of(exchange([found('ada')], trace('a')))
    expect(attributor.of(exchange([written('ada', { city: 'Bonn' })]))).toEqual({ interaction: 'interaction-a', by: 'record' })
    attributor.of(exchange([found('ada')], trace('b')))
    expect(attributor.of(exchange([written('ada', { city: 'Bonn' })]))).toBeUndefined()
  })
  it('is not known by the record when the same person is in two interactions', () => {
    const attributor = two('+49 1')
    attributor.of(exchange([found('ada')], trace('a')))
    expect(attributor.of(exchange([written('ada', { city: 'Bonn' })]))).toBeUndefined()
  })
  it('is plain while there is one interaction, but for signing in, which is for all', () => {
    const attributor = createAttributor()
    attributor.event(event('interaction-a', 'a', '+49 1'))
    expect(attributor.of(exchange([found()]))).toEqual({ interaction: 'interaction-a', by: 'only' })
    expect(attributor.of(exchange([{ kind: 'signed-in', client: 'c', renewal: false, ok: true, expiresAt: null }]))).toBeUndefined()
    expect(two().of(exchange([found()]))).toBeUndefined()
  })
})

describe('notices over a socket', () => {
  const about = event('interaction-a', 'a', '+49 1')
  it('are about the interaction of the event that they answer', () => {
    expect(readNotices('{"notices":[{"kind":"linked","record":{"type":"user","id":7}}]}', about)).toEqual([
      { kind: 'linked', interaction: 'interaction-a', record: { type: 'user', id: '7' } },
    ])
  })
  it('are none in any other answer', () => {
    for (const body of ['', 'ok', '{}', 'null']) expect(readNotices(body, about)).toEqual([])
  })
  it('that cannot be read are explained', () => {
    expect(readNotices('{"notices":{}}', about)).toContain('is not a list')
    expect(readNotices('{"notices":[{"kind":"filed"}]}', about)).toMatch(/^notices\.0\.kind is "filed"\. Did you mean "failed"\? Kinds: failed, lost, linked/)
    expect(readNotices('{"notices":[{}]}', about)).toContain('notices.0.kind is missing.')
    expect(readNotices('{"notices": [', about)).toContain('cannot be read')
    expect(readNotices('nothing')).toContain('not JSON')
  })
})

describe('a module', () => {
  const module = (name: string, text: string) => {
    writeFileSync(join(place.path, name), text)
    return moduleIntegration(name, place.path)
  }
  it.each([
    ['none.mjs', 'export const integration = {}', 'none.mjs has no default export. It exports integration.'],
    ['half.mjs', 'export default { start() {}, delivers() {}, stop() {} }', 'deliver missing. Did you mean "delivers"?'],
    ['broken.mjs', 'export default {', 'broken.mjs cannot be loaded'],
  ])('%s is explained', async (name, text, message) => {
    await expect(module(name, text)).rejects.toThrow(message)
  })
  it.each([
    ['start.mjs', '() => ({ start() { throw new Error("no") }, deliver() {}, stop() {} })', /^start\.mjs: start\(\) failed: no \(.*start\.mjs:1:\d+\)$/],
    ['stop.mjs', '() => ({ start() {}, deliver() {}, stop: async () => { throw new Error("no") } })', /^stop\.mjs: stop\(\) failed: no \(/],
    ['make.mjs', '() => { throw new Error("no") }', /^make\.mjs: the function that makes the integration failed for .* on dynamics: no \(/],
    ['promise.mjs', 'async () => ({ start() {}, deliver() {}, stop() {} })', /makes a promise/],
  ])('that fails in a play is told of with its place: %s', async (name, text, message) => {
    const external = await module(name, `export default ${text}`)
    await expect(play(scene('call'), 'dynamics', { external, seed: 7 })).rejects.toMatchObject({
      name: 'ExternalError',
      message: expect.stringMatching(message),
    })
  })
  it('that is a function makes one for each play', async () => {
    const external = await module('maker.mjs', 'export default () => ({ start: async () => {}, deliver: async () => {}, stop: async () => {} })')
    const result = await play(scene('call'), 'dynamics', { external, seed: 7 })
    expect(result.unmet.map(({ happened }) => happened)).toEqual(['nothing was written to it'])
    expect(result.unjudged?.map(({ why }) => why)).toEqual(['the integration says nothing of screen pops'])
  })
})

describe('a program', () => {
  const node = (script: string) => `${process.execPath} -e ${JSON.stringify(script)}`
  it('is ended with SIGTERM', async () => {
    const polite = startProgram(node('setInterval(() => {}, 1000)'), { env: {}, secrets: [] })
    await polite.stop()
    expect(polite.ended()).toBe(' The program was ended by SIGTERM.')
  })
  it('does not outlive a rehearsal that ends without stopping it', async () => {
    const before = process.listeners('exit')
    const orphan = startProgram(node('setInterval(() => {}, 1000)'), { env: {}, secrets: [] })
    const added = process.listeners('exit').filter((listener) => !before.includes(listener))
    for (const listener of added) listener.call(process, 130)
    await orphan.over
    expect([added.length, orphan.ended(), process.listeners('exit')]).toEqual([1, ' The program was ended by SIGKILL.', before])
  })
  it('is ended with SIGKILL when it will not hear', async () => {
    const script = "process.on('SIGTERM', () => {}); const s = require('http').createServer((q, r) => r.end()).listen(0, () => console.log(s.address().port))"
    const deaf = startProgram(node(script), { env: {}, secrets: [], grace: 50 })
    const port = await new Promise<string>((resolve) => {
      const look = () => {
        const [line] = deaf.output()
        if (line === undefined) setImmediate(look)
        else resolve(line)
      }
      look()
    })
    await healthy(`http://localhost:${port}/`, deaf, 5000)
    await deaf.stop()
    await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow('fetch failed')
  })
  it('that is not ready yet is ended when the start is broken off', async () => {
    const started = join(place.path, 'started')
    const says = (word: string) => `require('fs').writeFileSync(${JSON.stringify(started)}, '${word}')`
    const command = node(`process.on('SIGTERM', () => { ${says('ended')}; process.exit() }); ${says('begun')}; setInterval(() => {}, 1000)`)
    const interrupted = new AbortController()
    const opened = chooseExternal(`command:${command}`, { ...externalDefaults, signal: interrupted.signal })
    const look = () => (existsSync(started) && readFileSync(started, 'utf8') === 'begun' ? interrupted.abort() : setImmediate(look))
    look()
    await expect(opened).rejects.toThrow('stopped before it was ready')
    expect(readFileSync(started, 'utf8')).toBe('ended')
  })
  it('is quoted within bounds, without secrets and without what steers a terminal', async () => {
    const script =
      "for (let i = 0; i < 300; i++) console.log('line', i); console.log('\\u001b[31mkey hush ' + 'x'.repeat(900)); console.error('Bearer abcdef0123456789')"
    const program = startProgram(node(script), { env: {}, secrets: ['hush'] })
    await program.over
    const lines = program.output()
    expect(lines.length).toBeLessThan(210)
    expect(lines[0]).toMatch(/^\[\d+ lines before these are left out\]$/)
    expect(lines.find((line) => line.startsWith('key'))).toMatch(/^key \[redacted\] x+\.\.\. \(\d+ characters\)$/)
    expect(lines).toContain('Bearer [redacted]')
    expect(program.output()).toEqual([])
  })
})

describe('a fault that is laid over a scenario', () => {
  it.each(faultPlans.map(({ name }) => name))('%s leaves our own integration without a finding', async (name) => {
    const faults = faultPlans.filter((plan) => plan.name === name)
    for (const one of ['call', 'contactFirst', 'transfer', 'twoCalls'] satisfies Scene[])
      for (const crm of ['dynamics', 'zendesk'] as const) {
        const { findings, unmet } = await play(scene(one), crm, { seed: 7, faults })
        expect([one, crm, findings, unmet]).toEqual([one, crm, [], []])
      }
  })
  it('is felt: a play differs from the one in fair weather, but for what makes no difference to a right integration', async () => {
    const fair = await play(scene('call'), 'dynamics', { seed: 7 })
    for (const plan of faultPlans.filter(({ name }) => !['half-answer', 'events-twice'].includes(name))) {
      const { traceHash } = await play(scene('call'), 'dynamics', { seed: 7, faults: [plan] })
      expect([plan.name, traceHash === fair.traceHash]).toEqual([plan.name, false])
    }
  })
  it('leaves the scenario itself as it was', () => {
    const before = scene('call')
    withFaults(before, faultPlans)
    expect(before).toEqual(scene('call'))
  })
})
