import { tableNamed, type Unbound } from '../actions/action.ts'
import { type Body, isObject, typeIn } from '../body.ts'
import { duplicatesOf } from '../duplicates/detect.ts'
import { invalidArgument, noSuchRecord, refuseWith } from '../problems.ts'
import { contextOf } from '../render/context.ts'
import { renderRow } from '../render/row.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { permit, rowTest } from '../security/rows.ts'
import { settingsOf } from '../settings.ts'
import { present } from '../write/create.ts'
import { readChanges } from '../write/payload.ts'
import { functionParameters } from './parameters.ts'

/** `RetrieveDuplicates(BusinessEntity=@p1,MatchingEntityName=@p2,PagingInfo=@p3)`: rows that are alike to a row that is here or is not yet (documented). */
export const retrieveDuplicates: Unbound = (segment, request) => {
  const { organization, prefer, root } = request
  const parameters = functionParameters(segment, request)
  const entity = objectOf(parameters.get('BusinessEntity'), 'BusinessEntity')
  const source = tableNamed(request, typeIn(entity) || (parameters.get('MatchingEntityName') ?? ''))
  const table = tableNamed(request, parameters.get('MatchingEntityName') ?? source.name)
  requirePrivilege(request.caller, 'Read', table, organization)
  const id = entity[source.key]
  const known = typeof id === 'string' ? (organization.get(source.name, id.toLowerCase()) ?? refuseWith(noSuchRecord(source.name, id))) : undefined
  const values = { ...known?.values, ...present(readChanges(entity, source, 'create', request).values) }
  if (known) permit('Read', source, known, request)
  const visible = rowTest(request.caller, 'Read', table, organization)
  const found = duplicatesOf(values, table, organization, known?.id).filter((row) => !visible || visible(row))
  const { number, count } = pageOf(parameters.get('PagingInfo'), settingsOf(organization.world).pageSize)
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(root, table.set, { expand: [] }, false),
      value: found.slice((number - 1) * count, number * count).map((row) => renderRow(row, table, undefined, organization, prefer.annotations)),
    },
  }
}

function objectOf(text: string | undefined, name: string): Body {
  for (const candidate of [text ?? '', (text ?? '').replaceAll("'", '"')]) {
    try {
      const value: unknown = JSON.parse(candidate)
      if (isObject(value)) return value
    } catch {
      // Single quotes are tried next.
    }
  }
  return refuseWith(invalidArgument(`The parameter '${name}' is missing or is not an object.`))
}

function pageOf(text: string | undefined, most: number): { number: number; count: number } {
  const sent = text === undefined || text === '' ? {} : objectOf(text, 'PagingInfo')
  const whole = (value: unknown, otherwise: number) => (Number.isInteger(value) && Number(value) > 0 ? Number(value) : otherwise)
  return { number: whole(sent.PageNumber, 1), count: Math.min(whole(sent.Count, most), most) }
}
