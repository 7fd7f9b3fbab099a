import { z } from 'zod'
import { didYouMean } from '../../core/nearest.ts'
import { SeedError } from '../../core/schema.ts'
import { standardModel } from './model.ts'
import { baseOf, CURRENCY } from './money.ts'
import type { Column, Relation, TableInfo } from './types.ts'

const customName = z.string().regex(/^[a-z][a-z0-9]{1,7}_[a-z][a-z0-9_]*$/, 'expected a custom name with a prefix, such as new_tier')

const columnSchema = z
  .strictObject({
    type: z
      .enum(['String', 'Memo', 'Integer', 'Decimal', 'Double', 'Money', 'Boolean', 'DateTime', 'Picklist', 'Lookup', 'Uniqueidentifier', 'File', 'Image'])
      .default('String'),
    /** With capitals, as navigation properties of custom lookups are written; the logical name when absent. */
    schema: z.string().optional(),
    label: z.string().optional(),
    /** Characters; kilobytes of a file. */
    max: z.int().positive().optional(),
    low: z.number().optional(),
    high: z.number().optional(),
    precision: z.int().nonnegative().optional(),
    behavior: z.literal('DateOnly').optional(),
    options: z.array(z.tuple([z.int(), z.string()])).optional(),
    default: z.union([z.boolean(), z.number()]).optional(),
    /** Tables that a lookup may point to. */
    targets: z.array(z.string()).optional(),
    /** A lookup to the own table by which its rows form a hierarchy. */
    hierarchical: z.boolean().optional(),
  })
  .refine(({ type, targets }) => type !== 'Lookup' || targets?.length, {
    message: 'a Lookup needs targets: the tables that it may point to',
    path: ['targets'],
  })

/** What an organisation has beside the standard tables; plain data, so that it lives in the World's store. */
export const customizationSchema = z.strictObject({
  /** Columns by table. */
  columns: z.record(z.string(), z.record(customName, columnSchema)).default({}),
  /** Tables by name; each gets its key, its name column, owner, states and times. */
  tables: z
    .record(
      customName,
      z.strictObject({
        set: z.string(),
        label: z.string(),
        plural: z.string().optional(),
        primary: customName,
        columns: z.record(customName, columnSchema).default({}),
      }),
    )
    .default({}),
  /** Alternate keys by table. */
  keys: z.record(z.string(), z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()).min(1) }))).default({}),
})

export type Customization = z.infer<typeof customizationSchema>
type CustomColumn = z.infer<typeof columnSchema>

export const isEmpty = ({ columns, tables, keys }: Customization): boolean => [columns, tables, keys].every((part) => Object.keys(part).length === 0)

/** The standard tables with what a seed adds to them. Throws a SeedError that names what does not exist. */
export function customized({ columns, tables, keys }: Customization): TableInfo[] {
  const infos = new Map<string, TableInfo>([...standardModel().tables.values()].map((table) => [table.name, table]))
  let code = 10_000
  for (const [name, table] of Object.entries(tables)) {
    const taken = [...infos.values()].find(({ set }) => set === table.set)
    if (taken) throw new SeedError(`dynamics seed: the set "${table.set}" of the table "${name}" is that of "${taken.name}".`)
    infos.set(name, newTable(name, table, code++))
  }
  for (const [name, added] of [...Object.entries(columns), ...Object.entries(tables).map(([name, table]) => [name, table.columns] as const)]) {
    const info = known(infos, name)
    const fresh = Object.entries(added).flatMap(([column, definition]) => {
      const made = newColumn(column, definition)
      return [made, ...baseOf(made), ...nameOfFile(column, definition)].map((one) => [one.name, one] as const)
    })
    const money = fresh.some(([, { type }]) => type === 'Money') ? CURRENCY.flatMap((column) => pattern().columns.get(column) ?? []) : []
    infos.set(name, { ...info, columns: new Map([...money.map((column) => [column.name, column] as const), ...info.columns, ...fresh]) })
    for (const [, column] of fresh) for (const target of Object.keys(column.targets ?? {})) relate(infos, target, name, column)
  }
  for (const [name, list] of Object.entries(keys)) {
    const info = known(infos, name)
    const missing = list.flatMap((key) => key.columns).find((column) => !info.columns.has(column))
    if (missing)
      throw new SeedError(
        `dynamics seed: the alternate key of "${name}" names the column "${missing}", which the table does not have.${didYouMean(missing, info.columns.keys())}`,
      )
    infos.set(name, { ...info, keys: [...info.keys, ...list] })
  }
  return [...infos.values()]
}

const known = (infos: ReadonlyMap<string, TableInfo>, name: string): TableInfo => {
  const info = infos.get(name)
  if (!info) throw new SeedError(`dynamics seed: there is no table "${name}".${didYouMean(name, infos.keys())} Known: ${[...infos.keys()].join(', ')}.`)
  return info
}

function relate(infos: Map<string, TableInfo>, target: string, many: string, column: Column): void {
  const info = known(infos, target)
  const name = `${many}_${column.name}_${target}`
  const relation: Relation = {
    name,
    one: target,
    many,
    column: column.name,
    collection: name,
    lookup: column.targets?.[target] ?? column.name,
    onDelete: 'RemoveLink',
    onAssign: 'NoCascade',
  }
  infos.set(target, { ...info, relations: [...info.relations, relation] })
}

/** A custom lookup's navigation property is its schema name; several targets add the table (documented). */
function newColumn(name: string, { targets, schema = name, label = schema, ...rest }: CustomColumn): Column {
  const column: Column = {
    ...rest,
    name,
    schema,
    label,
    custom: true,
    ...(rest.type === 'File' ? { not: ['create', 'update'] as const } : {}),
    ...(rest.type === 'String' && rest.max === undefined ? { max: 100 } : {}),
  }
  if (!targets) return column
  return { ...column, targets: Object.fromEntries(targets.map((target) => [target, targets.length === 1 ? schema : `${schema}_${target}`])) }
}

/** A file column cannot be written with its row, and brings one for the file's name (documented). */
const nameOfFile = (name: string, { type, label = name }: CustomColumn): Column[] =>
  type === 'File'
    ? [{ name: `${name}_name`, schema: `${name}_Name`, label: `${label} Name`, type: 'String', max: 200, custom: true, not: ['create', 'update'] }]
    : []

/** A table that every organisation has: what others have as everywhere else is made after it. */
const pattern = () => standardModel().tables.get('contact') as TableInfo

/** With owner, states and times as everywhere. */
function newTable(name: string, table: Customization['tables'][string], code: number): TableInfo {
  const common =
    /^(ownerid|owninguser|owningteam|owningbusinessunit|createdby|createdon|createdonbehalfby|modifiedby|modifiedon|modifiedonbehalfby|statecode|statuscode|versionnumber|overriddencreatedon|importsequencenumber|timezoneruleversionnumber|utcconversiontimezonecode)$/
  const key: Column = { name: `${name}id`, schema: `${name}Id`, type: 'Uniqueidentifier', label: table.label, required: 'system', not: ['update'] }
  const primary: Column = { name: table.primary, schema: table.primary, type: 'String', label: 'Name', max: 100, required: 'application', custom: true }
  return {
    name,
    schema: name,
    set: table.set,
    key: key.name,
    primary: primary.name,
    ownership: 'user',
    label: table.label,
    plural: table.plural ?? `${table.label}s`,
    code,
    custom: true,
    columns: new Map([key, primary, ...[...pattern().columns.values()].filter((column) => common.test(column.name))].map((column) => [column.name, column])),
    relations: [],
    keys: [],
  }
}
