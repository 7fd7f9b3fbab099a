import { readFile } from 'node:fs/promises'
import { changesPath, DataError, generations, snapshotPath } from './folder.ts'
import { type Batch, decodeLines } from './log.ts'
import { type Kept, readSnapshot } from './snapshot.ts'

export interface Loaded {
  /** undefined: the folder is new. */
  kept: Kept | undefined
  /** The highest number in use. */
  generation: number
  /** What a user should know about how it was found. */
  notices: string[]
}

/** The newest whole snapshot, and every line that was written after it. */
export async function load(folder: string): Promise<Loaded> {
  const { snapshots, changes } = await generations(folder)
  const generation = Math.max(0, ...snapshots, ...changes)
  if (snapshots.length === 0) {
    if (changes.length > 0)
      throw new DataError(`${folder} holds changes but no snapshot that they belong to. Put the folder back from a copy, or start with an empty one.`)
    return { kept: undefined, generation, notices: [] }
  }
  const { kept, from } = await newest(folder, snapshots)
  const notices: string[] = []
  const logs = changes.filter((number) => number >= from)
  for (const number of logs) {
    const path = changesPath(folder, number)
    const { batches, torn } = decodeLines(path, await readFile(path, 'utf8'))
    batches.forEach((batch, i) => {
      if (batch.line <= kept.line) return
      if (batch.line !== kept.line + 1)
        throw new DataError(`${path}, line ${i + 1}: change ${kept.line + 1} is missing before change ${batch.line}. Put the folder back from a copy.`)
      apply(kept, batch)
    })
    if (!torn) continue
    if (number !== logs.at(-1)) throw new DataError(`${path} ends in the middle of a line, and a later file follows. Put the folder back from a copy.`)
    notices.push(`${path}: the last line was not whole and is dropped. It was never acknowledged: the process ended while it was being written.`)
  }
  return { kept, generation, notices }
}

/** A snapshot that is not whole while the one before it is still there was being written when the process ended. */
async function newest(folder: string, snapshots: readonly number[]): Promise<{ kept: Kept; from: number }> {
  for (let i = snapshots.length - 1; ; i--) {
    const from = snapshots[i] as number
    try {
      return { kept: await readSnapshot(snapshotPath(folder, from)), from }
    } catch (error) {
      if (i === 0 || !/was damaged/.test((error as Error).message)) throw error
    }
  }
}

function apply(kept: Kept, { line, at, changes, sequences, credentials }: Batch): void {
  if (credentials) kept.credentials = [...new Set([...(kept.credentials ?? []), ...credentials])]
  kept.line = line
  kept.at = at
  for (const [name, next] of sequences) kept.sequences.set(name, next)
  for (const change of changes) {
    const [name, id] = change
    let table = kept.tables.get(name)
    if (!table) kept.tables.set(name, (table = new Map()))
    if (change.length === 3) table.set(id, change[2])
    else table.delete(id)
  }
}
