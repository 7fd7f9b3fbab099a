import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeskCommand, DeskView } from '../../harness/console/protocol.ts'
import { languageNames, languages } from '../../harness/console/web/i18n/catalogues.ts'
import { noBrowser } from '../browser.ts'
import { openStage, type Stage } from './browser-stage.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core')

/** Each would set `window.pwned`, if it were taken for HTML, for an address or for a template. */
const PAYLOADS = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror="window.pwned=2">',
  '"><svg onload="window.pwned=3">',
  "'><iframe srcdoc='<script>parent.pwned=4</script>'>",
  'javascript:window.pwned=5',
  '<a href="javascript:window.pwned=6">open</a>',
  '<body onload=window.pwned=7>',
  '<details open ontoggle=window.pwned=8>',
  '<input autofocus onfocus=window.pwned=9>',
  '<math><mi xlink:href="javascript:window.pwned=10">x</mi></math>',
  '</textarea><script>window.pwned=11</script>',
  '</title><script>window.pwned=12</script>',
  '<style>@import "javascript:window.pwned=13"</style>',
  '<object data="javascript:window.pwned=14"></object>',
  '<form action="javascript:window.pwned=15"><button>go</button></form>',
  '<video><source onerror="window.pwned=16"></video>',
  '&lt;img src=x onerror=window.pwned=17&gt;',
  '{{constructor.constructor("window.pwned=18")()}}',
  '$' + '{window.pwned=19}',
  '<template><script>window.pwned=20</script></template>',
]

