import { createConsole } from '../../harness/console/console.ts'
import type { DeskCommand, DeskView } from '../../harness/console/protocol.ts'
import { demo, rehearsalSeeds } from '../../harness/demo.ts'
import { type AdjustableClock, virtualClock } from '../../mocks/core/clock.ts'
import { discoverMocks } from '../../mocks/core/discover.ts'
import { createWorlds } from '../../mocks/core/world.ts'

type Json = Record<string, unknown>
export type Failure = { error: { message: string; expected?: string; code?: string } }

const mocks = await discoverMocks()
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

interface Options {
  /** Time stands still until somebody moves it. */
  frozen?: boolean
  /** What is to be otherwise about the clock of each World. */
  clock?: (made: AdjustableClock) => AdjustableClock
  configurations?: string[]
}

/** A console with its desks, in-process. */
export function console({ frozen = true, clock: other = (made) => made, configurations }: Options = {}) {
  const { seeds, credentials } = rehearsalSeeds()
  const clock = (start = Date.parse(demo.start)) => {
    const made = virtualClock(start)
    if (frozen) made.freeze()
    return other(made)
  }
  const worlds = createWorlds({ mocks, clock, seed: demo.seed, plant: seeds })
  const front = createConsole(worlds, undefined, { credentials, configurations })
  const ask = async (line: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [method = 'GET', path = '/'] = line.split(' ')
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    return await front.fetch(new Request(`http://localhost:4400${path}`, { method, headers, ...sent }))
  }
  const told = async <T = Json>(line: string, body?: unknown): Promise<{ status: number; body: T }> => {
    const answer = await ask(line, body)
    return { status: answer.status, body: (await answer.json()) as T }
  }
  return { worlds, front, ask, told, desk: (world?: string) => deskOf(told, world) }
}

type Told = ReturnType<typeof console>['told']

function deskOf(told: Told, world?: string) {
  const at = world === undefined ? '' : `?world=${world}`
  const view = async (): Promise<DeskView> => (await told<DeskView>(`GET /_sim/desk${at}`)).body
  const does = async (command: DeskCommand): Promise<DeskView> => {
    const { status, body } = await told<DeskView & Failure>(`POST /_sim/desk${at}`, command)
    if (status !== 200) throw new Error(`${status} ${body.error.message}`)
    return body
  }
  /** The view as soon as it is as wanted; the event loop turns, the host's time does not matter. */
  const until = async (what: string, wanted: (view: DeskView) => unknown): Promise<DeskView> => {
    for (let i = 0; i < 2000; i++) {
      const now = await view()
      if (wanted(now)) return now
      await turn()
    }
    throw new Error(`It never came: ${what}`)
  }
  return {
    view,
    does,
    until,
    refused: async (command: unknown) => await told<Failure>(`POST /_sim/desk${at}`, command),
    advance: async (by: string) => await told(`POST /_sim/clock${at}`, { advance: by }),
    /** The contact that was touched last, as commands name it. */
    contact: async () => (await view()).interactions[0]?.contacts.at(-1)?.contact as string,
    /** A call that an agent has, with its records on the card. */
    async call(from = 'Ada Byron', skill = 'Support') {
      await does({ do: 'contact.calls', args: { from, skill } })
      await until('a card', ({ interactions }) => interactions[0]?.card?.related.length)
      const contact = (await view()).interactions[0]?.contacts[0]?.contact as string
      await does({ do: 'agent.answers', contact, args: { agent: 'Mia' } })
      return contact
    },
  }
}
