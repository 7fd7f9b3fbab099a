import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConsole } from '../../../harness/console/console.ts'
import { discoverMocks } from '../../../mocks/core/discover.ts'
import { createWorlds, virtualClock } from '../../../mocks/core/index.ts'
import { type Persistence, persist } from '../../../mocks/core/persist.ts'
import { mutated, spoilt } from '../mutate.ts'
import type { Target } from '../target.ts'

const START = Date.parse('2026-11-20T08:00:00Z')
const BODIES: readonly (readonly [string, unknown])[] = [
  ['POST /_sim/worlds', { name: 'class-07', seed: 7, settings: { zendesk: { plan: 'team' } }, latency: { min: '1s', max: '2s' } }],
  ['POST /_sim/worlds', { name: 'own', plant: { zendesk: { subdomain: 'own', users: [{ name: 'Ada', email: 'ada@example.org' }] } } }],
  ['POST /_sim/clock', { set: '2026-03-01T08:00:00Z' }],
  ['POST /_sim/clock', { advance: '2h' }],
  ['POST /_sim/clock', { freeze: true }],
  ['POST /_sim/clock', { reset: true }],
  [
    'POST /_sim/faults',
    {
      name: 'f',
      when: { mock: 'dynamics', operation: '*', path: '/api/*' },
      nth: 2,
      times: 1,
      chance: 0.5,
      effect: { kind: 'latency', median: '80ms', p99: '2s' },
    },
  ],
  ['POST /_sim/faults', { between: ['2026-03-01T08:00:00Z', '2026-03-01T09:00:00Z'], effect: { kind: 'refuse', status: 503, retryAfter: 5 } }],
  ['POST /_sim/snapshots', { name: 'before-class' }],
  ['POST /_sim/snapshots/before-class/restore', {}],
  ['DELETE /_sim/snapshots/before-class', undefined],
  ['DELETE /_sim/faults/f', undefined],
  ['DELETE /_sim/worlds/class-07', undefined],
  ['POST /_sim/reset', {}],
  ['GET /_sim/journal?mock=zendesk&status=4xx&since=1&limit=5', undefined],
  ['GET /_sim/journal/1', undefined],
  ['GET /_sim/events?since=0', undefined],
  ['GET /_sim/worlds/demo', undefined],
  ['GET /_sim/health', undefined],
]
const NAMES =
  'name seed settings plant latency min max set advance scale freeze reset when mock operation method path nth times chance between effect kind status retryAfter drop latency refuse dynamics zendesk entra demo before after 2h 90s 2026-03-01T08:00:00Z'.split(
    ' ',
  )
const PATHS = {
  samples: BODIES.map(([line]) => line.slice(line.indexOf(' ') + 1)),
  tokens: '/ ? & = /_sim/ worlds faults journal ?world=demo ?world= %2f %00 .. limit= since= status= NAME'.split(' '),
  between: '',
}

/** The control plane of a World that is kept in a folder, and nothing outside of that folder. */
export const sim: Target = {
  name: 'sim',
  async open() {
    const place = mkdtempSync(join(tmpdir(), 'rehearsal-fuzz-'))
    const folder = join(place, 'inner', 'data')
    const mocks = await discoverMocks()
    let kept: Persistence | undefined
    let front: ReturnType<typeof createConsole>
    const close = async () => {
      front?.close()
      await kept?.close()
      rmSync(join(place, 'inner'), { recursive: true, force: true })
    }
    const renew = async () => {
      await close()
      const worlds = createWorlds({ mocks, clock: () => virtualClock(START), seed: 1, limit: 50 })
      kept = await persist(worlds.baseline, folder)
      front = createConsole(worlds)
    }
    await renew()
    return {
      input(random) {
        const [line, body] = random.pick(BODIES)
        const method = random.next() < 0.95 ? line.slice(0, line.indexOf(' ')) : random.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
        const path = random.next() < 0.7 ? line.slice(line.indexOf(' ') + 1) : mutated(PATHS, random)
        const text =
          body === undefined
            ? ''
            : random.next() < 0.85
              ? JSON.stringify(spoilt(body, NAMES, random))
              : mutated({ samples: [JSON.stringify(body)], tokens: ['{', '}', '"', ':', ','], between: '' }, random)
        return JSON.stringify([method, path, text ?? ''])
      },
      async run(input) {
        const [method, path, body] = JSON.parse(input) as [string, string, string]
        let request: Request
        try {
          request = new Request(`http://localhost:4400${path.startsWith('/') ? '' : '/'}${path}`, method === 'GET' ? {} : { method, body })
        } catch {
          return undefined
        }
        const answer = await front.fetch(request)
        if (answer.headers.get('content-type') === 'text/event-stream') await answer.body?.cancel()
        else await answer.arrayBuffer()
        if (answer.status >= 500) return `answered ${answer.status}`
        const strangers = [...readdirSync(place).filter((name) => name !== 'inner'), ...readdirSync(join(place, 'inner')).filter((name) => name !== 'data')]
        return strangers.length > 0 ? `wrote outside of its folder: ${strangers.join()}` : undefined
      },
      renew,
      async close() {
        await close()
        if (existsSync(place)) rmSync(place, { recursive: true, force: true })
      },
    }
  },
}
