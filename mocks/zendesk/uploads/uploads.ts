import type { TableDefinition, World } from '../../core/index.ts'

export interface Upload {
  token: string
  /** ms on the World's clock. */
  until: number
  attachments: number[]
}

const uploads: TableDefinition<Upload> = { name: 'zendesk.uploads' }
export const uploadsOf = (world: World) => world.store.table(uploads)

const NONE: number[] = []

/** Attachment ids behind the upload tokens that a comment names; a token is good once, and one that has lapsed brings nothing. */
export function uploadedBy(world: World, tokens: unknown): number[] {
  if (tokens === undefined) return NONE
  const named = Array.isArray(tokens) ? tokens.map(String) : typeof tokens === 'string' ? [tokens] : []
  return named.flatMap((token) => {
    const upload = uploadsOf(world).get(token)
    if (!upload || upload.until <= world.clock.now()) return []
    uploadsOf(world).delete(token)
    return upload.attachments
  })
}
