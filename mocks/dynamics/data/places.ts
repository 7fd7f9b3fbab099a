import type { Organization } from './organization.ts'

/** Tables in which a row came back into its place too late or too early: by a deletion that was undone, or anew under the id of one that had gone. */
const DISPLACED = { name: 'dynamics.displaced' }
const displaced = ({ world }: Organization) => world.store.table<true>(DISPLACED)

/** Whether a scan of a table meets its rows in the order of their creation. */
export const comesInOrder = (organization: Organization, table: string): boolean => displaced(organization).get(table) === undefined

export function displace(organization: Organization, table: string): void {
  if (comesInOrder(organization, table)) displaced(organization).put(table, true)
}
