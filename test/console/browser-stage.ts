import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'
import { openBrowser } from '../browser.ts'

/** How long something may take to appear on a busy machine, in ms; what is waited for is never a timer of the page. */
const PATIENCE = 20_000

export interface Stage {
  sandbox: Sandbox
  browser: Browser
  /** A trainee: a browser of their own at a World of their own. Without a name: the trainer at the baseline. */
  sits(world?: string, options?: BrowserContextOptions): Promise<Desk>
  close(): Promise<void>
}

/** What a trainee sees and does, in the page's own words. */
export interface Desk {
  page: Page
  context: BrowserContext
  /** Presses what does this: a verb of the scenarios, or the name of a control. */
  does(what: string): Promise<void>
  /** What the browser complained of, its Content-Security-Policy too, and what it asked of other hosts. */
  complaints: string[]
  /** What was typed into a field of that name, in the chosen interaction. */
  fills(field: string, text: string): Promise<void>
  speed(scale: 1 | 10 | 60): Promise<void>
}

export async function openStage(): Promise<Stage> {
  // One after the other: a file that fails while modules are still being loaded leaves them broken for every file of its thread.
  const sandbox = await createSandbox({ clock: 'real', start: '2026-11-20T08:00:00Z', listen: true })
  const browser = await openBrowser()
  const home = sandbox.console?.url as string
  return {
    sandbox,
    browser,
    async sits(world, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: 'en-GB', reducedMotion: 'reduce', ...options })
      context.setDefaultTimeout(PATIENCE)
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      page.on('response', (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`))
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('request', (request) => new URL(request.url()).origin === new URL(home).origin || complaints.push(`asked ${request.url()}`))
      await page.goto(`${home}/${world === undefined ? '' : `?world=${world}`}`)
      await page.locator('.columns').waitFor()
      return {
        page,
        context,
        complaints,
        does: (what) => page.locator(`[data-do="${what}"]:visible`).first().click(),
        fills: (field, text) => page.locator(`[name="${field}"]:visible`).first().fill(text),
        speed: (scale) => page.getByRole('button', { name: `×${scale}`, exact: true }).click(),
      }
    },
    async close() {
      await browser.close()
      await sandbox.close()
    },
  }
}
