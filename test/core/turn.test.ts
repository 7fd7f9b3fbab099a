import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gathered } from '../../mocks/core/edge/turn.ts'
import { edge } from '../../mocks/core/edge.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import { echo, echoWorlds } from './echo.ts'

const worlds = echoWorlds()
let server: Listening
beforeAll(async () => {
  server = await listen({ edge: edge(echo, worlds), port: 0 })
})
afterAll(() => server.close())

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const numbers = Array.from({ length: 100 }, (_, i) => i)

/** Writes these pieces on one connection, a turn apart, and reads until the server closes it. */
async function exchanged(pieces: readonly string[]): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  let heard = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text
  })
  const closed = once(socket, 'close')
  for (const piece of pieces) {
    socket.write(piece)
    await turn()
  }
  await closed
  return heard
}

const bodies = (answers: string) => [...answers.matchAll(/\r\n\r\n(\{.*?\})/g)].map(([, body]) => JSON.parse(body as string))
const put = (id: string, text: string, more = '') => {
  const body = JSON.stringify({ text })
  return `PUT /w/${id}/notes/1 HTTP/1.1\r\nhost: echo\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`
}
const last = (id: string, text: string) => put(id, text, 'connection: close\r\n')
const texts = (answers: string) => bodies(answers).map(({ text }) => text)

describe('requests that come in one turn', () => {
  it('are answered each with its own, in the order in which they came, though they are more than are answered at once', async () => {
    const notes = [...numbers.map((number) => `note ${number}`), 'the last']
    const sent = notes.map((note) => (note === 'the last' ? last('many', note) : put('many', note)))
    expect(texts(await exchanged([sent.join('')]))).toEqual(notes)
    const asked = worlds
      .get('many')
      ?.journal.all()
      .map(({ request }) => (request.body as { text: string }).text)
    expect(asked).toEqual(notes)
  })

  it('may end in the middle of a body, whose rest comes later', async () => {
    const whole = put('split', 'the first') + put('split', 'the second, which comes in pieces')
    const pieces = [whole.slice(0, -20), whole.slice(-20, -7), whole.slice(-7)]
    const socket = connect(server.port, '127.0.0.1')
    let heard = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text
    })
    const [one, ...rest] = pieces
    socket.write(one as string)
    await once(socket, 'data')
    for (const piece of rest) {
      socket.write(piece)
      await turn()
    }
    socket.write(last('split', 'the last'))
    await once(socket, 'close')
    expect(texts(heard)).toEqual(['the first', 'the second, which comes in pieces', 'the last'])
  })

  it('of clients that are gone before they are answered leave the others alone', async () => {
    const gone = connect(server.port, '127.0.0.1')
    await once(gone, 'connect')
    gone.write(put('gone', 'left'))
    gone.resetAndDestroy()
    expect(texts(await exchanged([put('gone', 'stays') + last('gone', 'too')]))).toEqual(['stays', 'too'])
  })
})

describe('work that is gathered', () => {
  it('is done at the end of the turn, in order, at most thirty-two at once', async () => {
    const done: number[][] = []
    const later = gathered<number>((all) => void done.push([...all]))
    numbers.forEach(later)
    expect(done).toEqual([])
    await turn()
    expect(done.map(({ length }) => length)).toEqual([32, 32, 32, 4])
    expect(done.flat()).toEqual(numbers)
  })

  it('that comes up meanwhile is done in the next turn', async () => {
    const done: string[] = []
    const later = gathered<string>((all) => {
      done.push(all.join())
      if (all.includes('first')) later('next')
    })
    later('first')
    await turn()
    expect(done).toEqual(['first'])
    await turn()
    expect(done).toEqual(['first', 'next'])
  })
})