describe.skipIf(noBrowser)(`every view of the console${noBrowser}`, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, 30_000)
  afterAll(() => stage?.close())

  const home = () => stage.sandbox.console?.url as string
  const at = (world: string) => async (command: DeskCommand) => {
    const answer = await fetch(`${home()}/_sim/desk?world=${world}`, { method: 'POST', body: JSON.stringify(command) })
    const body = (await answer.json()) as DeskView & { error?: { message: string } }
    if (body.error) throw new Error(body.error.message)
    return body
  }
  const contactOf = (view: DeskView) => view.interactions[0]?.contacts.at(-1)?.contact as string
  /** A conversation that Mia has, with its customer card. */
  async function begins(does: ReturnType<typeof at>, from: string, text: string): Promise<string> {
    const contact = contactOf(await does({ do: 'contact.chats', args: { from, skill: 'Support', text } }))
    await does({ do: 'agent.accepts', contact, args: { agent: 'Mia' } })
    return contact
  }

  it('has no violation that axe finds, in five languages, in light and in dark', async () => {
    const does = at('views')
    const wide = { width: 1440, height: 1000 }
    const { page, complaints, context } = await stage.sits('views')
    const first = contactOf(await does({ do: 'contact.calls', args: { from: 'Ada Byron', skill: 'Disposition required' } }))
    await page.locator('.card-record').first().waitFor()
    await does({ do: 'agent.answers', contact: first, args: { agent: 'Mia' } })
    await does({ do: 'agent.pins', contact: first, args: { record: 'contact' } })
    await does({ do: 'contact.hangsUp', contact: first })
    await does({ do: 'agent.selectsDisposition', contact: first, args: { name: 'Solved', notes: 'Cut off.', tags: ['invoice'] } })
    await does({ do: 'agent.finishesAcw', contact: first })
    const chat = await begins(does, 'Joost van Dijk', 'Hallo')
    await does({ do: 'agent.says', contact: chat, args: { text: 'Goedemorgen' } })
    await does({ do: 'agent.notes', contact: chat, args: { text: 'Speaks Dutch' } })
    await does({ do: 'fault.switches', name: 'slow', on: true })
    await does({ do: 'contact.calls', args: { from: 'Claire Dubois', skill: 'Support' } })
    await page.locator('.withheld-group.contact-ended-first').waitFor()
    const trainer = await stage.sits()
    for (const one of [page, trainer.page]) await one.evaluate(await readFile(AXE, 'utf8'))

    const views = [
      { page, view: 'desk', shown: '.columns' },
      { page, view: 'hood/2', shown: '.details pre' },
      { page: trainer.page, view: 'class', shown: '.desk-card' },
    ]
    for (const { page, view, shown } of views)
      for (const language of languages) {
        await page.evaluate(`location.hash = '${view}'`)
        await page.locator(shown).first().waitFor()
        await page.locator('.header select').selectOption(language)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${view} in ${languageNames[language]} scrolls sideways`).toBe(true)
        // 1280 pixels at 400 percent: WCAG 1.4.10.
        await page.setViewportSize({ width: 320, height: 800 })
        expect(await page.evaluate('document.documentElement.scrollWidth'), `${view} in ${languageNames[language]}, 320 pixels wide`).toBe(320)
        await page.setViewportSize(wide)
        // Colours do not depend on the language, and looking at them takes most of the time.
        const coloured = language === 'en'
        for (const colorScheme of ['light', ...(coloured ? (['dark'] as const) : [])] as const) {
          await page.emulateMedia({ colorScheme })
          expect(await violations(page, coloured), `${view} in ${languageNames[language]}, ${colorScheme}`).toEqual([])
        }
      }
    await page.locator('.header select').selectOption('en')
    await page.evaluate("location.hash = 'desk'")
    for (const open of ['choose', 'save', 'help'])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        if (open === 'help') await page.keyboard.press('?')
        else await page.locator(`[data-do="${open}"]`).click()
        await page
          .locator(open === 'choose' ? '.scenario-row' : 'dialog')
          .first()
          .waitFor()
        // Of the library's hundred rows a few: the others are made of the same parts.
        await page.evaluate("for (const row of [...document.querySelectorAll('.scenario-row')].slice(8)) row.remove()")
        expect(await violations(page), `${open}, ${colorScheme}`).toEqual([])
        await page.keyboard.press('Escape')
        await page.locator('dialog').waitFor({ state: 'detached' })
      }
    expect([...complaints, ...trainer.complaints]).toEqual([])
    await context.close()
    await trainer.context.close()

    async function violations(page: Page, coloured = true): Promise<string[]> {
      const only = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }
      return page.evaluate(`
        axe.run(document, { runOnly: ${JSON.stringify(only)}, rules: { 'color-contrast': { enabled: ${coloured} } }, resultTypes: ['violations'] }).then(({ violations }) =>
          violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 160) + ' ' + failureSummary.slice(0, 200))))
      `)
    }
  }, 60_000)

  it('shows what people, a CRM and a browser’s address wrote as text, and never runs it', async () => {
    const does = at('hostile')
    const { page, context } = await stage.sits('hostile')
    page.on('dialog', () => expect.unreachable('a dialog opened'))
    const each = async (payload: string, index: number) => {
      const name = `${index} ${payload}`
      await does({ do: 'cast.adds', name, phone: `+49 30 555${String(index).padStart(4, '0')}`, email: `x${index}@example.com` })
      const begun = await does({ do: 'contact.chats', args: { from: name, skill: 'Support', text: payload } })
      const contact = begun.interactions.find(({ customer }) => customer.name === name)?.contacts[0]?.contact as string
      await does({ do: 'agent.accepts', contact, args: { agent: 'Mia' } })
      await does({ do: 'agent.notes', contact, args: { text: payload } })
      await does({ do: 'agent.creates', contact, args: { record: 'case', fields: { title: payload }, pin: true } })
      await does({ do: 'agent.selectsDisposition', contact, args: { name: payload, notes: payload, tags: [payload] } })
      await does({ do: 'agent.unassignsAndDismisses', contact })
    }
    for (let from = 0; from < PAYLOADS.length; from += 5) {
      await Promise.all(PAYLOADS.slice(from, from + 5).map((payload, index) => each(payload, from + index)))
      expect(await page.evaluate('window.pwned')).toBeUndefined()
    }
    const last = PAYLOADS.at(-1) as string
    await page.locator('.record', { hasText: last }).first().waitFor()
    const text = (await page.locator('body').textContent()) ?? ''
    const values: string[] = await page.locator('option').evaluateAll((options) => options.map((option) => option.textContent ?? ''))
    expect(PAYLOADS.filter((payload) => !text.includes(payload))).toEqual([])
    expect(PAYLOADS.filter((payload) => !values.some((value) => value.includes(payload)))).toEqual([])

    await page.evaluate("location.hash = 'hood/javascript:window.pwned=21'")
    await page.locator('.grid-row').first().waitFor()
    for (const index of [-1, -4]) {
      await page.locator('.grid-row').nth(index).click()
      await page.locator('.details pre, .details .half').first().waitFor()
    }
    await page.evaluate("location.hash = 'desk'")
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(await page.locator('script').count()).toBe(1)
    expect(await page.locator('iframe, object, form, video, img, body body, style').count()).toBe(0)
    expect(await page.locator('a[href^="javascript" i]').count()).toBe(0)
    await context.close()
  }, 60_000)

  it('would run no script of others even if there were one: its policy is strict', async () => {
    const { page, context } = await stage.sits('strict')
    await page.evaluate(`
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.pwned=1">')
      const script = document.createElement('script')
      script.textContent = 'window.pwned = 2'
      document.body.append(script)
    `)
    await page.evaluate('[...document.images].at(-1).decode().catch(() => {})')
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    await context.close()
  })

  it('cannot be driven by a page of another origin, nor shown in its frame', async () => {
    const does = at('driven')
    await does({ do: 'contact.calls', args: { from: 'Ada Byron', skill: 'Support' } })
    const context = await stage.browser.newContext()
    const page = await context.newPage()
    await page.goto(`${stage.sandbox.systems.find(({ name }) => name === 'zendesk')?.url}/api/v2/users.json`)
    await page.evaluate(`Promise.allSettled([
      fetch('${home()}/_sim/reset?world=driven', { method: 'POST', mode: 'no-cors' }),
      fetch('${home()}/_sim/desk?world=driven', { method: 'POST', mode: 'no-cors', body: '{"do":"desk.clears"}' }),
    ])`)
    const view = (await (await fetch(`${home()}/_sim/desk?world=driven`)).json()) as DeskView
    expect(view.interactions).toHaveLength(1)
    const document = await fetch(home())
    expect(document.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/)
    expect(document.headers.get('content-security-policy')).not.toMatch(/unsafe|\*/)
    await context.close()
  })
})
