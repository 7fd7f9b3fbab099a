import { chmod, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DataFile } from 'lowdb/node'
import { bareLayer } from '../store/layer.ts'
import type { Snapshot } from '../store.ts'
import { DataError, syncFolder, unfinished } from './folder.ts'
import { checksum } from './log.ts'

/** Of the files; a program that reads a later one would not understand it and says so. */
export const FORMAT = 1

/** A World as it is kept. */
export interface Kept {
  world: string
  tenancy: Record<string, string>
  /** How often these records were opened. */
  run: number
  /** The last line of the log that is in here. */
  line: number
  /** The World's clock. */
  at: number
  /** Names of the tables that an export leaves out, and of the members that it leaves empty (`table#member`). */
  credentials?: string[]
  sequences: Map<string, number>
  tables: Map<string, Map<string, unknown>>
}

/** Tables as plain maps, oldest record first. */
export function tablesOf(snapshot: Snapshot, without: ReadonlySet<string>): Kept['tables'] {
  const tables: Kept['tables'] = new Map()
  for (const [name, layers] of snapshot.tables) {
    if (without.has(name)) continue
    const records = new Map<string, unknown>()
    for (const layer of layers) for (const [id, record] of layer.records) records.set(id, record)
    for (const [id, record] of records) if (record === undefined) records.delete(id)
    tables.set(name, records)
  }
  return tables
}

export const snapshotOf = ({ tables, sequences }: Kept): Snapshot => ({
  tables: new Map([...tables].map(([name, records]) => [name, [bareLayer(records)]])),
  sequences,
})

/** How an export begins, in whatever format, and where somebody set it out anew. */
export const ANNOUNCED = /^\s*\{\s*"format"\s*:\s*(\d+)/
const HEAD = /^\{"format":(\d+),"checksum":"([0-9a-f]{8})","state":/

function stringify({ sequences, tables, ...rest }: Kept): string {
  const state = JSON.stringify({ ...rest, sequences: [...sequences], tables: [...tables].map(([name, records]) => [name, [...records]]) })
  return `{"format":${FORMAT},"checksum":"${checksum(state)}","state":${state}}\n`
}

function parse(path: string, text: string, mend: string): Kept {
  const head = HEAD.exec(text)
  const format = Number(head?.[1] ?? ANNOUNCED.exec(text)?.[1])
  if (format > FORMAT)
    throw new DataError(`${path} has format ${format}; this Rehearsal reads format ${FORMAT}. Start it with the version that wrote it, or name another folder.`)
  const state = text.slice(head?.[0].length ?? 0, text.lastIndexOf('}'))
  if (!head || checksum(state) !== head[2]) throw new DataError(`${path} was damaged: it does not fit its checksum. ${mend}`)
  const { sequences, tables, ...rest } = JSON.parse(state)
  return { ...rest, sequences: new Map(sequences), tables: new Map(tables.map(([name, records]: [string, [string, unknown][]]) => [name, new Map(records)])) }
}

const OF_A_FOLDER = 'Put the folder back from a copy, or start with an empty one.'
const file = (path: string, mend = OF_A_FOLDER) => new DataFile<Kept>(path, { parse: (text) => parse(path, text, mend), stringify })

/** `mend`: what is to be done where it was damaged. */
export async function readSnapshot(path: string, mend?: string): Promise<Kept> {
  const kept = await file(path, mend).read()
  if (!kept) throw new DataError(`${path} is gone.`)
  return kept
}

/** Whole or not at all; settles when it is on the disk. What was written of one that failed takes no room. */
export async function writeSnapshot(path: string, kept: Kept): Promise<void> {
  try {
    await file(path).write(kept)
  } catch (error) {
    await unlink(unfinished(path)).catch(() => {})
    throw error
  }
  await chmod(path, 0o600)
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncFolder(dirname(path))
}
