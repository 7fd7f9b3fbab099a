import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { DataError, syncFolder } from './folder.ts'

/** A record under its id in a table; without the record: it was deleted. */
export type Change = [table: string, id: string, record: unknown] | [table: string, id: string]

/** What was written together, and holds or falls together: one line. */
export interface Batch {
  /** 1, 2, 3 ... through all files: a line that is missing is noticed. */
  line: number
  /** The World's clock. */
  at: number
  changes: Change[]
  sequences: [name: string, next: number][]
  /** All tables of credentials, where one came to be known since the line before. */
  credentials?: string[]
}

export const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0')

export function encodeLine(batch: Batch): string {
  const text = JSON.stringify(batch)
  return `${checksum(text)} ${text}\n`
}

/**
 * Reads a log. A last line without its end was never acknowledged: the process died while writing it. Anything else that
 * does not fit its checksum is damage.
 */
export function decodeLines(path: string, text: string): { batches: Batch[]; torn: boolean } {
  const lines = text.split('\n')
  const torn = lines.pop() !== ''
  const batches = lines.map((line, i) => {
    const json = line.slice(9)
    if (line[8] !== ' ' || checksum(json) !== line.slice(0, 8))
      throw new DataError(
        `${path}, line ${i + 1}: the checksum does not fit, so the file was damaged. Put the folder back from a copy; or, to go on with what is before this line, remove it and all lines after it.`,
      )
    return JSON.parse(json) as Batch
  })
  return { batches, torn }
}

export interface ChangeLog {
  readonly bytes: number
  /** Settles when the text is on the disk. After a failure nothing of it is in the file once something else was appended. */
  append(text: string): Promise<void>
  close(): Promise<void>
}

/** A new log; the file must not be there yet. */
export async function openLog(path: string): Promise<ChangeLog> {
  const file = await open(path, 'wx', 0o600)
  await syncFolder(dirname(path))
  let bytes = 0
  let torn = false
  return {
    get bytes() {
      return bytes
    },
    async append(text) {
      const data = Buffer.from(text)
      if (torn) await file.truncate(bytes)
      torn = true
      for (let done = 0; done < data.length; ) done += (await file.write(data, done, data.length - done, bytes + done)).bytesWritten
      await file.datasync()
      bytes += data.length
      torn = false
    },
    close: () => file.close(),
  }
}
