import type { Reply } from '../../core/index.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { badRequest, coded, invalidArgument, noSuchRecord, refuseWith } from '../problems.ts'
import { pairsOf } from '../query/options.ts'
import type { WebRequest } from '../request.ts'
import { permit } from '../security/rows.ts'
import { force } from '../write/update.ts'
import { filesOf, imageType, type Upload, uploadsOf } from './store.ts'

/** Bytes of a piece, except the last (documented). */
export const CHUNK = 4 * 1024 * 1024
/** Kilobytes that a file column takes unless it says otherwise (documented). */
const MOST = 32_768

/** From the header, or from the address, where dynamics-web-api puts it. */
function nameSent({ headers, search }: WebRequest): string {
  const header = headers['x-ms-file-name']
  if (header === undefined) return pairsOf(search).find(([name]) => name === 'x-ms-file-name')?.[1] ?? ''
  try {
    return decodeURIComponent(header)
  } catch {
    return header
  }
}

/** A whole file in one request. */
export function uploadWhole(table: Table, row: Row, column: Column, request: WebRequest): Reply {
  permit('Write', table, row, request)
  const name = nameSent(request) || column.name
  return stored(table, row, column, { name, type: typeSent(request), body: Buffer.from(request.body) }, request)
}

/** Begins an upload in pieces: the answer says where they go and how large each is. */
export function beginUpload(table: Table, row: Row, column: Column, request: WebRequest): Reply {
  const { organization, root } = request
  permit('Write', table, row, request)
  const name = nameSent(request)
  if (name === '') refuseWith(invalidArgument('x-ms-file-name is missing, as header and in the address: an upload in pieces names its file.'))
  const token = organization.world.random('dynamics.uploads').hex(48)
  uploadsOf(organization).put(token, { row: row.id, column: column.name, name, type: typeSent(request), pieces: [], received: 0 })
  return {
    status: 200,
    headers: {
      location: `${root}/${table.set}(${row.id})/${column.name}?sessiontoken=${token}`,
      'x-ms-chunk-size': String(CHUNK),
      'accept-ranges': 'bytes',
    },
  }
}

/** One piece: 206 while more is to come, 204 for the last (documented). Pieces come in order. */
export function uploadPiece(token: string, table: Table, row: Row, column: Column, request: WebRequest): Reply {
  const { organization, headers, body } = request
  permit('Write', table, row, request)
  const uploads = uploadsOf(organization)
  const upload = uploads.get(token)
  if (!upload || upload.row !== row.id || upload.column !== column.name)
    return refuseWith(invalidArgument('The session token names no upload that is under way.'))
  const [, from, to, total] = (/^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range']?.trim() ?? '') ?? []).map(Number)
  if (from === undefined || to === undefined || total === undefined) {
    return refuseWith(badRequest(`The header Content-Range is missing or malformed: expected "bytes ${upload.received}-LAST/TOTAL".`))
  }
  if (from !== upload.received || to - from + 1 !== body.length || to >= total) {
    return refuseWith(
      coded(
        '0x80060888',
        416,
        `The range ${from}-${to}/${total} does not follow the ${upload.received} bytes received, or does not fit the ${body.length} bytes sent.`,
      ),
    )
  }
  // A file that will be too large is refused at its first piece.
  requireSize(column, total)
  const grown: Upload = { ...upload, pieces: [...upload.pieces, Buffer.from(body).toString('base64')], received: to + 1 }
  if (grown.received < total) {
    uploads.put(token, grown)
    return { status: 206 }
  }
  uploads.delete(token)
  const whole = Buffer.concat(grown.pieces.map((piece) => Buffer.from(piece, 'base64')))
  return stored(table, row, column, { name: upload.name, type: upload.type, body: whole }, request)
}

export function removeFile(table: Table, row: Row, column: Column, request: WebRequest): Reply {
  permit('Write', table, row, request)
  force(table, row, { [column.name]: null, [`${column.name}_name`]: null } as unknown as Row['values'], request)
  return { status: 204 }
}

const typeSent = ({ headers }: WebRequest): string => headers['content-type']?.split(';')[0]?.trim() || 'application/octet-stream'

/** Code and text from the catalogue; that a file column answers with them is inferred. */
function requireSize(column: Column, bytes: number): void {
  const limit = column.max ?? MOST
  if (bytes > limit * 1024) refuseWith(coded('0x80044a02', 400, 'Attachment file size is too big.'))
}

function stored(table: Table, row: Row, column: Column, file: { name: string; type: string; body: Buffer }, request: WebRequest): Reply {
  requireSize(column, file.body.length)
  const body = file.body.toString('base64')
  if (column.type === 'Image') {
    if (imageType(body) === undefined) refuseWith(invalidArgument(`The column '${column.name}' takes an image: PNG, JPEG, GIF or BMP.`))
    force(table, row, { [column.name]: body }, request)
    return { status: 204 }
  }
  const id = request.organization.newId()
  filesOf(request.organization).put(id, { id, name: file.name, type: file.type, body })
  const named = table.columns.has(`${column.name}_name`) ? { [`${column.name}_name`]: file.name } : {}
  force(table, request.organization.get(table.name, row.id) ?? refuseWith(noSuchRecord(table.name, row.id)), { [column.name]: id, ...named }, request)
  return { status: 204 }
}
