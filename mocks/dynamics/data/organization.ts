import type { Table as StoreTable, World } from '../../core/index.ts'
import { type Customization, customized } from '../model/customize.ts'
import { buildModel, type Model, standardModel, type Table } from '../model/model.ts'
import { indexesOf, searchable } from './indexes.ts'
import type { Row } from './row.ts'

/** The organisation's own facts, planted once. */
export interface OrganizationFacts {
  id: string
  name: string
  tenantId: string
  businessUnitId: string
  currencyId: string
  /** The system user whom the service itself acts as. */
  systemUserId: string
}

/** The records of one World's organisation. */
export interface Organization {
  world: World
  model: Model
  facts: OrganizationFacts
  rows(table: string): StoreTable<Row>
  get(table: string, id: string): Row | undefined
  scan(table: string): Iterable<Row>
  /** Rows that an index of their table has under a key; first those that have not changed for longest. */
  find(table: string, index: string, key: string): Row[]
  /** Rows whose lookup `column` points to `id`. */
  referencing(table: string, column: string, id: string): Row[]
  nextVersion(): number
  newId(): string
}

// The rows of the table `organization` are `dynamics.organization`.
const FACTS = { name: 'dynamics.facts' }
const CUSTOMIZATION = { name: 'dynamics.customization' }
const models = new WeakMap<Customization, Model>()
const organizations = new WeakMap<World, { customization: Customization | undefined; organization: Organization }>()

/** Plants the facts; call once, before anything else. */
export function foundOrganization(world: World, facts: OrganizationFacts, customization: Customization | undefined): void {
  world.store.table<OrganizationFacts>(FACTS).put('facts', facts)
  if (customization) world.store.table<Customization>(CUSTOMIZATION).put('tables', customization)
}

export function organizationOf(world: World): Organization {
  const customization = world.store.table<Customization>(CUSTOMIZATION).get('tables')
  const known = organizations.get(world)
  if (known && known.customization === customization) return known.organization
  const organization = open(world, modelOf(customization))
  organizations.set(world, { customization, organization })
  return organization
}

function modelOf(customization: Customization | undefined): Model {
  if (!customization) return standardModel()
  let model = models.get(customization)
  if (!model) {
    models.set(customization, (model = buildModel(customized(customization))))
  }
  return model
}

function open(world: World, model: Model): Organization {
  const tables = new Map<string, StoreTable<Row>>()
  const activities = [...model.tables.values()].filter((table) => table.base === 'activitypointer').map((table) => table.name)
  const rows = (name: string) => {
    let table = tables.get(name)
    if (!table) {
      table = world.store.table<Row>({ name: `dynamics.${name}`, lazy: indexesOf(model.tables.get(name) as Table), text: searchable })
      tables.set(name, table)
    }
    return table
  }
  const organization: Organization = {
    world,
    model,
    get facts() {
      return world.store.table<OrganizationFacts>(FACTS).get('facts') as OrganizationFacts
    },
    rows,
    get(table, id) {
      // Every activity is one row, seen through its own table and through activitypointer.
      if (table !== 'activitypointer') return rows(table).get(id)
      for (const activity of activities) {
        const row = rows(activity).get(id)
        if (row) return row
      }
      return undefined
    },
    scan: (table) => (table === 'activitypointer' ? activityRows(activities.map(rows)) : rows(table).scan()),
    // An index is made when somebody first asks for it, so its own order tells when that was.
    find: (table, index, key) => rows(table).find(index, key).sort(byVersion),
    referencing(table, column, id) {
      if (table === 'activitypointer') return activities.flatMap((activity) => organization.referencing(activity, column, id))
      if (indexesOf(model.tables.get(table) as Table)[column]) return organization.find(table, column, id)
      return [...rows(table).scan()].filter((row) => {
        const value = row.values[column]
        return typeof value === 'object' && value.id === id
      })
    },
    nextVersion: () => world.store.sequence('dynamics.version', 1_048_576),
    // Shaped as the platform's sequential GUIDs are (recorded: version digit 1, node 000d3a...).
    newId: () => world.random('dynamics.ids').hexIn('########-####-f111-8###-000d3a######'),
  }
  return organization
}

/** The table that a row belongs to: not the one under which a request may have found it, as an activity. */
export const tableOf = ({ table }: Row, { model }: Pick<Organization, 'model'>): Table => model.tables.get(table) as Table

const byVersion = (a: Row, b: Row): number => a.version - b.version

function activityRows(tables: StoreTable<Row>[]): Row[] {
  return tables.flatMap((table) => [...table.scan()]).sort((a, b) => a.order - b.order)
}
