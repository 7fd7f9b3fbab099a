import type { TableDefinition, World } from '../../core/index.ts'
import type { Context } from '../route.ts'

export interface Attachment {
  id: number
  file_name: string
  content_type: string
  size: number
  /** Base64, so that an account can be exported as data. */
  content: string
  /** In the address under which the content is fetched. */
  key: string
  deleted: boolean
}

const attachments: TableDefinition<Attachment> = { name: 'zendesk.attachments', indexes: { key: (attachment) => attachment.key } }
export const attachmentsOf = (world: World) => world.store.table(attachments)

/** In the service's order (recorded 2024). */
export function attachmentJson(attachment: Attachment, base: string): Record<string, unknown> {
  const content = `${base}/attachments/token/${attachment.key}/?name=${encodeURIComponent(attachment.file_name)}`
  return {
    url: `${base}/api/v2/attachments/${attachment.id}.json`,
    id: attachment.id,
    file_name: attachment.file_name,
    content_url: content,
    mapped_content_url: content,
    content_type: attachment.content_type,
    size: attachment.size,
    width: null,
    height: null,
    inline: false,
    deleted: attachment.deleted,
    malware_access_override: false,
    malware_scan_result: 'not_scanned',
    thumbnails: [],
  }
}

export const attachmentsJson = ({ world, base }: Pick<Context, 'world' | 'base'>, ids: readonly number[]): Record<string, unknown>[] =>
  ids.flatMap((id) => attachmentsOf(world).get(String(id)) ?? []).map((attachment) => attachmentJson(attachment, base))
