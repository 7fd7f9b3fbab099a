import { createConsole } from '../../harness/console/console.ts'
import { edge } from '../../mocks/core/edge.ts'
import { echo, echoWorlds } from '../core/echo.ts'

type Json = Record<string, unknown> & { error: { message: string; expected?: string; got?: unknown } }

/** A console in-process before a system of no vendor. */
export function running(options: Parameters<typeof echoWorlds>[0] = {}, token?: string) {
  const worlds = echoWorlds(options)
  const front = createConsole(worlds, token)
  const ask = async (line: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [method = 'GET', path = '/'] = line.split(' ')
    const init: RequestInit = { method, headers }
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body)
    return front.fetch(new Request(path.startsWith('http') ? path : `http://localhost:4400${path}`, init))
  }
  const told = async (...parts: Parameters<typeof ask>) => {
    const answer = await ask(...parts)
    return { status: answer.status, body: (answer.status === 204 ? {} : await answer.json()) as Json }
  }
  const notes = edge(echo, worlds)
  const write = async (path: string) => (await notes.fetch(new Request(`http://localhost:4401${path}`, { method: 'PUT', body: '{"text":"x"}' }))).status
  return { worlds, world: worlds.baseline, ask, told, write }
}
