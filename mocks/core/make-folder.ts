import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/** With its parents; whether it was made. Node's own recursive mkdir never ends where the system answers ENOENT for good (below /proc). */
export async function makeFolder(folder: string, mode?: number): Promise<boolean> {
  const once = () =>
    mkdir(folder, { mode }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false
        throw error
      },
    )
  try {
    return await once()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder), mode)
    return once()
  }
}
