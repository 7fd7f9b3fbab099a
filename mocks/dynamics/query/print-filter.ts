import type { Filter, Literal, Operand } from './ast.ts'

/** Writes a filter so that `parseFilter` reads the same tree. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.items.map(nested).join(` ${filter.kind} `)
    case 'not':
      return `not ${filter.item.kind === 'not' ? printFilter(filter.item) : `(${printFilter(filter.item)})`}`
    case 'compare':
      return `${printOperand(filter.left)} ${filter.operator} ${printOperand(filter.right)}`
    case 'text':
      return `${filter.function}(${printOperand(filter.path)},${printOperand(filter.value)})`
    case 'lambda':
      return `${printOperand(filter.path)}/${filter.mode}(${filter.body ? `${filter.variable}:${printFilter(filter.body)}` : ''})`
    case 'query':
      return `Microsoft.Dynamics.CRM.${filter.function}(PropertyName='${doubled(filter.property)}'${printValues(filter.values)})`
    case 'truth':
      return printOperand(filter.operand)
  }
}

const nested = (filter: Filter) => (filter.kind === 'and' || filter.kind === 'or' ? `(${printFilter(filter)})` : printFilter(filter))
const doubled = (text: string) => text.replaceAll("'", "''")

function printValues(values: readonly Literal[]): string {
  if (values.length === 0) return ''
  if (values.length === 1) return `,PropertyValue=${printOperand(values[0] as Literal)}`
  return `,PropertyValues=[${values.map(printOperand).join(',')}]`
}

export function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'path':
      return operand.segments.join('/')
    case 'string':
      return `'${doubled(operand.value)}'`
    case 'number':
      return operand.text
    case 'null':
      return 'null'
    default:
      return String(operand.value)
  }
}
