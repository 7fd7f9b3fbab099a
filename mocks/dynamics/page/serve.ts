import { type Call, notImitated, type Problem, type Reply, type World } from '../../core/index.ts'
import { organizationOf } from '../data/organization.ts'
import { guidOf } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { formPage } from './form.ts'
import { listPage, tablesPage } from './list.ts'
import { recordPage } from './record.ts'
import type { View } from './view.ts'

/**
 * `/main.aspx`: the page that a screen pop opens. Parameters as documented for opening forms by URL: `pagetype` (entityrecord,
 * entitylist), `etn` or `etc`, `id`, `extraqs`; `appid`, `cmdbar`, `navbar` and others change nothing here. It wants no sign-in,
 * unlike the product: who watches a rehearsal has no account in it.
 */
export function mainPage(call: Call, world: World): Reply | Problem {
  const view: View = { organization: organizationOf(world), base: call.base }
  const asked = (name: string) => call.query.get(name) ?? undefined
  const etn = asked('etn')
  const etc = asked('etc')
  const id = asked('id')
  const pagetype = asked('pagetype')?.toLowerCase() ?? (etn || etc ? 'entityrecord' : undefined)
  if (pagetype === undefined) return tablesPage(view)
  if (pagetype !== 'entityrecord' && pagetype !== 'entitylist') return notImitated(`main.aspx with pagetype=${pagetype}`)
  const table = tableOf(etn, etc, view)
  if (!table) {
    const text =
      etn || etc
        ? `No table is called "${etn ?? etc}". etn takes a logical name, such as contact or incident.`
        : `pagetype=${pagetype} needs etn, the logical name of a table.`
    return tablesPage(view, { title: 'There is no such table', text })
  }
  if (pagetype === 'entitylist') return listPage(table, view)
  if (id === undefined || id.trim() === '') return formPage(table, givenBy(asked('extraqs') ?? '', call.query), view)
  const guid = guidOf(id)
  const row = guid === undefined ? undefined : view.organization.get(table.name, guid)
  if (!row) {
    const text =
      guid === undefined
        ? `"${id}" is not an id: an id is a GUID.`
        : `${table.label} With Id = ${guid} Does Not Exist. It may have been deleted, or belong to another organisation.`
    return tablesPage(view, { title: 'Record Is Unavailable', text })
  }
  return recordPage(row, view.organization.model.tables.get(row.table) as Table, view)
}

/** `etn` names a table by its logical name, `etc` by its object type code. */
function tableOf(etn: string | undefined, etc: string | undefined, { organization }: View): Table | undefined {
  if (etn) return organization.model.tables.get(etn.trim().toLowerCase())
  return etc ? [...organization.model.tables.values()].find(({ code }) => String(code) === etc.trim()) : undefined
}

const OWN = new Set(['pagetype', 'etn', 'etc', 'id', 'extraqs', 'appid', 'cmdbar', 'navbar', 'formid', 'viewid', 'viewtype', 'newwindow'])

/** Values for a new row: inside `extraqs`, and beside it, as newer clients send them. */
function givenBy(extraqs: string, beside: URLSearchParams): Map<string, string> {
  return new Map([...[...beside].filter(([name]) => !OWN.has(name.toLowerCase()) && !name.startsWith('_')), ...new URLSearchParams(extraqs)])
}
