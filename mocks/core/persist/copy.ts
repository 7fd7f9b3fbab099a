import { access, open, readFile, stat } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { DataError, explained, generations, prepareFolder, reason, snapshotPath } from './folder.ts'
import { load } from './load.ts'
import { lockFolder } from './lock.ts'
import { credentialsOf, secretMembers, withoutSecrets } from './secrets.ts'
import { ANNOUNCED, type Kept, readSnapshot, writeSnapshot } from './snapshot.ts'

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    (error) => {
      // Nobody would make it: it is to be read.
      throw new DataError(`${path} cannot be read: ${error.code === 'ENOENT' ? 'it is not there' : reason(error)}.`)
    },
  )

/** What a data folder, or a file that was exported from one, holds. Nobody else may work in the folder meanwhile. */
export async function readKept(path: string): Promise<Kept> {
  if (!(await isFolder(path))) return readExported(path)
  const unlock = await lockFolder(path)
  try {
    const { kept } = await load(path)
    if (!kept) throw new DataError(`${path} holds nothing yet.`)
    return kept
  } catch (error) {
    throw explained(path, error)
  } finally {
    await unlock()
  }
}

/** A file that somebody named: what is none of an export is not said to be a damaged one. */
async function readExported(path: string): Promise<Kept> {
  const begins = await beginningOf(path).catch((error) => {
    throw new DataError(`${path} cannot be read: ${reason(error)}.`)
  })
  if (ANNOUNCED.test(begins)) return readSnapshot(path, 'Export it again.')
  throw new DataError(`${path} is ${whatItIs(await readFile(path, 'utf8'))}, and no file that "rehearsal data export" wrote.`)
}

/** An export may be large, and its reader reads all of it. */
async function beginningOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(100), 0, 100, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

function whatItIs(text: string): string {
  if (text.trim() === '') return 'empty'
  if (/^[0-9a-f]{8} \{"line":/.test(text)) return 'a log inside a data folder: name the folder'
  try {
    JSON.parse(text)
    return 'JSON of another kind'
  } catch {
    return 'not JSON'
  }
}

/** Writes everything that a data folder holds to one file; tokens only where asked for. */
export async function exportData(folder: string, file: string, { tokens = false }: { tokens?: boolean } = {}): Promise<Kept> {
  const there = await access(file).then(
    () => true,
    () => false,
  )
  if (there) throw new DataError(`${file} is there already. Name another file, or remove it first.`)
  const kept = await readKept(folder)
  const written = tokens ? kept : withoutSecrets(kept)
  await writeSnapshot(file, written).catch((error) => {
    throw new DataError(`${file} cannot be written: ${reason(error)}.`)
  })
  return written
}

/** Makes a new data folder of an exported file. */
export async function importData(file: string, folder: string): Promise<Kept> {
  if (await isFolder(file)) throw new DataError(`${file} is a folder; import takes a file that export wrote.`)
  const kept = await readExported(file)
  await prepareFolder(folder)
  const unlock = await lockFolder(folder)
  try {
    const { snapshots, changes } = await generations(folder)
    if (snapshots.length + changes.length > 0) throw new DataError(`${folder} holds a World already. Name a folder that is new or empty.`)
    await writeSnapshot(snapshotPath(folder, 1), kept)
    return kept
  } catch (error) {
    throw explained(folder, error)
  } finally {
    await unlock()
  }
}

export interface Difference {
  table: string
  id: string
  what: 'added' | 'removed' | 'changed'
  /** Of a changed record: its members that differ. */
  members?: string[]
}

/** What the second holds otherwise than the first, table by table; tokens aside. */
export function compareData(before: Kept, after: Kept): Difference[] {
  const aside = credentialsOf(before, after)
  const secret = secretMembers(aside)
  const names = [...new Set([...before.tables.keys(), ...after.tables.keys()])].filter((name) => !aside.has(name)).sort()
  return names.flatMap((table) => {
    const [old, now] = [before.tables.get(table) ?? new Map(), after.tables.get(table) ?? new Map()]
    const removed = [...old.keys()].filter((id) => !now.has(id)).map((id): Difference => ({ table, id, what: 'removed' }))
    const others = [...now].flatMap(([id, record]): Difference[] => {
      if (!old.has(id)) return [{ table, id, what: 'added' }]
      const members = differing(old.get(id), record, secret.get(table))
      return members ? [{ table, id, what: 'changed', members }] : []
    })
    return [...removed, ...others]
  })
}

/** In whatever order a record's members stand: that one was cleared and given again is no difference. */
function differing(a: unknown, b: unknown, secret: readonly string[] = []): string[] | undefined {
  if (isDeepStrictEqual(a, b)) return undefined
  if (!isObject(a) || !isObject(b)) return []
  const members = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !isDeepStrictEqual(a[key], b[key]))
  const told = members.filter((key) => !secret.includes(key))
  return told.length > 0 ? told : undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object'
