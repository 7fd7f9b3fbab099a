/** A fetchXml query as data. */
export interface Fetch {
  entity: FetchEntity
  top?: number
  count?: number
  page: number
  aggregate: boolean
  aggregateLimit?: number
  distinct: boolean
  totals: boolean
  /** Sorts choices by their values, not by their labels. */
  rawOrder: boolean
}

export interface FetchEntity {
  name: string
  attributes: FetchAttribute[]
  all: boolean
  filters: FetchFilter[]
  orders: FetchOrder[]
  links: FetchLink[]
}

export interface FetchLink extends FetchEntity {
  from: string
  to: string
  alias: string
  kind: LinkKind
}

/**
 * `inner` and `outer` join; `first` joins one row at the most; `exists` asks whether there is one. Within a filter (documented):
 * `any` and `not all` (the same, whatever they are called), `not any`, and `all`: there are rows, and none of them meets the filters.
 */
export type LinkKind = 'inner' | 'outer' | 'first' | 'exists' | 'any' | 'not any' | 'all'

export interface FetchAttribute {
  name: string
  alias?: string
  aggregate?: string
  /** How many rows have this one as their parent in the table's hierarchy. */
  countChildren?: true
  groupby: boolean
  dategrouping?: string
  distinct: boolean
}

export interface FetchOrder {
  attribute?: string
  alias?: string
  entity?: string
  descending: boolean
}

export interface FetchFilter {
  type: 'and' | 'or'
  conditions: FetchCondition[]
  filters: FetchFilter[]
  links: FetchLink[]
}

export interface FetchCondition {
  entity?: string
  attribute: string
  operator: string
  values: string[]
  /** Compares with another column of the row. */
  otherColumn?: string
}
