import type { JsonSchema } from '../../core/index.ts'
import { isLookup, propertyOf, type Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'

/** A row as the Web API shows it: its columns, and for writing the annotations that bind its lookups. */
export function entitySchema(table: Table): JsonSchema {
  const properties = Object.fromEntries([...table.properties.values()].map((column) => [propertyOf(column), columnSchema(column)]))
  const bindings = [...table.navigations.values()].flatMap((navigation): [string, JsonSchema][] =>
    navigation.kind === 'lookup'
      ? [
          [
            `${navigation.name}@odata.bind`,
            { type: 'string', writeOnly: true, description: `A row of ${navigation.targets.join(' or ')}: its set and key, \`/contacts(...)\`.` },
          ],
        ]
      : [],
  )
  // A principal has its own id once more under the name that its kind shares.
  const principal = table.base === 'principal' ? { ownerid: { type: 'string', format: 'uuid', readOnly: true } } : {}
  return {
    type: 'object',
    title: table.label,
    properties: { '@odata.etag': { type: 'string', readOnly: true }, ...principal, ...properties, ...Object.fromEntries(bindings) },
  }
}

export function columnSchema(column: Column): JsonSchema {
  const { not = [] } = column
  const readOnly = isLookup(column) || (not.includes('create') && not.includes('update'))
  return { title: column.label, ...typeOf(column), ...(readOnly ? { readOnly: true } : {}) }
}

const nullable = (type: string, more: JsonSchema = {}): JsonSchema => ({ type: [type, 'null'], ...more })

function typeOf(column: Column): JsonSchema {
  const range = { ...(column.low === undefined ? {} : { minimum: column.low }), ...(column.high === undefined ? {} : { maximum: column.high }) }
  switch (column.type) {
    case 'String':
    case 'Memo':
      return nullable('string', column.max === undefined ? {} : { maxLength: column.max })
    case 'Integer':
      return nullable('integer', { format: 'int32', ...range })
    case 'BigInt':
      return nullable('integer', { format: 'int64' })
    case 'Decimal':
    case 'Double':
    case 'Money':
      return nullable('number', range)
    case 'Boolean':
      return nullable('boolean')
    case 'DateTime':
      return nullable('string', { format: column.behavior === 'DateOnly' ? 'date' : 'date-time' })
    case 'Picklist':
    case 'State':
    case 'Status':
      return { ...nullable('integer'), ...optionsOf(column) }
    case 'Uniqueidentifier':
      return nullable('string', { format: 'uuid' })
    case 'Lookup':
    case 'Customer':
    case 'Owner':
      return nullable('string', { format: 'uuid', description: `A row of ${Object.keys(column.targets ?? {}).join(' or ')}.` })
    case 'ManagedProperty':
      return nullable('object')
    default:
      return nullable('string')
  }
}

/** Values with their labels; a column without listed options takes any number. */
function optionsOf({ options = [] }: Column): JsonSchema {
  if (options.length === 0) return {}
  return { enum: [...options.map(([value]) => value), null], description: options.map(([value, label]) => `${value} ${label}`).join(', ') }
}
