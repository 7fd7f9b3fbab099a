import { describe, expect, it } from 'vitest'
import { createConsole } from '../../harness/console/console.ts'
import { virtualClock } from '../../mocks/core/clock.ts'
import { createWorlds } from '../../mocks/core/world.ts'
import { console } from './console-tools.ts'

describe('the page', () => {
  it('comes with a policy that lets nothing of others run, and nothing inline', async () => {
    const answer = await console().ask('GET /')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]),
    )
    expect(policy).not.toMatch(/unsafe|\*|http/)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(await answer.text()).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i)
  })

  it('is sent once: a browser that has it is told so', async () => {
    const { ask } = console()
    for (const [path, type] of [
      ['/app.js', 'text/javascript; charset=utf-8'],
      ['/app.css', 'text/css; charset=utf-8'],
      ['/icon.svg', 'image/svg+xml'],
    ] as const) {
      const first = await ask(`GET ${path}`)
      expect([first.status, first.headers.get('content-type'), first.headers.get('cache-control')]).toEqual([200, type, 'no-cache'])
      const etag = first.headers.get('etag') as string
      expect(etag).toMatch(/^"[\w-]{22}"$/)
      const again = await ask(`GET ${path}`, undefined, { 'if-none-match': etag })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
  })

  it('has its desk made ready while a browser still reads it', async () => {
    const { ask, told } = console()
    const ready = async () => (await told<{ desks: { world: string }[] }>('GET /_sim/desks')).body.desks.map(({ world }) => world)
    expect(await ready()).toEqual([])
    await ask('GET /')
    await expect.poll(ready, { interval: 1 }).toEqual(['demo'])
  })

  it('answers HEAD as GET, without the body: that is how monitors ask', async () => {
    const { ask } = console()
    for (const path of ['/', '/app.js']) {
      const [head, get] = [await ask(`HEAD ${path}`), await ask(`GET ${path}`)]
      expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, get.headers.get('etag'), ''])
    }
  })

  it('has nothing else of the disk', async () => {
    const { told } = console()
    for (const path of ['/build.ts', '/main.tsx', '/../package.json', '/%2e%2e/package.json', '/__proto__'])
      expect((await told(`GET ${path}`)).status).toBe(404)
  })

  it('leaves a page on what runs and what to try at /systems', async () => {
    const answer = await console().ask('GET /systems')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Entra ID')
  })
})

describe('desks and pages of others', () => {
  it.each([
    ['a page of another origin', { origin: 'http://evil.example' }],
    ['a page in a sandbox', { origin: 'null' }],
    ['a form on another site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s drives none', async (_, headers) => {
    const { ask, worlds } = console()
    const body = { do: 'contact.calls', args: { from: 'Ada Byron' } }
    expect((await ask('POST /_sim/desk?world=evil', body, headers)).status).toBe(403)
    expect((await ask('GET /_sim/desk?world=evil', undefined, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await ask('POST /_sim/desks', { do: 'resets', worlds: 'all' }, headers)).status).toBe(403)
    expect(worlds.list()).toHaveLength(1)
  })

  it('a foreign name for this machine drives none', async () => {
    const { front } = console()
    for (const path of ['/', '/_sim/desk', '/_sim/desks', '/_sim/desk/scenarios', '/app.js'])
      expect((await front.fetch(new Request(`http://rebound.example:4400${path}`))).status).toBe(403)
  })

  it('an unknown path says which there are', async () => {
    const { told } = console()
    expect(await told('DELETE /_sim/desk')).toMatchObject({ status: 404, body: { error: { expected: expect.stringContaining('GET or POST /_sim/desk') } } })
  })
})

const PAYLOADS = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "';alert(1)//",
  '{{constructor.constructor("alert(1)")()}}',
  '\u202Ereversed\u0000',
  '#{alert(1)}',
]

describe('hostile text', () => {
  it.each(PAYLOADS)('%s is data: it comes back as it was sent, as JSON that no browser takes for a page', async (text) => {
    const { ask, desk: at } = console()
    const desk = at()
    await desk.does({ do: 'cast.adds', name: text, phone: '+49 40 5550177' })
    await desk.does({ do: 'contact.chats', args: { from: text, text, channel: text } })
    const contact = await desk.contact()
    await desk.does({ do: 'agent.accepts', contact, args: { agent: text } })
    await desk.does({ do: 'agent.notes', contact, args: { text } })
    await desk.does({ do: 'agent.selectsDisposition', contact, args: { name: text, notes: text, tags: [text] } })
    const view = await desk.view()
    expect(view.interactions[0]).toMatchObject({ customer: { name: text }, channel: text })
    expect(view.interactions[0]?.messages.map((message) => message.text)).toEqual([text, text])
    const saved = await ask(`GET /_sim/desk/scenario.yaml?title=${encodeURIComponent(text)}`)
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z0-9-]+\.yaml"$/)
    expect(saved.headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('a console on the network', () => {
  const worlds = createWorlds({ mocks: [], clock: () => virtualClock(0), seed: 1 })
  const front = createConsole(worlds, 'the-token-of-it')
  const visits = async (path: string, accept = 'text/html') =>
    await front.fetch(new Request(`http://192.0.2.7:4400${path}`, { headers: { accept }, redirect: 'manual' }))

  it('asks who comes by a link without the token for it, and leads to the World of the link', async () => {
    const asked = await visits('/?world=class-07')
    expect([asked.status, asked.headers.get('content-security-policy')]).toEqual([401, expect.stringContaining("form-action 'self'")])
    expect(await asked.text()).toMatch(/name="token"[\s\S]*name="world" value="class-07"/)
    const wrong = await (await visits('/?token=guessed&world=%22%3E%3Cscript%3E')).text()
    expect(wrong).toContain('That is not this console')
    expect(wrong).not.toMatch(/<script|guessed/)
    const inside = await visits('/?token=the-token-of-it&world=class-07')
    expect([inside.status, inside.headers.get('location')]).toEqual([303, '/?world=class-07'])
  })

  it('answers programs as ever', async () => {
    const refused = await visits('/', '*/*')
    expect([refused.status, refused.headers.get('content-type')]).toEqual([401, 'application/json'])
    expect((await visits('/_sim/clock')).headers.get('content-type')).toBe('application/json')
  })
})
