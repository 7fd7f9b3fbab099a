import { changesPath, DataError, explained, prepareFolder, reason, removeOlder, snapshotPath } from './persist/folder.ts'
import { load } from './persist/load.ts'
import { lockFolder } from './persist/lock.ts'
import { type Change, type ChangeLog, encodeLine, openLog } from './persist/log.ts'
import { takeUp } from './persist/resume.ts'
import { type Kept, tablesOf, writeSnapshot } from './persist/snapshot.ts'
import type { World } from './world.ts'

export { DataError } from './persist/folder.ts'

/** What the edge needs to know of a World that is kept on disk. */
export interface Durability {
  /** Counts up with every change. */
  readonly changes: number
  /** Settles when everything that changed so far is on the disk; with what to tell the client when that failed. */
  settled(): Promise<string | undefined>
  /** Somebody moved the clock: the time is written though nothing else changed. */
  moved(): void
}

export interface Persistence extends Durability {
  readonly folder: string
  /** How often this folder was opened, this time included: 1 is a new one. */
  readonly run: number
  /** What a user should know about how it was found. */
  readonly notices: readonly string[]
  /** Writes what is left and gives the folder back. */
  close(): Promise<void>
}

export interface PersistOptions {
  /** Bytes of changes after which a new snapshot is taken. */
  bound?: number
  /** Told when writing begins to fail, and when it goes on. */
  tell?: (message: string) => void
  openLog?: (path: string) => Promise<ChangeLog>
}

const BOUND = 16 * 1024 * 1024
/** Changes to a line at the most, so that planting a large tenancy makes no line that is longer than a string may be. */
const LINE = 5_000

/**
 * Keeps a World's records and tokens in a folder, and takes up what is there. A change is one line of a log; all that
 * waits while one write is under way goes with the next. Snapshots are for starting: nothing waits for them but `restore`.
 *
 * @throws DataError when the folder cannot be used, is in use, or is damaged.
 */
export async function persist(world: World, folder: string, options: PersistOptions = {}): Promise<Persistence> {
  await prepareFolder(folder)
  const unlock = await lockFolder(folder)
  try {
    return await start(world, folder, unlock, options)
  } catch (error) {
    await unlock()
    throw explained(folder, error)
  }
}

