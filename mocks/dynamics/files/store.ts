import type { Organization } from '../data/organization.ts'
import type { Row } from '../data/row.ts'

/** What a file column holds; the row has its id. Contents are base64, as everything in a World can be written as JSON. */
export interface StoredFile {
  id: string
  name: string
  type: string
  body: string
}

/** An upload in pieces that is under way. */
export interface Upload {
  row: string
  column: string
  name: string
  type: string
  /** In base64, in order. */
  pieces: string[]
  /** Bytes so far. */
  received: number
}

export const filesOf = ({ world }: Organization) => world.store.table<StoredFile>({ name: 'dynamics.files' })
export const uploadsOf = ({ world }: Organization) => world.store.table<Upload>({ name: 'dynamics.uploads' })

/** The file in a row's column; undefined when there is none. An image lies in the row itself. */
export function fileIn(row: Row, column: { name: string; type: string }, organization: Organization): StoredFile | undefined {
  const found = row.values[column.name]
  if (typeof found !== 'string') return undefined
  if (column.type === 'File') return filesOf(organization).get(found)
  return { id: row.id, name: `${column.name}${extensionOf(found)}`, type: imageType(found) ?? 'application/octet-stream', body: found }
}

const IMAGES: [start: string, type: string, extension: string][] = [
  ['iVBORw', 'image/png', '.png'],
  ['/9j/', 'image/jpeg', '.jpg'],
  ['R0lGOD', 'image/gif', '.gif'],
  ['Qk', 'image/bmp', '.bmp'],
]
/** By the first bytes, which base64 keeps recognisable. */
export const imageType = (base64: string): string | undefined => IMAGES.find(([start]) => base64.startsWith(start))?.[1]
const extensionOf = (base64: string): string => IMAGES.find(([start]) => base64.startsWith(start))?.[2] ?? ''
