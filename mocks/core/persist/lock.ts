import { link, readFile, unlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DataError, explained, LOCK } from './folder.ts'

/** Folders that this process works in: its own number in a lock file says nothing else (a container's is 1 every time). */
const ours = new Set<string>()

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const isOther = (pid: number): boolean => pid > 0 && pid !== process.pid && alive(pid)

/** Tries, when others start at the same moment. */
const MOST = 20

/** Whole from its first moment: one that is there and still empty would look like one that was left behind. */
async function place(path: string): Promise<void> {
  const own = `${path}.${process.pid}`
  try {
    await writeFile(own, `${process.pid}\n`, { mode: 0o600 })
    await link(own, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error
      // A file system without links.
      return writeFile(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 })
    })
  } finally {
    await unlink(own).catch(() => {})
  }
}

/**
 * Removes a lock that was left behind. Only who holds the guard may, and only the lock that was seen: else one of several starts
 * would remove what another has just put there. Answers who is at it, if somebody is.
 */
async function takeAway(path: string, seen: string): Promise<number | undefined> {
  const guard = `${path}.over`
  try {
    await place(guard)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const holder = await readFile(guard, 'utf8').catch(() => undefined)
    if (holder === undefined) return undefined
    if (isOther(Number(holder))) return Number(holder)
    await unlink(guard).catch(() => {})
    return undefined
  }
  try {
    if ((await readFile(path, 'utf8').catch(() => undefined)) === seen) await unlink(path)
  } finally {
    await unlink(guard).catch(() => {})
  }
  return undefined
}

/** One process at a time. The lock of a process that is gone is taken over. The result gives it back. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK)
  const key = resolve(folder)
  if (ours.has(key)) throw new DataError(`${folder} is open in this process already. Close that sandbox first, or name another folder.`)
  ours.add(key)
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        await place(path)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === MOST) throw error
      }
      const seen = await readFile(path, 'utf8').catch(() => undefined)
      if (seen === undefined) continue
      const pid = isOther(Number(seen)) ? Number(seen) : await takeAway(path, seen)
      if (pid !== undefined)
        throw new DataError(`${folder} is in use by process ${pid}. Stop it, or name another folder. If that process is no Rehearsal, remove ${path}.`)
    }
  } catch (error) {
    ours.delete(key)
    throw explained(folder, error)
  }
  return async () => {
    ours.delete(key)
    await unlink(path).catch(() => {})
  }
}
