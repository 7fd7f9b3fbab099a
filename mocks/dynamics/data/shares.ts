import type { Organization } from './organization.ts'
import type { Reference } from './row.ts'

/** What a row's sharing grants one user or team. */
export interface Share {
  target: Reference
  principal: Reference
  /** As they are written: `ReadAccess`. */
  rights: readonly string[]
}

const SHARES = { name: 'dynamics.shares', indexes: { target: (share: Share) => share.target.id, principal: (share: Share) => share.principal.id } }

export const sharesOf = (organization: Organization) => organization.world.store.table<Share>(SHARES)
const keyOf = (target: string, principal: string) => `${target} ${principal}`

export const shareBetween = (organization: Organization, target: string, principal: string): Share | undefined =>
  sharesOf(organization).get(keyOf(target, principal))

/** Puts a share in the place of what was there, or takes it away when it grants nothing. Answers how to undo it. */
export function setShare(organization: Organization, share: Share): () => void {
  const shares = sharesOf(organization)
  const key = keyOf(share.target.id, share.principal.id)
  const before = shares.get(key)
  if (share.rights.length > 0) shares.put(key, share)
  else shares.delete(key)
  return () => void (before ? shares.put(key, before) : shares.delete(key))
}

/** A row that goes takes its shares along, granted on it or to it. */
export function dropShares(organization: Organization, id: string): (() => void)[] {
  const shares = sharesOf(organization)
  if (shares.size === 0) return []
  return [...shares.find('target', id), ...shares.find('principal', id)].map((share) => setShare(organization, { ...share, rights: [] }))
}
