import type { Reply } from '../../core/index.ts'

const NONE = /;\s*odata\.metadata=none\b/i
/** What OData keeps even then (documented). */
const KEPT = new Set(['@odata.nextLink', '@odata.count', '@odata.deltaLink'])

export const wantsNoMetadata = (accept: string | undefined): boolean => NONE.test(accept ?? '')

/** `Accept: application/json;odata.metadata=none`: the same answer without contexts, ETags and other control information. */
export function atLevel(reply: Reply, accept: string | undefined): Reply {
  return wantsNoMetadata(accept) && typeof reply.body === 'object' && !(reply.body instanceof Uint8Array) ? { ...reply, body: stripped(reply.body) } : reply
}

function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name]) => !name.startsWith('@odata.') || KEPT.has(name))
  return Object.fromEntries(members.map(([name, member]) => [name, stripped(member)]))
}
