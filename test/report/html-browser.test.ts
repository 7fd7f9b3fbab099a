import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cxone } from '../../harness/cxone/index.ts'
import type { Integration } from '../../harness/integration.ts'
import { makeReporter } from '../../harness/report/index.ts'
import type { Reporter } from '../../harness/report/reporter.ts'
import { playAll, selectPlays } from '../../harness/run.ts'
import { noBrowser, openBrowser } from '../browser.ts'
import { collect } from './run.ts'

/** What the issue promises the size of. */
const SCENARIOS = 50
/** One with a renewal, and one that a forgetful integration plays. */
const RENEWAL = 'tokens/first-call-of-the-day'
const FORGOTTEN = 'voice/agent-finishes-acw'
const AXE = createRequire(import.meta.url).resolve('axe-core')

let folder: string
let file: string
let browser: Browser

/** Forgets every third event, so that there are findings to show. */
function forgetful(): Integration {
  const whole = cxone()
  let heard = 0
  return { ...whole, deliver: async (event) => (++heard % 3 === 0 ? undefined : whole.deliver(event)) }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-browser-'))
  file = join(folder, 'report.html')
  const selection = selectPlays()
  const first = [...new Set(selection.plays.map(({ play }) => play.scenario))].slice(0, SCENARIOS)
  let playing = ''
  const follow: Reporter = { on: (event) => event.kind === 'play-started' && (playing = event.play.scenario), end: () => {} }
  await playAll(
    { ...selection, plays: selection.plays.filter(({ play }) => [...first, RENEWAL, FORGOTTEN].includes(play.scenario)) },
    { reporters: [follow, makeReporter({ name: 'html', file }, { output: collect() })], integration: () => (playing === FORGOTTEN ? forgetful() : cxone()) },
  )
  if (!noBrowser) browser = await openBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true })
})

it('the report of 50 scenarios is below 2 MB', async () => {
  expect((await stat(file)).size).toBeLessThan(2_000_000)
})

describe.skipIf(noBrowser)(`the report in a browser${noBrowser}`, () => {
  let page: Page
  /** What the page asked for beside itself, and what the browser complained of. */
  const asked: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' })
    await page.route('**/*', (route) => {
      if (route.request().url() === pathToFileURL(file).href) return route.continue()
      asked.push(route.request().url())
      return route.abort()
    })
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(pathToFileURL(file).href)
  })

  it('shows a picture of each play, asks for nothing, and its policy has nothing to complain of', async () => {
    const plays = await page.locator('section.play').count()
    const pictures = await page.locator('.picture svg').evaluateAll((all) =>
      all.map((svg) => {
        const { width, height } = svg.getBoundingClientRect()
        return { wide: width > 900, high: height > 60, marks: svg.querySelectorAll('.mark').length }
      }),
    )
    expect(plays).toBeGreaterThanOrEqual(SCENARIOS)
    expect(pictures).toHaveLength(plays)
    expect(pictures.filter(({ wide, high, marks }) => !wide || !high || marks === 0)).toEqual([])
    expect(await page.locator('.mark.finding').count()).toBeGreaterThan(0)
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    expect({ asked, complaints }).toEqual({ asked: [], complaints: [] })
  })

  it('unfolds an exchange when its mark is clicked, or reached by keyboard', async () => {
    const mark = page.locator('section.play a.mark[href*="x"]').first()
    const target = page.locator(`[id="${(await mark.getAttribute('href'))?.slice(1)}"]`)
    expect(await target.isVisible()).toBe(false)
    await mark.focus()
    await page.keyboard.press('Enter')
    await target.waitFor({ state: 'visible' })
    expect(await target.textContent()).toMatch(/→ (GET|POST|PATCH|PUT|DELETE) https:/)
  })

  it('says in a picture how long the renewal of a token took', async () => {
    const play = page.locator('section.play', { hasText: RENEWAL }).first()
    expect(await play.locator('.mark:has(.bar) text').textContent()).toMatch(/^#1 renewal (9|1[0-5])\.\d s$/)
  })

  it('shows the plays with findings alone when asked, in the list and below it', async () => {
    await page.locator('#show-findings').check()
    expect(await page.locator('section.play.held:visible').count()).toBe(0)
    expect(await page.locator('section.play.blamed:visible').count()).toBe(await page.locator('tr.blamed:visible').count())
    await page.locator('#show-all').check()
    expect(await page.locator('section.play.held:visible').count()).toBeGreaterThan(0)
  })

  it('can be printed: in light colours, without what only a screen can use', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    expect(await page.locator('.filter').isVisible()).toBe(false)
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
  })

  it('has no violation that axe finds, in light and in dark', async () => {
    await page.evaluate(await readFile(AXE, 'utf8'))
    // The overview, two plays that held and two that did not, unfolded: the others are made of the same parts.
    await page.evaluate(`
      for (const kind of ['held', 'blamed']) for (const play of [...document.querySelectorAll('section.play.' + kind)].slice(2)) play.remove()
      for (const row of [...document.querySelectorAll('.plays tr')].slice(6)) row.remove()
      for (const details of document.querySelectorAll('details')) details.open = true
    `)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const found: { passes: number; violations: string[] } = await page.evaluate(`
        axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ passes, violations }) => ({
          passes: passes.length,
          violations: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))),
        }))
      `)
      expect(found, colorScheme).toEqual({ passes: expect.any(Number), violations: [] })
      expect(found.passes).toBeGreaterThan(20)
    }
  }, 30_000)
})
