import { appendFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '../../mocks/core/make-folder.ts'

export class ReportError extends Error {
  override name = 'ReportError'
}

/** Writes a report, and its folder where there is none. Throws a ReportError that says which file and why. */
export const saveReport = (file: string, text: string): Promise<void> => put(file, text, writeFile)

/** The same behind what the file has already. */
export const appendReport = (file: string, text: string): Promise<void> => put(file, text, appendFile)

async function put(file: string, text: string, how: typeof writeFile | typeof appendFile): Promise<void> {
  try {
    await makeFolder(dirname(file))
    await how(file, text)
  } catch (error) {
    throw new ReportError(`The report ${file} cannot be written: ${(error as Error).message}`)
  }
}