async function start(world: World, folder: string, unlock: () => Promise<void>, options: PersistOptions): Promise<Persistence> {
  const { bound = BOUND, tell = () => {}, openLog: open = openLog } = options
  const { kept, generation: highest, notices } = await load(folder)
  const run = (kept?.run ?? 0) + 1
  let line = kept?.line ?? 0
  let generation = highest
  let limit = bound

  if (kept) takeUp(world, kept, folder, run)
  const capture = (): Kept => ({
    world: world.id,
    tenancy: world.tenancy,
    run,
    line,
    at: world.clock.now(),
    credentials: [...new Set([...(kept?.credentials ?? []), ...world.store.credentials()])],
    ...((snapshot) => ({ sequences: new Map(snapshot.sequences), tables: tablesOf(snapshot, world.store.volatile()) }))(world.store.snapshot()),
  })

  let pending: Change[] = []
  let counters = new Map<string, number>()
  let replaced = false
  /** The time alone is to be written. */
  let moved = false
  let count = 0
  let credentials = world.store.credentials().size
  /** The time that the next life would go on from. */
  let at = world.clock.now()
  let log = await anew(capture())
  let saving: Promise<void> | undefined
  let waiting: ((trouble: string | undefined) => void)[] = []
  let working: Promise<void> | undefined
  let failing = false

  /** A snapshot, on the disk, and an empty log behind it; then nothing older is needed. */
  async function anew(state: Kept): Promise<ChangeLog> {
    const number = ++generation
    await writeSnapshot(snapshotPath(folder, number), state)
    const next = await open(changesPath(folder, number))
    await removeOlder(folder, number)
    return next
  }

  /** Goes on in a new log at once and takes the snapshot beside it; the old files go when that is whole. */
  async function rotate(): Promise<void> {
    const state = capture()
    const number = generation + 1
    const next = await open(changesPath(folder, number))
    generation = number
    await log.close()
    log = next
    saving = writeSnapshot(snapshotPath(folder, number), state)
      .then(() => removeOlder(folder, number))
      .catch((error) => tell(`A new snapshot cannot be written to ${folder}: ${reason(error)}. The changes are kept in the log.`))
      .finally(() => (saving = undefined))
  }

  async function round(): Promise<void> {
    if (replaced) {
      await saving
      const state = capture()
      pending = []
      counters = new Map()
      replaced = false
      moved = false
      try {
        const next = await anew(state)
        await log.close()
        log = next
        at = state.at
      } catch (error) {
        replaced = true
        throw error
      }
    }
    if (!dirty()) return
    const [batch, counted, now] = [pending, counters, world.clock.now()]
    pending = []
    counters = new Map()
    moved = false
    try {
      const lines = Math.max(1, Math.ceil(batch.length / LINE))
      const text = Array.from({ length: lines }, (_, i) =>
        encodeLine({
          line: line + 1 + i,
          at: now,
          changes: batch.slice(i * LINE, (i + 1) * LINE),
          sequences: i === lines - 1 ? [...counted] : [],
          ...(world.store.credentials().size > credentials ? { credentials: [...world.store.credentials()] } : {}),
        }),
      )
      await log.append(text.join(''))
      credentials = world.store.credentials().size
      line += lines
      at = now
    } catch (error) {
      // A restore in the meantime made them superfluous.
      pending = replaced ? pending : [...batch, ...pending]
      counters = replaced ? counters : new Map([...counted, ...counters])
      moved = true
      throw error
    }
    if (log.bytes > limit && !saving && !replaced)
      await rotate().catch((error) => {
        limit = log.bytes + bound
        tell(`A new log cannot be opened in ${folder}: ${reason(error)}. The changes are kept in the one there is.`)
      })
  }

  async function work(): Promise<void> {
    do {
      const served = waiting
      waiting = []
      const trouble = await round().then(
        () => undefined,
        (error) => `Nothing can be written to ${folder}: ${reason(error)}. The change is in memory only; it is written as soon as that is mended.`,
      )
      if (trouble !== undefined && !failing) tell(trouble)
      if (trouble === undefined && failing) tell(`${folder} can be written to again; nothing is missing in it.`)
      failing = trouble !== undefined
      for (const resolve of served) resolve(trouble)
    } while (waiting.length > 0 || (!failing && dirty()))
  }
  const changed = () => pending.length > 0 || counters.size > 0 || replaced
  const dirty = () => changed() || moved
  const wake = () => {
    working ??= work().finally(() => {
      working = undefined
      if (waiting.length > 0) wake()
    })
  }

  let scheduled = false
  /** What changes outside of an exchange is written too, a turn later. */
  const noted = () => {
    count++
    if (scheduled) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      if (dirty()) wake()
    })
  }
  world.store.watch({
    changed(table, id, record) {
      pending.push(record === undefined ? [table, id] : [table, id, record])
      noted()
    },
    counted(sequence, next) {
      counters.set(sequence, next)
      noted()
    },
    replaced() {
      pending = []
      counters = new Map()
      replaced = true
      noted()
    },
  })

  const persistence: Persistence = {
    folder,
    run,
    notices,
    get changes() {
      return count
    },
    settled() {
      if (!dirty() && !working) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        waiting.push(resolve)
        wake()
      })
    },
    moved() {
      moved = true
      noted()
    },
    async close() {
      moved ||= world.clock.now() !== at
      const trouble = await persistence.settled()
      await saving
      await log.close()
      await unlock()
      if (trouble !== undefined && changed()) throw new DataError(trouble)
    },
  }
  world.durability = persistence
  return persistence
}
