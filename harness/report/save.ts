import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export class ReportError extends Error {
  override name = 'ReportError'
}

/** Writes a report, and its folder where there is none. Throws a ReportError that says which file and why. */
export async function saveReport(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  } catch (error) {
    throw new ReportError(`The report ${file} cannot be written: ${(error as Error).message}`)
  }
}
