import type { Reply } from '../../core/index.ts'
import { etagOf, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { coded, refuseWith } from '../problems.ts'
import { pairsOf } from '../query/options.ts'
import { requireVersion, type WebRequest } from '../request.ts'
import { permit } from '../security/rows.ts'
import { fileIn, type StoredFile } from './store.ts'
import { beginUpload, CHUNK, removeFile, uploadPiece, uploadWhole } from './upload.ts'

/**
 * A file or image column by its address: `accounts(id)/new_document`, `/$value`. Undefined where it is a property like any other
 * (an image as base64 in JSON). Steps, headers and statuses as documented for file and image columns; images are not scaled.
 */
export function onFile(table: Table, row: Row, column: Column, raw: boolean, request: WebRequest): Reply | undefined {
  const { method, headers, search } = request
  if (method === 'GET') return raw || column.type === 'File' ? download(table, row, column, raw, request) : undefined
  requireVersion(row, request)
  if (method === 'DELETE') return removeFile(table, row, column, request)
  const json = /json/i.test(headers['content-type'] ?? '')
  if ((method !== 'PATCH' && method !== 'PUT') || (json && headers['x-ms-transfer-mode'] === undefined)) return undefined
  const token = pairsOf(search).find(([name]) => name.toLowerCase() === 'sessiontoken')?.[1]
  if (token !== undefined) return uploadPiece(token, table, row, column, request)
  return headers['x-ms-transfer-mode']?.toLowerCase() === 'chunked' ? beginUpload(table, row, column, request) : uploadWhole(table, row, column, request)
}

function download(table: Table, row: Row, column: Column, raw: boolean, request: WebRequest): Reply {
  permit('Read', table, row, request)
  const file = fileIn(row, column, request.organization)
  if (!file) return { status: 204 }
  const piece = bytes(file, request)
  if (raw) return piece
  // As JSON: dynamics-web-api reads name, size and base64 from here, piece by piece.
  const { 'content-type': _binary, ...told } = piece.headers as Record<string, string>
  return {
    status: piece.status,
    headers: { ...told, etag: etagOf(row) },
    body: {
      '@odata.context': `${request.root}/$metadata#${table.set}(${row.id})/${column.name}`,
      value: Buffer.from(piece.body as Uint8Array).toString('base64'),
    },
  }
}

/** The whole file, or the piece that `Range` asks for. */
function bytes(file: StoredFile, { headers }: WebRequest): Reply {
  const whole = new Uint8Array(Buffer.from(file.body, 'base64'))
  const told = {
    'content-type': 'application/octet-stream',
    // dynamics-web-api knows a file by this header.
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'x-ms-file-name': encodeURIComponent(file.name),
    'x-ms-file-size': String(whole.length),
    mimetype: file.type,
  }
  // The service also takes a range with the total behind it (documented): bytes=0-1023/8192.
  const range = /^bytes=(\d+)-(\d*)(?:\/\d+)?$/.exec(headers.range?.trim() ?? '')
  if (!range) return { status: 200, headers: told, body: whole }
  const from = Number(range[1])
  const to = Math.min(range[2] ? Number(range[2]) : from + CHUNK - 1, whole.length - 1)
  if (from > to) refuseWith(coded('0x80060888', 416, `The range begins at ${from}; the file has ${whole.length} bytes.`))
  return {
    status: 206,
    headers: { ...told, 'content-range': `bytes ${from}-${to}/${whole.length}`, 'accept-ranges': 'bytes', 'x-ms-chunk-size': String(CHUNK) },
    body: whole.slice(from, to + 1),
  }
}
