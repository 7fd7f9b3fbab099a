import { allLinks } from '../data/intersections.ts'
import type { Organization } from '../data/organization.ts'
import type { Row } from '../data/row.ts'
import { stableId } from '../data/stable-id.ts'
import type { Model, Table } from '../model/model.ts'
import type { Column, Intersection } from '../model/types.ts'

/** The pairs of a many-to-many relationship as a table with three ids: what a fetch goes through from one side to the other. */
export interface IntersectTable extends Table {
  intersection: Intersection
}

const id = (name: string): Column => ({ name, schema: name, type: 'Uniqueidentifier', label: name, required: 'system' })
const known = new WeakMap<Intersection, IntersectTable>()

export function intersectTable(name: string, model: Model): IntersectTable | undefined {
  const intersection = model.intersections.find(({ entity }) => entity === name)
  if (!intersection) return undefined
  let table = known.get(intersection)
  if (!table) known.set(intersection, (table = build(intersection, model)))
  return table
}

function build(intersection: Intersection, model: Model): IntersectTable {
  const { entity } = intersection
  const key = `${entity}id`
  const columns = new Map([key, ...keysOf(intersection, model)].map((name) => [name, id(name)]))
  return {
    name: entity,
    schema: entity,
    set: `${entity}collection`,
    key,
    primary: key,
    ownership: 'none',
    label: entity,
    plural: entity,
    code: 0,
    columns,
    properties: columns,
    relations: [],
    keys: [],
    lookups: [],
    navigations: new Map(),
    intersection,
  }
}

const keysOf = ({ tables }: Intersection, model: Model) => tables.map((name) => (model.tables.get(name) as Table).key) as [string, string]

/** The pairs as rows. */
export function* intersectRows({ name, intersection }: IntersectTable, organization: Organization): Iterable<Row> {
  const [first, second] = keysOf(intersection, organization.model)
  let order = 0
  for (const link of allLinks(organization, intersection.name)) {
    yield {
      id: stableId(`${name} ${link.first} ${link.second}`),
      table: name,
      order: order++,
      version: 0,
      values: { [first]: link.first, [second]: link.second },
    }
  }
}
