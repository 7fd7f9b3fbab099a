import { batch, computed, signal } from '@preact/signals'
import type { Exchange } from '../../../../mocks/core/journal.ts'
import type { ClockView, DeskCommand, DeskRow, DeskView } from '../../protocol.ts'
import { announceChanges } from './announce.ts'
import { addExchanges, forgetExchanges, newestExchange } from './exchanges.ts'
import { chosenAgent } from './preferences.ts'
import { ask, pathOf, trouble, wantedWorld } from './server.ts'
import { setClock } from './time.ts'

export const desk = signal<DeskView | undefined>(undefined)
/** All desks, on the trainer's page. */
export const rows = signal<readonly DeskRow[]>([])
/** `gone`: the desk is not there (any more), and nobody tries again. */
export const connection = signal<'connecting' | 'open' | 'lost' | 'gone'>('connecting')
/** Commands that are under way: what would ask twice waits. */
export const busy = signal(0)

/** Agents by name: those of the cast, and whom a scenario's steps or an interaction name. */
export const agents = computed(() => {
  const view = desk.value
  const played = view?.scenario?.script.map(({ args }) => (args as { agent?: unknown } | undefined)?.agent) ?? []
  const named = view?.interactions.flatMap(({ contacts }) => contacts.map(({ agent: name }) => name)) ?? []
  return [...new Set([...(view?.cast.agents.map(({ name }) => name) ?? []), ...played, ...named])].filter((name) => typeof name === 'string')
})
export const agent = computed(() => agents.value.find((name) => name === chosenAgent.value) ?? agents.value[0] ?? '')

/** The interaction whose card is shown: the chosen one, else the newest that is not over, else the newest. */
export const chosenInteraction = signal<string | undefined>(undefined)
export const interaction = computed(() => {
  const all = desk.value?.interactions ?? []
  return all.find(({ id }) => id === chosenInteraction.value) ?? all.find(({ over }) => !over) ?? all[0]
})

export const findingsByExchange = computed(() => {
  const found = new Map<number, DeskView['findings']>()
  for (const finding of desk.value?.findings ?? []) for (const id of finding.exchanges) found.set(id, [...(found.get(id) ?? []), finding])
  return found
})

/** Takes a view unless a newer one is there. After a reconnection any view is news: the server may have begun anew. */
export function takeDesk(view: DeskView, anew = false): void {
  const before = desk.peek()
  if (!anew && before && before.world === view.world && view.revision < before.revision) return
  batch(() => {
    desk.value = view
    setClock(view.clock)
    announceChanges(before, view)
  })
}

export async function send(command: DeskCommand): Promise<boolean> {
  busy.value++
  const view = await ask<DeskView>(pathOf('desk'), command)
  busy.value--
  if (view) takeDesk(view)
  return view !== undefined
}

export async function sendClock(command: Record<string, unknown>): Promise<void> {
  const answer = await ask<ClockView>(pathOf('clock'), command)
  if (answer) setClock(answer)
}

/** Follows the World's events. The browser comes back by itself when the connection breaks. */
export async function connect(): Promise<void> {
  // A World that nobody has seen before is made by the first of these.
  const view = await ask<DeskView>(pathOf('desk'))
  if (view) takeDesk(view, true)
  const journal = await ask<{ exchanges: Exchange[] }>(pathOf('journal', { limit: '200' }))
  if (journal) addExchanges(journal.exchanges)

  const events = new EventSource(pathOf('events', { since: String(newestExchange()) }))
  const on = <T>(name: string, take: (data: T) => void) => events.addEventListener(name, (event) => take(JSON.parse((event as MessageEvent<string>).data) as T))
  events.onopen = async () => {
    const again = connection.peek() === 'lost'
    connection.value = 'open'
    if (trouble.peek()?.code === 'unreachable') trouble.value = undefined
    const fresh = again ? await ask<DeskView>(pathOf('desk')) : undefined
    if (fresh) takeDesk(fresh, true)
  }
  events.onerror = () => {
    // What is refused, a browser does not ask for again: the trainer has removed the desk, or the sandbox was started anew.
    if (events.readyState !== EventSource.CLOSED) connection.value = 'lost'
    else
      batch(() => {
        connection.value = 'gone'
        desk.value = undefined
        trouble.value = undefined
      })
  }
  on<DeskView>('desk', (next) => takeDesk(next))
  on<DeskRow[]>('desks', (next) => {
    rows.value = next
  })
  on<Exchange>('exchange', (exchange) => addExchanges([exchange]))
  on<ClockView>('clock', setClock)
  on('reset', forgetExchanges)
  on('missed', forgetExchanges)
  if (wantedWorld === undefined || view?.baseline) {
    const all = await ask<{ desks: DeskRow[] }>('/_sim/desks')
    if (all) rows.value = all.desks
  }
}
