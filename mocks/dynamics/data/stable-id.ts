import { hash32 } from '../../core/index.ts'

/** A GUID that follows from a name: for what the platform identifies by an id that is not public (privileges, metadata). */
export function stableId(name: string): string {
  const hex = [1, 2, 3, 4].map((salt) => hash32(`${salt}${name}`).toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
