import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { worldFetch } from '../../mocks/core/fetch.ts'
import type { World, Worlds } from '../../mocks/core/index.ts'
import { type Persistence, type PersistOptions, persist } from '../../mocks/core/persist.ts'
import { echoWorlds, json } from './echo.ts'

export interface Life {
  worlds: Worlds
  world: World
  data: Persistence
  write(id: string, text: string): Promise<number>
  read(id: string): Promise<string | undefined>
}

/** Lives of one World after another in a folder, which is a new one for each test of the file that asks. */
export function lives() {
  const place = mkdtempSync(join(tmpdir(), 'rehearsal-persist-'))
  let number = 0
  let open: Persistence[] = []
  const here = {
    folder: '',
    /** Goes on in another folder, which is not there yet. */
    move(): string {
      here.folder = join(place, String(++number))
      return here.folder
    },
    async live(options: PersistOptions & { notes?: Record<string, string> } = {}): Promise<Life> {
      const worlds = echoWorlds({ plant: { echo: { notes: options.notes ?? { planted: 'from the seed' } } } })
      const world = worlds.baseline
      const data = await persist(world, here.folder, options)
      open.push(data)
      const fetch = worldFetch(worlds, world)
      return {
        worlds,
        world,
        data,
        write: async (id, text) => (await fetch(`https://echo.example/notes/${id}`, { method: 'PUT', body: JSON.stringify({ text }) })).status,
        async read(id) {
          const answer = await fetch(`https://echo.example/notes/${id}`)
          return answer.status === 200 ? (await json(answer)).text : undefined
        },
      }
    },
    /** What the folder holds now, in another folder: as a crash would leave it. */
    asItIs(): void {
      const left = here.folder
      mkdirSync(here.move())
      for (const name of readdirSync(left)) if (name !== 'lock') writeFileSync(join(here.folder, name), readFileSync(join(left, name)))
      rmSync(left, { recursive: true, force: true })
    },
    only: (pattern: RegExp) => join(here.folder, readdirSync(here.folder).find((name) => pattern.test(name)) as string),
  }
  beforeEach(() => void here.move())
  afterEach(async () => {
    await Promise.all(open.map((one) => one.close().catch(() => {})))
    open = []
    rmSync(here.folder, { recursive: true, force: true })
  })
  afterAll(() => rmSync(place, { recursive: true, force: true }))
  return here
}
