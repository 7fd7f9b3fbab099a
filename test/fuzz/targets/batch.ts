import { door, signedIn } from '../door.ts'
import { type Grammar, mutated } from '../mutate.ts'
import type { Target } from '../target.ts'

const part = (request: string) => `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${request}\r\n`
const change = (id: number, request: string) =>
  `--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${id}\r\n\r\n${request}\r\n`
const changes = (...parts: string[]) => `--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n${parts.join('')}--c--\r\n`
const post = (set: string, body: string) => `POST /api/data/v9.2/${set} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${body}`

const batch: Grammar = {
  samples: [
    `${part('GET /api/data/v9.2/contacts?$select=lastname HTTP/1.1\r\nAccept: application/json\r\n')}--b--`,
    `${changes(change(1, post('contacts', '{"lastname":"A"}')), change(2, post('tasks', '{"subject":"T","regardingobjectid_contact_task@odata.bind":"$1"}')))}--b--`,
    `${part('GET contacts(00000000-0000-0000-0000-000000000001) HTTP/1.1\r\n')}${part(post('accounts', '{"name":"E"}'))}--b--`,
    `${changes(change(1, 'PATCH /api/data/v9.2/contacts(00000000-0000-0000-0000-000000000002) HTTP/1.1\r\nIf-Match: *\r\nContent-Type: application/json\r\n\r\n{"lastname":"B"}'), change(2, 'DELETE $1 HTTP/1.1\r\n'))}--b--`,
  ],
  tokens: [
    '--b',
    '--b--',
    '--c',
    '--c--',
    '\r\n',
    '\n\n',
    'Content-Type: multipart/mixed;boundary=b\r\n',
    'Content-Type: multipart/mixed;boundary=\r\n',
    'Content-Type: application/http\r\n',
    'Content-ID: 1\r\n',
    'Content-ID: $1\r\n',
    'GET ',
    'POST ',
    'HTTP/1.1',
    '$1',
    '$batch',
    'POST $batch HTTP/1.1\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n',
    '/api/data/v9.2/contacts',
    'http://elsewhere.example/api/data/v9.2/contacts',
    '{"lastname":"A"}',
    ...[part('GET contacts?$top=1 HTTP/1.1\r\n')],
  ],
  between: '',
}
const TYPES = [
  'multipart/mixed;boundary=b',
  'multipart/mixed;boundary=b',
  'multipart/mixed; boundary="b"',
  'multipart/mixed',
  'multipart/mixed;boundary=',
  'application/json',
] as const

export const batchTarget: Target = {
  name: 'batch',
  async open() {
    const room = await door()
    const headers = await signedIn(room)
    const { url } = room.sandbox.dynamics
    return {
      input: (random) => `${random.pick(TYPES)}\n${mutated(batch, random)}`,
      run(input) {
        const end = input.indexOf('\n')
        return room.ask(`${url}/api/data/v9.2/$batch`, {
          method: 'POST',
          headers: { ...headers, 'content-type': input.slice(0, end) },
          body: input.slice(end + 1),
        })
      },
      renew: room.renew,
    }
  },
}
