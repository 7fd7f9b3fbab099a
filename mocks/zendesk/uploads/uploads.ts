import type { TableDefinition, World } from '../../core/index.ts'
import type { Note } from '../tickets/comments.ts'

export interface Upload {
  token: string
  /** ms on the World's clock. */
  until: number
  attachments: number[]
}

const uploads: TableDefinition<Upload> = { name: 'zendesk.uploads' }
export const uploadsOf = (world: World) => world.store.table(uploads)

const NOTHING: Upload[] = []
const NONE: number[] = []

/** What the upload tokens that a comment names stand for; one that has lapsed or was used brings nothing. */
export function openUploads(world: World, tokens: unknown, remark: Note): Upload[] {
  if (tokens === undefined) return NOTHING
  const named = new Set(Array.isArray(tokens) ? tokens.map(String) : typeof tokens === 'string' ? [tokens] : [])
  return [...named].flatMap((token) => {
    const upload = uploadsOf(world).get(token)
    if (upload && upload.until > world.clock.now()) return [upload]
    remark({ kind: 'ignored', what: 'an upload token that has lapsed, was used or never was: the comment has no such attachment' })
    return []
  })
}

/** Their attachment ids. A token is good once, so this comes when nothing can refuse the comment any more. */
export function take(world: World, uploads: readonly Upload[]): number[] {
  if (uploads.length === 0) return NONE
  return uploads.flatMap(({ token, attachments }) => {
    uploadsOf(world).delete(token)
    return attachments
  })
}
