import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noBrowser } from '../browser.ts'
import { inThisProcess } from '../clients/in-this-process.ts'
import { type Desk, openStage, type Stage } from './browser-stage.ts'

describe.skipIf(noBrowser)(`the console in a browser${noBrowser}`, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, 30_000)
  afterAll(() => stage?.close())

  /** A call that Mia has, its caller's record pinned on the customer card. */
  async function callAndPin({ page, does }: Desk) {
    await does('contact.calls')
    await page.locator('.card-record').first().waitFor()
    await does('agent.answers')
    await does('pin')
    await page.getByText('Pinned', { exact: true }).waitFor()
  }

  it('walks a call with an expired token to its memorialized record', async () => {
    const desk = await stage.sits('expired-token')
    const { page, does, fills, speed } = desk
    await callAndPin(desk)
    await does('expire')
    await page.locator('.token.expired').waitFor()
    await does('agent.hangsUp')
    await page.locator('.phase', { hasText: 'After-call work' }).waitFor()
    await fills('disposition', 'Invoice explained')
    await fills('notes', 'Sent a copy.')
    await fills('tags', 'invoice, vip')
    expect(await page.locator('tr.fresh').count()).toBe(0)

    // What is in the form is saved first: there is one button to press.
    await does('agent.finishesAcw')
    await page.locator('.token.renewing').waitFor()
    expect(await page.locator('.life').textContent()).toMatch(/Renewing \d+ s takes 9–15 s/)
    await speed(60)
    const written = page.locator('tr.fresh[data-field="description"]')
    await written.waitFor()
    expect(await written.locator('.value').textContent()).toBe('Sent a copy.')
    expect(await written.locator('.source').textContent()).toBe('Disposition Notes')
    expect(await page.locator('tr.fresh[data-field="jobtitle"] .value').textContent()).toBe('Invoice explained')
    expect(await page.locator('.token.alive').count()).toBe(1)
    // At this speed what took the machine itself long has a bar as well.
    expect(await page.locator('.lanes a.mark .bar').count()).toBeGreaterThan(0)
    expect(await page.getByRole('tab', { name: '0 findings' }).count()).toBe(1)

    // The chip beside the field leads to the request that wrote it, and the list stays there however many follow.
    const more = `${stage.sandbox.systems.find(({ name }) => name === 'zendesk')?.url}/w/expired-token/api/v2/users/me.json`
    await Promise.all(Array.from({ length: 60 }, () => fetch(more)))
    await written.locator('.chip').click()
    await page.locator('.details pre', { hasText: 'Sent a copy.' }).waitFor()
    await page.getByRole('switch', { name: 'Follow the newest', checked: false }).waitFor()
    expect(await page.locator('.grid-row[aria-selected="true"]').evaluate((row) => row.getBoundingClientRect().top)).toBeLessThan(1000)
    expect(await page.locator('.request-line').textContent()).toMatch(
      /^PATCH http:\/\/localhost:\d+\/w\/expired-token\/api\/data\/v9\.2\/contacts\(|^PATCH https?:\/\//,
    )
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  })

  it('opens the CRM page of the record as a screen pop, in a tab of its own, by hand or by itself', async () => {
    const desk = await stage.sits('pops')
    const { page, context, does } = desk
    await callAndPin(desk)
    const [byHand] = await Promise.all([context.waitForEvent('page'), does('pop')])
    expect(byHand.url()).toMatch(/main\.aspx\?.*etn=contact&id=[0-9a-f-]{36}/)
    await byHand.close()
    // The browser's permission is tried at once: a tab that is gone again.
    const [tried] = await Promise.all([context.waitForEvent('page'), page.getByRole('switch', { name: 'Open screen pops by themselves' }).check()])
    if (!tried.isClosed()) await tried.waitForEvent('close')
    await does('agent.hangsUp')
    await does('agent.finishesAcw')
    await page.locator('.interaction.over').waitFor()
    await page.locator('details.start summary').click()
    await does('contact.calls')
    const [byItself] = await Promise.all([context.waitForEvent('page'), does('agent.answers')])
    expect(byItself.url()).toMatch(/main\.aspx\?/)
    await context.close()
  })

  it('says in plain words what is kept back when the contact hangs up first, and by which rule', async () => {
    const desk = await stage.sits('hangs-up-first')
    const { page, does, fills } = desk
    await callAndPin(desk)
    await does('contact.hangsUp')
    await fills('disposition', 'Solved')
    await fills('notes', 'Was cut off.')
    await does('agent.finishesAcw')
    const group = page.locator('.withheld-group.contact-ended-first')
    await group.waitFor()
    expect(await group.textContent()).toMatch(
      /The contact ended the interaction first, so the agent's status, disposition, notes and tags are not memorialized/,
    )
    expect(await group.locator('.tag').textContent()).toBe('R027')
    expect(await group.textContent()).toContain('Was cut off.')
    await page.locator('tr.fresh[data-field="department"]').waitFor()
    expect(await page.locator('tr[data-field="description"] .value').first().textContent()).toBe('empty')
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  })

  it('transfers a chat, whose first part is memorialized then, and dismisses it', async () => {
    const desk = await stage.sits('chat')
    const { page, does, fills } = desk
    await does('contact.chats')
    await does('agent.accepts')
    await page.locator('.card-record').first().waitFor()
    await does('pin')
    await page.getByText('Pinned', { exact: true }).waitFor()
    await page.locator('.composer').getByRole('button', { name: 'Contact' }).click()
    await fills('message', 'Where is my parcel?')
    await does('say')
    await page.locator('.message.contact', { hasText: 'Where is my parcel?' }).waitFor()
    await page.locator('.composer').getByRole('button', { name: 'Agent' }).click()
    await fills('message', 'I shall ask.')
    await page.keyboard.press('Enter')
    await page.locator('.message.agent', { hasText: 'I shall ask.' }).waitFor()
    await page.locator('select[name="status"]').selectOption('pending')
    await page.locator('.contact-facts', { hasText: 'Pending' }).waitFor()
    await fills('disposition', 'Passed on')
    await page.locator('select[name="target"]').selectOption('agent Ben')
    await does('agent.transfers')
    const written = page.locator('tr[data-field="jobtitle"] .value', { hasText: 'Passed on' })
    await written.waitFor()
    expect(await page.locator('[data-contact]').count()).toBe(2)
    expect(await page.locator('[data-contact]').last().textContent()).toContain('Ben')
    await does('agent.unassignsAndDismisses')
    await page.locator('.interaction.over').waitFor()
    expect(await page.getByRole('tab', { name: '0 findings' }).count()).toBe(1)
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  })

  it('lets two trainees work at once who do not see each other, and the trainer see and steer both', async () => {
    const [one, two] = await Promise.all([stage.sits('class-01'), stage.sits('class-02')])
    await one.does('contact.calls')
    await one.page.locator('[data-interaction]').waitFor()
    await two.page.locator('select[name="customer"]').selectOption('Joost van Dijk')
    await two.does('contact.chats')
    await two.page.locator('[data-interaction]').waitFor()
    expect(await one.page.locator('[data-interaction]').allTextContents()).toEqual([expect.stringContaining('Ada Byron')])
    expect(await two.page.locator('[data-interaction]').allTextContents()).toEqual([expect.stringContaining('Joost van Dijk')])
    expect(await two.page.locator('body').textContent()).not.toMatch(/Ada Byron calls/)

    const trainer = await stage.sits()
    await trainer.page.getByRole('link', { name: 'Class' }).click()
    const card = (world: string) => trainer.page.locator(`[data-world="${world}"]`)
    await card('class-01').getByText('Ada Byron').waitFor()
    await card('class-02').getByText('Joost van Dijk').waitFor()
    expect(await card('demo').textContent()).toMatch(/trainer.*Nothing open/s)

    await card('class-01').getByRole('checkbox').check()
    await trainer.does('resets')
    await trainer.page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
    await one.page.locator('[data-interaction]').waitFor({ state: 'detached' })
    expect(await two.page.locator('[data-interaction]').count()).toBe(1)
    await card('class-01').getByText('Nothing open').waitFor()

    await trainer.fills('names', 'class-03')
    await trainer.does('opens')
    await card('class-03').waitFor()
    // Between two messages of the server a clock goes on, at its own desk's speed.
    await fetch(`${stage.sandbox.console?.url}/_sim/clock?world=class-03`, { method: 'POST', body: '{"scale":60}' })
    await card('class-03').getByText('×60').waitFor()
    const time = await card('class-03').locator('.desk-clock').textContent()
    await card('class-03')
      .locator('.desk-clock', { hasNotText: time ?? '' })
      .waitFor()
    expect([...one.complaints, ...two.complaints, ...trainer.complaints]).toEqual([])
    for (const { context } of [one, two, trainer]) await context.close()
  })

  it('says when the desk is not there any more, and opens it again when asked', async () => {
    const { page, context, does } = await stage.sits('removed')
    await page.route('**/_sim/desk*', (route) => route.abort())
    await does('contact.calls')
    await page.getByText('Rehearsal does not answer. Is it still running?').waitFor()
    await page.unroute('**/_sim/desk*')
    // What is done since puts away what was refused.
    await does('contact.calls')
    await page.locator('.trouble').waitFor({ state: 'detached' })
    await page.route('**/_sim/desk*', (route) => route.abort())
    await does('agent.answers')
    await page.locator('.trouble').waitFor()
    await page.unroute('**/_sim/desk*')
    await fetch(`${stage.sandbox.console?.url}/_sim/desks`, { method: 'POST', body: '{"do":"closes","worlds":["removed"]}' })
    await page.getByText('This desk is not there.').waitFor()
    expect(await page.locator('.columns').count()).toBe(0)
    expect(await page.locator('.trouble, .views a', { hasText: /Class|does not answer/ }).count()).toBe(0)
    await page.locator('[data-do="reopen"]').click()
    await page.locator('.columns').waitFor()
    await context.close()
  })

  it('switches a fault on that can be found among the exchanges, and copied as curl', async () => {
    const desk = await stage.sits('faults', { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page, does, speed } = desk
    await page.keyboard.press('u')
    await page.getByRole('switch', { name: 'CRM down (503)' }).check()
    await page.locator('.fault-count').waitFor()
    await page.keyboard.press('d')
    await speed(60)
    await does('contact.calls')
    await page.locator('.notices', { hasText: 'Failed' }).waitFor()
    await page.keyboard.press('u')
    await page.locator('select[name="outcome"]').selectOption('failed')
    const row = page.locator('.grid-row.failed').first()
    await row.click()
    expect(await row.locator('.status').textContent()).toBe('503')
    await page.locator('.details .half', { hasText: '503' }).waitFor()
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const copied: string = await page.evaluate('navigator.clipboard.readText()')
    // A shell reaches it: where the stand-in listens, in this World.
    expect(copied).toMatch(/^curl \\\n {2}'http:\/\/localhost:\d+\/w\/faults\/api\/data\/v9\.2\/contacts\?/)
    expect(copied).toContain('-H "authorization: Bearer $TOKEN"')
    await page.getByRole('switch', { name: 'CRM down (503)' }).uncheck()
    await page.locator('.fault-count').waitFor({ state: 'detached' })
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  })

  it('saves free play as a scenario that the command line plays, and that holds', async () => {
    const desk = await stage.sits('saved', { acceptDownloads: true })
    const { page, does, fills } = desk
    await callAndPin(desk)
    await does('agent.hangsUp')
    await fills('disposition', 'Solved')
    await does('agent.finishesAcw')
    await page.locator('tr.fresh[data-field="jobtitle"]').waitFor()
    await does('save')
    await fills('title', 'A call saved')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()])
    expect(download.suggestedFilename()).toBe('a-call-saved.yaml')
    const folder = await mkdtemp(join(tmpdir(), 'rehearsal-saved-'))
    try {
      const file = join(folder, download.suggestedFilename())
      await download.saveAs(file)
      expect(await readFile(file, 'utf8')).toMatch(/title: A call saved/)
      expect(await inThisProcess('play', file, '--crm', 'dynamics')).toMatchObject({ code: 0, out: expect.stringContaining('1 play · 1 held') })
    } finally {
      await rm(folder, { recursive: true })
    }
    await desk.context.close()
  })

  it('plays a scenario step by step with its story, to its verdict', async () => {
    const desk = await stage.sits('scenario')
    const { page, does } = desk
    await does('choose')
    await page.locator('dialog').waitFor()
    await page.getByLabel('Find by name, story or rule').fill('agent-finishes-acw')
    await page.locator('.scenario-row').getByRole('button').first().click()
    const bar = page.locator('.scenario-bar')
    const first = await bar.getByText(/Step 1 of \d+/).textContent()
    const steps = Number(/\d+$/.exec(first ?? '')?.[0])
    expect(steps).toBeGreaterThan(3)
    for (let step = 1; step <= steps; step++) {
      await bar.getByText(`Step ${step} of ${steps}`).waitFor()
      await does('next')
    }
    await desk.speed(60)
    await bar.locator('.verdict.good').waitFor()
    expect(await page.locator('tr.fresh').count()).toBeGreaterThan(2)
    await bar.getByRole('button', { name: 'Leave the scenario' }).click()
    await bar.waitFor({ state: 'detached' })
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  })

  it('plays the caller of a flow: what is said is read, keys are pressed, and the flow goes that way', async () => {
    const desk = await stage.sits('flow')
    const { page, does, fills } = desk
    await does('choose')
    await page.getByLabel('Find by name, story or rule').fill('menu-goodbye')
    await page.locator('.scenario-row').getByRole('button').first().click()
    await does('next')
    const heard = page.getByRole('list', { name: 'What the caller hears' })
    await heard.getByText('Welcome to Rehearsal.').waitFor()
    // Early, as callers do who know the menu.
    await fills('digits', '2')
    await does('contact.presses')
    await desk.speed(60)
    await heard.getByText('Press 2 to end the call.').waitFor()
    await heard.getByText('Presses 2', { exact: true }).waitFor()
    await page.locator('.interaction.over').waitFor()
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  })

  it('can be worked by keyboard alone, and says what happens', async () => {
    const desk = await stage.sits('keyboard')
    const { page } = desk
    await page.locator('[data-do="contact.calls"]').focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-do="agent.answers"]').waitFor()
    await page.keyboard.press('a')
    await page.locator('.phase', { hasText: 'Active' }).waitFor()
    expect(await page.getByRole('status').first().textContent()).toContain('Ada Byron: Active')
    await page.keyboard.press('h')
    await page.locator('.phase', { hasText: 'On hold' }).waitFor()
    await page.keyboard.press('h')
    await page.locator('.phase', { hasText: 'Active' }).waitFor()
    await page.keyboard.press('x')
    await page.locator('.phase', { hasText: 'After-call work' }).waitFor()
    await page.locator('textarea[name="notes"]').fill('')
    await page.keyboard.type('fax and hex')
    expect(await page.locator('textarea[name="notes"]').inputValue()).toBe('fax and hex')
    await page.locator('#main').focus()
    await page.keyboard.press('f')
    await page.locator('.interaction.over').waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Help' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('p')
    await page.locator('.face.paused').waitFor()
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  })
})
