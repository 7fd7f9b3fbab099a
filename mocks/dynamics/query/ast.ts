/** A `$filter`, as it was written: names are not looked up yet. */
export type Filter =
  | { kind: 'and' | 'or'; items: Filter[] }
  | { kind: 'not'; item: Filter }
  | { kind: 'compare'; operator: Comparison; left: Operand; right: Operand }
  | { kind: 'text'; function: TextFunction; path: Path; value: Literal }
  | { kind: 'lambda'; mode: 'any' | 'all'; path: Path; variable?: string; body?: Filter }
  | { kind: 'query'; function: string; property: string; values: Literal[] }
  /** A Boolean column on its own. */
  | { kind: 'truth'; operand: Operand }

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export const comparisons: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le']
export type TextFunction = 'contains' | 'startswith' | 'endswith'

export interface Path {
  kind: 'path'
  segments: string[]
}

/** `text` is what was written, for the error that quotes it. */
export type Literal =
  | { kind: 'string'; value: string }
  | { kind: 'number'; value: number; text: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null' }
  | { kind: 'guid'; value: string }
  | { kind: 'date' | 'datetime'; value: string }

export type Operand = Path | Literal

/** The Edm type of a literal, as the service names it in errors. */
export function edmOf(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return 'Edm.String'
    case 'boolean':
      return 'Edm.Boolean'
    case 'guid':
      return 'Edm.Guid'
    case 'date':
      return 'Edm.Date'
    case 'datetime':
      return 'Edm.DateTimeOffset'
    case 'number':
      return Number.isInteger(literal.value) && !/[.e]/i.test(literal.text) ? (Math.abs(literal.value) > 2 ** 31 ? 'Edm.Int64' : 'Edm.Int32') : 'Edm.Single'
    default:
      return '<null>'
  }
}
