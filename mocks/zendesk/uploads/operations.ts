import { notImitated, type Operation } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import { nextId } from '../ids.ts'
import { closedTicket, flat, plain, recordNotFound } from '../problems.ts'
import { api, idOf, json, noContent } from '../route.ts'
import { settingsOf } from '../settings.ts'
import { commentById } from '../tickets/conversation.ts'
import { pathTicket } from '../tickets/operations.ts'
import { stamp } from '../time.ts'
import { type Attachment, attachmentJson, attachmentsJson, attachmentsOf } from './attachment.ts'
import { uploadsOf } from './uploads.ts'

/** By extension, whatever the client says; the real table is larger. */
const TYPES: Record<string, string> = {
  txt: 'text/plain',
  md: 'application/x-genesis-rom',
  html: 'text/html',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  csv: 'text/csv',
  json: 'application/json',
  xml: 'application/xml',
  zip: 'application/zip',
  mp3: 'audio/mpeg',
  wav: 'audio/x-wav',
}

/** From memory; `uploadLimit` may be smaller. */
const LARGEST = 50 * 1024 * 1024

export const uploadOperations: Operation[] = [
  ...api('POST', '/api/v2/uploads', 'uploads.create', { who: 'end-user', body: LARGEST }, ({ call, world, base }) => {
    const name = call.query.get('filename')
    if (!name) return plain(400, 'Required parameter missing: filename')
    if (call.body.length > settingsOf(world).uploadLimit) return flat('AttachmentTooLarge', 413, 'The attachment is too large')
    const random = world.random('zendesk.uploads')
    const id = nextId(world)
    const attachment: Attachment = {
      id,
      file_name: name,
      content_type: own(TYPES, name.split('.').at(-1)?.toLowerCase() ?? '') ?? 'application/octet-stream',
      size: call.body.length,
      content: Buffer.from(call.body).toString('base64'),
      key: random.text(25),
      deleted: false,
    }
    attachmentsOf(world).put(String(id), attachment)
    // A token that has lapsed takes no further file (inferred): a new one is answered.
    const known = uploadsOf(world).get(call.query.get('token') ?? '')
    const before = known && known.until > world.clock.now() ? known : undefined
    const token = before?.token ?? random.text(25)
    const upload = uploadsOf(world).put(token, {
      token,
      until: before?.until ?? world.clock.now() + settingsOf(world).uploadTokenLifetime,
      attachments: [...(before?.attachments ?? []), id],
    })
    const body = {
      upload: {
        token,
        expires_at: stamp(upload.until),
        attachments: attachmentsJson({ world, base }, upload.attachments),
        attachment: attachmentJson(attachment, base),
      },
    }
    // JSON that calls itself text (recorded 2024-09-06).
    return json(body, 201, { 'content-type': 'text/plain; charset=utf-8' })
  }),
  ...api('DELETE', '/api/v2/uploads/:token', 'uploads.destroy', { who: 'end-user' }, ({ world, params }) => {
    const upload = uploadsOf(world).get(params.token ?? '')
    if (!upload) return recordNotFound()
    for (const id of upload.attachments) attachmentsOf(world).delete(String(id))
    uploadsOf(world).delete(upload.token)
    return noContent()
  }),
  ...api('GET', '/api/v2/attachments/:id', 'attachments.show', {}, (context) => {
    const attachment = attachmentsOf(context.world).get(idOf(context))
    return attachment ? json({ attachment: attachmentJson(attachment, context.base) }) : recordNotFound()
  }),
  ...api('PUT', '/api/v2/attachments/:id', 'attachments.update', {}, () => notImitated("Zendesk's override of its search for malware")),
  ...api('PUT', '/api/v2/tickets/:ticket/comments/:comment/attachments/:id/redact', 'attachments.redact', { scope: 'tickets' }, (context) => {
    const { world, params, base } = context
    const ticket = pathTicket(context, 'ticket')
    const comment = commentById(world, Number(params.comment))
    const attachment = attachmentsOf(world).get(idOf(context))
    if (!ticket || comment?.ticket_id !== ticket.id || !attachment || !comment.attachments.includes(attachment.id)) return recordNotFound()
    // Documented; the text is that of other changes.
    if (ticket.status === 'closed') return closedTicket()
    const gone = attachmentsOf(world).put(String(attachment.id), {
      ...attachment,
      file_name: 'redacted.txt',
      content_type: 'text/plain',
      content: '',
      size: 0,
      deleted: false,
    })
    return json({ attachment: attachmentJson(gone, base) })
  }),
  {
    name: 'attachments.content',
    method: 'GET',
    path: '/attachments/token/:key/',
    run(call, world) {
      const [attachment] = attachmentsOf(world).find('key', call.params.key ?? '')
      return attachment
        ? {
            status: 200,
            headers: { 'content-type': attachment.content_type, 'content-disposition': 'attachment' },
            body: new Uint8Array(Buffer.from(attachment.content, 'base64')),
          }
        : recordNotFound()
    },
  },
]
