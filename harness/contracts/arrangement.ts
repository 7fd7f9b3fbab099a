import type { Fault } from '../../mocks/core/faults.ts'

/** What a provider state puts in place before an interaction is verified. Members that are absent change nothing. */
export interface Arrangement {
  /** Members of the seeds by system: a tenancy that differs. Of two states that say different things the later one counts. */
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
    plant: {
      entra: Object.assign({}, ...all.map(({ plant }) => plant?.entra)),
      dynamics: Object.assign({}, ...all.map(({ plant }) => plant?.dynamics)),
      zendesk: Object.assign({}, ...all.map(({ plant }) => plant?.zendesk)),
    },
    records: all.flatMap(({ records = [] }) => records),
    faults: all.flatMap(({ faults = [] }) => faults),
    ...(last ? { access: last } : {}),
    values: Object.assign({}, ...all.map(({ values }) => values)),
    ...(message ? { message } : {}),
  }
}

/** A real organisation can be given records; its faults, roles and clock are its own. */
export const onlyRecords = ({ plant, faults, access, message }: Arrangement): boolean =>
  plant === undefined && faults === undefined && (access === undefined || access.kind === 'wrong') && message === undefined
