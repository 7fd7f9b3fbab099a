import { hostTimer } from '../../mocks/core/clock.ts'
import type { World, Worlds } from '../../mocks/core/world.ts'
import { createDesk, type Desk } from './desk/desk.ts'
import type { Library } from './library.ts'
import type { DeskCommand, DeskRow, DeskView } from './protocol.ts'
import { deskRow, deskView } from './view/desk-view.ts'

/** Changes within so much host time are told as one, in ms. */
const TOGETHER = 15
/** An overview is told no more often than this, in ms of host time. */
const OVERVIEW = 250

export interface DesksOptions {
  worlds: Worlds
  library: Library
  /** Where the systems listen, by mock. */
  urls(): Readonly<Record<string, string>>
  /** Tells who listens to a World; a desk that nobody watches is not even looked at. */
  publish(world: World, event: 'desk' | 'desks', data: unknown): void
  watched(world: World): boolean
  /** Ends the streams of a World. */
  ends(world: World): void
}

/** The desks of all Worlds, each made when somebody first asks for it. */
export interface Desks {
  view(world: World): Promise<DeskView>
  command(world: World, command: DeskCommand): Promise<DeskView>
  yaml(world: World, title: string, story: string | undefined): Promise<string>
  /** One row for each desk that somebody sat down at. */
  rows(): Promise<DeskRow[]>
  /** Takes the World away, and tells who listens to it by ending their streams: a page that went on would look at nothing. */
  remove(world: World): void
  /** What the control plane did to a World. */
  steered(world: World, what: string): void
  /** Somebody has begun to listen: what happened since they looked is told. `name` of the World; the baseline where there is none. */
  greet(name: string | undefined): void
  close(): void
}

export function createDesks({ worlds, library, urls, publish, watched, ends }: DesksOptions): Desks {
  const desks = new Map<string, { desk: Desk; revision: number; told: boolean }>()
  let overview = false

  const viewOf = async (world: World): Promise<DeskView> => {
    const at = deskOf(world)
    return deskView(worlds, world, await at.desk.stage(), at.revision, { crms: library.crms(), urls: urls() })
  }
  const tell = async (world: World): Promise<void> => {
    if (worlds.list().includes(world) && watched(world)) publish(world, 'desk', await viewOf(world))
  }
  const tellOverview = () => {
    if (overview || !watched(worlds.baseline)) return
    overview = true
    hostTimer(OVERVIEW, () => {
      overview = false
      rows().then(
        (all) => publish(worlds.baseline, 'desks', all),
        () => {},
      )
    })
  }
  const changed = (world: World) => {
    const at = desks.get(world.id)
    if (!at || at.desk.world !== world) return
    at.revision++
    tellOverview()
    soon(world, at)
  }
  const soon = (world: World, at: { told: boolean }) => {
    if (at.told || !watched(world)) return
    at.told = true
    hostTimer(TOGETHER, () => {
      at.told = false
      tell(world).catch(() => {})
    })
  }
  function deskOf(world: World) {
    let at = desks.get(world.id)
    if (at && at.desk.world !== world) {
      // A World of this name was removed, and another one made.
      at.desk.end()
      at = undefined
    }
    if (!at) {
      sweep()
      at = { desk: createDesk({ worlds, world, ...library, changed: () => changed(world) }), revision: 0, told: false }
      desks.set(world.id, at)
      tellOverview()
    }
    return at
  }
  /** Of Worlds that are gone, the desks go too. */
  function sweep() {
    const known = new Set(worlds.list())
    for (const [id, { desk }] of desks)
      if (!known.has(desk.world)) {
        desk.end()
        desks.delete(id)
      }
  }
  const rows = async (): Promise<DeskRow[]> => {
    sweep()
    return await Promise.all([...desks.values()].map(async ({ desk }) => deskRow(worlds, desk.world, await desk.stage())))
  }

  return {
    view: viewOf,
    async command(world, command) {
      await deskOf(world).desk.does(command)
      return await viewOf(world)
    },
    yaml: (world, title, story) => deskOf(world).desk.yaml(title, story),
    rows,
    remove(world) {
      worlds.remove(world.id)
      ends(world)
    },
    steered(world, what) {
      const at = desks.get(world.id)
      if (at && (what === 'reset' || what === 'restored')) at.desk.renew()
      else changed(world)
    },
    greet(name = worlds.baseline.id) {
      const world = worlds.known(name)
      const at = world && desks.get(world.id)
      if (at) soon(at.desk.world, at)
    },
    close() {
      for (const { desk } of desks.values()) desk.end()
      desks.clear()
    },
  }
}
