import { guidOf, isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { invalidArgument, noSuchRecord, refuseFeature, refuseWith } from '../problems.ts'
import { formatted } from '../render/format.ts'
import { value } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { permit } from '../security/rows.ts'
import { parametersOf, tableNamed, type Unbound } from './action.ts'

/**
 * An email made after a template for one row (documented): it is answered, not stored. Dynamic text is written as in the
 * template editor, `{!Case:Ticket Number;no number}`, by label or logical name; a column that the row lacks is looked for
 * in the row that a lookup names (inferred). XSL bodies, which the editor stored until 2019, are not imitated.
 */
export const instantiateTemplate: Unbound = (_segment, request) => {
  const { root } = request
  const parameters = parametersOf(request, 'InstantiateTemplate')
  const templates = tableNamed(request, 'template')
  const template = rowOf(templates, parameters.TemplateId, 'TemplateId', request)
  const type = parameters.ObjectType
  if (typeof type !== 'string') return refuseWith(invalidArgument("The parameter 'ObjectType' is missing."))
  const table = tableNamed(request, type)
  const row = rowOf(table, parameters.ObjectId, 'ObjectId', request)
  permit('Read', templates, template, request)
  permit('Read', table, row, request)
  const fill = (name: string) => filled(String(template.values[name] ?? ''), row, table, request)
  const regarding = tableNamed(request, 'email').columns.get('regardingobjectid')?.targets?.[table.name]
  return {
    status: 200,
    body: {
      '@odata.context': `${root}/$metadata#Collection(Microsoft.Dynamics.CRM.crmbaseentity)`,
      value: [
        {
          '@odata.type': '#Microsoft.Dynamics.CRM.email',
          subject: fill('subject'),
          description: fill('body'),
          ...(regarding ? { [`${regarding}@odata.bind`]: `/${table.set}(${row.id})` } : {}),
        },
      ],
    },
  }
}

function rowOf(table: Table, sent: unknown, name: string, { organization }: WebRequest): Row {
  const id = typeof sent === 'string' ? guidOf(sent) : undefined
  if (id === undefined) return refuseWith(invalidArgument(`The parameter '${name}' is missing or is not a GUID.`))
  return organization.get(table.name, id) ?? refuseWith(noSuchRecord(table.name, id))
}

const SLUG = /\{!([^:{}]+):([^;{}]+);([^{}]*)\}/g

function filled(text: string, row: Row, table: Table, request: WebRequest): string {
  if (/<xsl:/i.test(text)) refuseFeature('an email template in XSL')
  return text.replace(SLUG, (_all, entity: string, column: string, otherwise: string) => told(entity, column, row, table, request) ?? otherwise)
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

function told(entity: string, name: string, row: Row, table: Table, request: WebRequest): string | undefined {
  const { organization, caller } = request
  const named = (one: Table) => same(one.name, entity) || same(one.label, entity)
  const users = tableNamed(request, 'systemuser')
  const own = named(table) ? row : named(users) ? caller.user : lookedUp(row, table, named, request)
  const of = own && organization.model.tables.get(own.table)
  const column = of && [...of.properties.values()].find((one) => same(one.name, name) || same(one.label, name))
  const found = own && of && column ? value(own, of, column) : null
  return found === null || !column ? undefined : (formatted(found, column, organization) ?? String(found))
}

/** The first lookup of the row that leads to such a table. */
function lookedUp(row: Row, table: Table, named: (table: Table) => boolean, { organization }: WebRequest): Row | undefined {
  for (const { name } of table.lookups) {
    const reference = row.values[name]
    const other = isReference(reference) ? organization.model.tables.get(reference.table) : undefined
    if (isReference(reference) && other && named(other)) return organization.get(other.name, reference.id)
  }
  return undefined
}
