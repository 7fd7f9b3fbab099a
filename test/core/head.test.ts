import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type Head, NOTHING_SHARED, SharedHeaders } from '../../mocks/core/edge/head.ts'
import type { Outgoing } from '../../mocks/core/edge/wire.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'

const shared = new SharedHeaders({ 'cache-control': 'no-cache', vary: 'Accept-Encoding' })
const answering = (head: Head, rest: Partial<Outgoing> = {}): Outgoing => ({ status: 200, headers: head, body: 'hello', ...rest })

async function serving(answers: Outgoing[], visit: (server: Listening) => Promise<void>): Promise<void> {
  const server = await listen({ port: 0, edge: { answer: () => answers.shift() as Outgoing } })
  try {
    await visit(server)
  } finally {
    await server.close()
  }
}

/** Sends each request on one connection, when the one before was answered; all that came back for each, as it came. */
async function raw({ port }: Listening, requests: string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  const answers: string[] = []
  for (const request of requests) {
    socket.write(`${request}\r\nHost: localhost\r\n\r\n`)
    answers.push(String(...(await once(socket, 'data'))))
  }
  socket.destroy()
  return answers
}

const GET = 'GET / HTTP/1.1'

describe('the head of an answer', () => {
  it('is the same for the first answer, which Node writes, as for all that follow', async () => {
    const head = () => ({ shared, own: { etag: 'W/"1"', date: 'Fri, 20 Nov 2026 08:00:00 GMT' }, cookies: ['a=1; path=/', 'b=2'] })
    await serving([answering(head()), answering(head()), answering(head())], async (server) => {
      const [first, second, third] = await raw(server, [GET, GET, GET])
      expect(first?.split('\r\n')).toEqual([
        'HTTP/1.1 200 OK',
        'cache-control: no-cache',
        'vary: Accept-Encoding',
        'etag: W/"1"',
        'date: Fri, 20 Nov 2026 08:00:00 GMT',
        'set-cookie: a=1; path=/',
        'set-cookie: b=2',
        'Content-Length: 5',
        'Connection: keep-alive',
        'Keep-Alive: timeout=120',
        '',
        'hello',
      ])
      expect([second, third]).toEqual([first, first])
    })
  })

  it('ends the connection where the client asked for it, and says no length where there is no body', async () => {
    const head = { shared, own: {} }
    const answers = [answering(head), answering(head), answering(head, { status: 204, body: undefined }), answering(head)]
    await serving(answers, async (server) => {
      const [, , none, last] = await raw(server, [GET, GET, GET, `${GET}\r\nConnection: close`])
      expect(none).toBe(
        'HTTP/1.1 204 No Content\r\ncache-control: no-cache\r\nvary: Accept-Encoding\r\nConnection: keep-alive\r\nKeep-Alive: timeout=120\r\n\r\n',
      )
      expect(last).toMatch(/^HTTP\/1\.1 200 OK\r\n(.+\r\n)*Connection: close\r\n\r\nhello$/)
    })
  })

  it('without a length is the same for the first answer and for all that follow, whichever kind comes first', async () => {
    const head = () => ({ shared, own: { etag: 'W/"1"' }, cookies: ['a=1'] })
    const none = () => answering(head(), { status: 204, body: undefined })
    await serving([none(), none(), answering(head()), answering(head()), answering(head()), none()], async (server) => {
      const [first, second, whole, head, again, last] = await raw(server, [GET, GET, GET, 'HEAD / HTTP/1.1', GET, GET])
      expect(first).toMatch(/^HTTP\/1\.1 204 No Content\r\n(.+\r\n)*Keep-Alive: timeout=120\r\n\r\n$/)
      expect([second, last]).toEqual([first, first])
      expect(whole).toMatch(/\r\nContent-Length: 5\r\n(.+\r\n)*\r\nhello$/)
      expect(again).toBe(whole)
      expect(head).toBe(first?.replace('204 No Content', '200 OK'))
    })
  })

  it.each(['a\r\nset-cookie: forged=1', 'a\nb', 'a\0b'])('never carries a value with %j: the connection breaks, and the server goes on', async (value) => {
    const fine = { shared, own: {} }
    await serving(
      [answering(fine), answering({ shared, own: { 'x-name': value } }), answering({ shared, own: {}, cookies: [value] }), answering(fine)],
      async (server) => {
        expect((await fetch(server.url)).status).toBe(200)
        await expect(fetch(server.url)).rejects.toThrow('fetch failed')
        await expect(fetch(server.url)).rejects.toThrow('fetch failed')
        expect(await (await fetch(server.url)).text()).toBe('hello')
      },
    )
  })

  it('has a list as so many lines, and letters beyond ASCII as Node sends them', async () => {
    const head = { shared: NOTHING_SHARED, own: { 'www-authenticate': ['Basic', 'Bearer'], 'x-name': 'Zoë' } }
    await serving([answering({ shared, own: {} }), answering(head)], async (server) => {
      await fetch(server.url)
      const { headers } = await fetch(server.url)
      expect([headers.get('www-authenticate'), headers.get('x-name')]).toEqual(['Basic, Bearer', expect.stringMatching(/^Zo/)])
    })
  })

  it('is followed by its whole body, whichever letters that has, and by the answers to requests that did not wait', async () => {
    const bodies = ['first', 'plain', 'Zoë 😀', 'x'.repeat(70_000), '', 'last']
    await serving(
      bodies.map((body) => answering({ shared, own: {} }, { body })),
      async ({ port }) => {
        const socket = connect(port, '127.0.0.1')
        socket.end(`${GET}\r\nHost: localhost\r\n\r\n`.repeat(bodies.length))
        const text = Buffer.concat(await socket.toArray()).toString()
        const answers = text.split(/HTTP\/1\.1 200 OK\r\n/).slice(1)
        expect(answers.map((answer) => answer.slice(answer.indexOf('\r\n\r\n') + 4))).toEqual(bodies)
        expect(answers.map((answer) => Number(/Content-Length: (\d+)/.exec(answer)?.[1]))).toEqual(bodies.map((body) => Buffer.byteLength(body)))
      },
    )
  })

  it.each<[string, string]>([
    ['x-name', 'a\r\nset-cookie: forged=1'],
    ['x-name', 'Zoë'],
    ['x name', 'a'],
  ])('takes no shared line that HTTP would not carry as it stands: %j: %j', (name, value) => {
    expect(() => new SharedHeaders({ [name]: value })).toThrow(TypeError)
  })
})
