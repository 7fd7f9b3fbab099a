import type { Fault } from '../../mocks/core/faults.ts'

/** What a provider state puts in place before an interaction is verified. Members that are absent change nothing. */
export interface Arrangement {
  /** Members of the seeds by system: a tenancy that differs. Where two states say different things the later one counts. */
  plant?: Partial<Record<'entra' | 'dynamics' | 'zendesk', Record<string, unknown>>>
  records?: Sown[]
  faults?: Omit<Fault, 'when'>[]
  /** How the provider's client is signed in: as usual; once, so long ago (ms) that what it holds is dead; for reading only; with something else. */
  access?: { kind: 'usual' } | { kind: 'expired'; after: number } | { kind: 'read-only' } | { kind: 'wrong' }
  /** What the pact's generators (`fromProviderState`) may use: ids of what was put in place. */
  values?: Record<string, unknown>
  /** For message pacts: which event of the contact centre is asked for. */
  message?: { type: string; data: Record<string, unknown> }
}

/** A record in the vendor's own columns; `key` is the column that identifies it, `value` the name under which its id is told. */
export interface Sown {
  system: 'dynamics' | 'zendesk'
  /** Of Dynamics the entity set, of Zendesk `users`, `tickets` or `organizations`. */
  set: string
  key: string
  row: Record<string, unknown>
  value?: string
}

export const together = (all: readonly Arrangement[]): Arrangement => {
  const last = all.findLast(({ access }) => access !== undefined)?.access
  const message = all.findLast((one) => one.message !== undefined)?.message
  return {
    plant: all.reduce<Plain>((merged, { plant = {} }) => deeply(merged, plant), {}) as NonNullable<Arrangement['plant']>,
    records: once(all.flatMap(({ records = [] }) => records)),
    faults: all.flatMap(({ faults = [] }) => faults),
    ...(last ? { access: last } : {}),
    values: Object.assign({}, ...all.map(({ values }) => values)),
    ...(message ? { message } : {}),
  }
}

/** A record of which several states speak is one: what any of them says of it holds, the later one's word where two differ. */
function once(records: readonly Sown[]): Sown[] {
  const known = new Map<unknown, Sown>()
  for (const record of records) {
    const { system, set, key, row } = record
    const which = row[key] === undefined ? record : `${system} ${set} ${String(row[key])}`
    known.set(which, { ...record, row: { ...known.get(which)?.row, ...row } })
  }
  return [...known.values()]
}

type Plain = Record<string, unknown>
const isPlain = (value: unknown): value is Plain => value !== null && typeof value === 'object' && !Array.isArray(value)

/** Members of both, at any depth; of two values the later one. */
const deeply = (a: Plain, b: Plain): Plain => ({
  ...a,
  ...Object.fromEntries(Object.entries(b).map(([name, value]) => [name, isPlain(value) && isPlain(a[name]) ? deeply(a[name], value) : value])),
})

/** A real organisation can be given records; its faults, roles and clock are its own. */
export const onlyRecords = ({ plant, faults, access, message }: Arrangement): boolean =>
  plant === undefined && faults === undefined && (access === undefined || access.kind === 'wrong') && message === undefined
