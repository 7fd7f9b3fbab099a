import type { Organization } from './organization.ts'

/** One pair of a many-to-many relationship. */
export interface Link {
  first: string
  second: string
}

const indexes = { first: (link: Link) => link.first, second: (link: Link) => link.second }
const tableOf = (organization: Organization, name: string) => organization.world.store.table<Link>({ name: `dynamics.${name}`, indexes })

/** Grows with every pair that is linked or unlinked. */
export const linksVersion = (organization: Organization, name: string): number => tableOf(organization, name).version

/** Every pair of a relationship, in the order in which they were linked. */
export const allLinks = (organization: Organization, name: string): Iterable<Link> => tableOf(organization, name).scan()

const sidesOf = (organization: Organization, name: string) => organization.model.intersections.find((known) => known.name === name)?.tables ?? ['', '']

/** Ids on the other side of `name`, seen from the row `id` of `table`, in the order in which they were linked. */
export function linkedIds(organization: Organization, name: string, table: string, id: string): string[] {
  const from = sidesOf(organization, name)[0] === table ? 'first' : 'second'
  return tableOf(organization, name)
    .find(from, id)
    .map((link) => (from === 'first' ? link.second : link.first))
}

const pair = (organization: Organization, name: string, table: string, id: string, other: string): Link =>
  sidesOf(organization, name)[0] === table ? { first: id, second: other } : { first: other, second: id }

export function link(organization: Organization, name: string, table: string, id: string, other: string): void {
  const made = pair(organization, name, table, id, other)
  tableOf(organization, name).put(`${made.first} ${made.second}`, made)
}

export function unlink(organization: Organization, name: string, table: string, id: string, other: string): boolean {
  const made = pair(organization, name, table, id, other)
  return tableOf(organization, name).delete(`${made.first} ${made.second}`)
}
