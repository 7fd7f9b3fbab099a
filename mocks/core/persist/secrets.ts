import type { Snapshot } from '../store.ts'
import { type Kept, tablesOf } from './snapshot.ts'

type Row = Record<string, unknown>

/** Tokens, grants and keys: they are nobody's records, and whoever has one can sign in. */
export const credentialsOf = (...all: Kept[]): ReadonlySet<string> => new Set(all.flatMap(({ credentials = [] }) => credentials))

/** Secret members by table; the store names them `table#member`. */
export function secretMembers(credentials: ReadonlySet<string>): Map<string, string[]> {
  const members = new Map<string, string[]>()
  for (const name of credentials) {
    const [table = '', member] = name.split('#')
    if (member !== undefined) members.set(table, [...(members.get(table) ?? []), member])
  }
  return members
}

const blank = (value: unknown) => (typeof value === 'string' ? '' : Array.isArray(value) ? [] : null)
const isBlank = (value: unknown) => value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0)

/** Without tables of credentials, and with nothing in the members that are secrets. */
export function withoutSecrets(kept: Kept): Kept {
  const left = credentialsOf(kept)
  const members = secretMembers(left)
  const tables = [...kept.tables].filter(([name]) => !left.has(name))
  return { ...kept, tables: new Map(tables.map(([name, records]) => [name, changed(records, members.get(name), (row, member) => blank(row[member]))])) }
}

/** What an export left out is as the seed has it: its tokens, and secrets of records that are the seed's. */
export function withSecretsOf(kept: Kept, planted: Snapshot): Kept {
  const left = credentialsOf(kept)
  const members = secretMembers(left)
  const seeds = tablesOf({ ...planted, tables: new Map([...planted.tables].filter(([name]) => left.has(name) || members.has(name))) }, new Set())
  const tables = new Map(kept.tables)
  for (const [name, records] of seeds) {
    const known = tables.get(name)
    const seed = (row: Row, member: string, id: string) =>
      isBlank(row[member]) ? ((records.get(id) as Row | undefined)?.[member] ?? row[member]) : row[member]
    if (known) tables.set(name, changed(known, members.get(name), seed))
    else if (left.has(name)) tables.set(name, records)
  }
  return { ...kept, tables }
}

function changed(records: Map<string, unknown>, members: readonly string[] | undefined, value: (row: Row, member: string, id: string) => unknown) {
  if (!members) return records
  const rows = [...records] as [string, Row][]
  return new Map<string, unknown>(rows.map(([id, row]) => [id, { ...row, ...Object.fromEntries(members.map((member) => [member, value(row, member, id)])) }]))
}
