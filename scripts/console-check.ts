/**
 * `npm run console-check`: what the console's page promises of size, speed and memory, measured on this machine in a real browser. Never a test:
 * another program that runs beside it changes the figures. Exit code 1 where a promise is not kept.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import type { DeskCommand, DeskView } from '../harness/console/protocol.ts'
import { bundle } from '../harness/console/web/build.ts'
import { hostNow } from '../mocks/core/clock.ts'
import { openBrowser } from '../test/browser.ts'

const EXCHANGES = 10_000
const CLIENTS = 8
const CALLS_OF_AN_HOUR = 60
const LOADS = 5

interface Figure {
  what: string
  is: number
  most: number
  unit: string
}
const figures: Figure[] = []
const figure = (what: string, is: number, most: number, unit: string) => {
  figures.push({ what, is, most, unit })
  const kept = is <= most ? 'kept  ' : 'BROKEN'
  process.stdout.write(`${kept}  ${what.padEnd(58)} ${is.toFixed(is < 10 ? 1 : 0).padStart(8)} ${unit.padEnd(3)} at most ${most} ${unit}\n`)
}
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

// What Node and esbuild load on the first use is not the page's.
await bundle('harness/console/web')
const began = hostNow()
const files = await bundle('harness/console/web')
figure('bundled from source', hostNow() - began, 300, 'ms')
for (const { name, body } of files) figure(`${name}, compressed`, gzipSync(body).length / 1000, name === 'app.js' ? 120 : 20, 'kB')

// The package as it is installed, in a process of its own.
execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { stdio: 'inherit' })
const server = spawn(process.execPath, ['dist/harness/cli.js', 'up', '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
const { console: home, systems } = JSON.parse(line) as { console: string; systems: { dynamics: { url: string } } }
const browser = await openBrowser()
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  await context.addInitScript(`
    new MutationObserver((_, observer) => {
      if (!document.querySelector('.columns button:not(:disabled)')) return
      window.interactive = performance.now()
      observer.disconnect()
    }).observe(document, { childList: true, subtree: true })
  `)
  const page = await context.newPage()
  const loads: number[] = []
  for (let load = 0; load < LOADS + 1; load++) {
    await page.goto(home)
    await page.locator('.columns').waitFor()
    loads.push(await page.evaluate('window.interactive'))
  }
  // The first visit opens the desk, of which the server knew nothing.
  figure('interactive, first visit', loads[0] as number, 1000, 'ms')
  figure('interactive, later visits (median)', median(loads.slice(1)), 1000, 'ms')

  await hourOfPlay(page)
  await scrolling(page)
} finally {
  await browser.close()
  server.kill()
}
process.exitCode = figures.some(({ is, most }) => is > most) ? 1 : 0

/** Calls a minute apart, each to its memorialized record; what the browser holds after them beside what it held before. */
async function hourOfPlay(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.enable')
    for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage')
    return (await session.send('Runtime.getHeapUsage')).usedSize / 1_000_000
  }
  // As long as there is room, more calls are more to hold: an hour that fills the desk comes first.
  for (let call = 0; call < CALLS_OF_AN_HOUR; call++) await play()
  const before = await heap()
  for (let call = 0; call < CALLS_OF_AN_HOUR; call++) await play()
  const after = await heap()
  figure('heap after two hours of play', after, 64, 'MB')
  figure('of which the second hour added', Math.max(after - before, 0), 2, 'MB')

  async function play(): Promise<void> {
    const called = await does({ do: 'contact.calls', args: { from: 'Ada Byron', skill: 'Support' } })
    const contact = called.interactions[0]?.contacts[0]?.contact as string
    await does({ do: 'agent.answers', contact, args: { agent: 'Mia' } })
    await post('clock', { advance: '50s' })
    await does({ do: 'agent.hangsUp', contact })
    await does({ do: 'agent.selectsDisposition', contact, args: { name: 'Solved', notes: 'Sent a copy.', tags: ['invoice'] } })
    await post('clock', { advance: '10s' })
    await does({ do: 'agent.finishesAcw', contact })
  }
}

async function post(path: string, body: unknown): Promise<unknown> {
  return (await fetch(`${home}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
}
function does(command: DeskCommand): Promise<DeskView> {
  return post('desk', command) as Promise<DeskView>
}

/** A list as long as the journal, scrolled from its end to its beginning and back: how long the frames take. */
async function scrolling(page: Page): Promise<void> {
  const url = `${systems.dynamics.url}/api/data/v9.2/contacts?$top=1`
  const client = async () => {
    for (let sent = 0; sent < EXCHANGES / CLIENTS; sent++) await (await fetch(url)).text()
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  await page.goto(`${home}/#hood`)
  await page.reload()
  await page.locator(`[role=grid][aria-rowcount="${EXCHANGES + 1}"]`).waitFor()
  // What the page did to show the list at first is not part of it.
  await page.waitForTimeout(1000)
  const still = await frames('')
  const scrolled = await frames('rows.scrollTop = ((Math.sin(count / 40) + 1) / 2) * rows.scrollHeight')
  figure(`frame while ${EXCHANGES} exchanges scroll (median)`, median(scrolled), 17, 'ms')
  const late = (times: readonly number[]) => times[Math.floor(times.length * 0.99)] as number
  figure('the slowest in a hundred, beyond that of the page at rest', Math.max(late(scrolled) - late(still), 0), 34, 'ms')
  figure('rows drawn of them', await page.locator('.grid-row').count(), 100, '')

  /** How long 400 frames take, in ms, the shortest first, while each does this. */
  async function frames(each: string): Promise<number[]> {
    const times: number[] = await page.evaluate(`new Promise((resolve) => {
      const rows = document.querySelector('.grid-rows')
      const times = []
      let last
      let count = 0
      const frame = (at) => {
        if (last !== undefined) times.push(at - last)
        last = at
        ${each}
        if (++count < 400) requestAnimationFrame(frame)
        else resolve(times)
      }
      requestAnimationFrame(frame)
    })`)
    return times.sort((a, b) => a - b)
  }
}
