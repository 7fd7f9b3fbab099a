import { chmod, open, readdir, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { makeFolder } from '../make-folder.ts'

/** A data folder that cannot be used as it is; the message says which file, why, and how to mend it. */
export class DataError extends Error {
  override name = 'DataError'
}

/**
 * What a data folder holds: `snapshot-N.json`, everything as it was at one moment; `changes-N.log`, what came after it;
 * `lock`, while a process works in it. N counts up: a snapshot is in force as soon as it is whole, and older files go then.
 */
const FILE = /^(snapshot|changes)-(\d+)\.(json|log)$/
/** The temporary name under which lowdb's adapter writes a snapshot before it takes its place. */
export const unfinished = (path: string): string => join(dirname(path), `.${basename(path)}.tmp`)
const UNFINISHED = /^\.snapshot-\d+\.json\.tmp$/
export const LOCK = 'lock'

export const snapshotPath = (folder: string, generation: number): string => join(folder, `snapshot-${generation}.json`)
export const changesPath = (folder: string, generation: number): string => join(folder, `changes-${generation}.log`)

/** Makes the folder, for its owner only, or sees that it holds nothing that is not ours. */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    if (await makeFolder(resolve(folder), 0o700)) await chmod(folder, 0o700)
    if (!(await stat(folder)).isDirectory()) throw new DataError(`${folder} is a file; --data takes a folder.`)
    const foreign = (await readdir(folder)).filter((name) => !FILE.test(name) && !UNFINISHED.test(name) && !name.startsWith(LOCK))
    if (foreign.length > 0)
      throw new DataError(`${folder} holds other things (${foreign.slice(0, 3).join(', ')}). Name an empty folder, or one that does not exist yet.`)
  } catch (error) {
    throw explained(folder, error)
  }
}

export interface Generations {
  snapshots: number[]
  changes: number[]
}

/** Numbers of the files that are there, lowest first. */
export async function generations(folder: string): Promise<Generations> {
  const files = (await readdir(folder)).flatMap((name) => {
    const [, kind, number] = FILE.exec(name) ?? []
    return kind === undefined ? [] : [{ kind, number: Number(number) }]
  })
  const of = (kind: string) => files.flatMap((file) => (file.kind === kind ? [file.number] : [])).sort((a, b) => a - b)
  return { snapshots: of('snapshot'), changes: of('changes') }
}

/** Removes what a newer snapshot made superfluous: snapshots first, so that one that is still there has all its changes. */
export async function removeOlder(folder: string, generation: number): Promise<void> {
  const { snapshots, changes } = await generations(folder)
  for (const number of snapshots) if (number < generation) await unlink(snapshotPath(folder, number))
  for (const number of changes) if (number < generation) await unlink(changesPath(folder, number))
}

/** Makes names in the folder as durable as the files. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const WHY: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a read-only disk',
  ENOSPC: 'the disk is full',
  EDQUOT: "this user's share of the disk is used up",
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  ENOENT: 'it is not there and cannot be made',
}

/** Why the system refused, in a user's words. */
export const reason = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return (code && WHY[code] && `${WHY[code]} (${code})`) || message
}

export const explained = (folder: string, error: unknown): Error =>
  error instanceof Error && 'code' in error && error.name !== 'DataError'
    ? new DataError(`The data folder ${folder} cannot be used: ${reason(error)}. Name another with --data.`)
    : (error as Error)
