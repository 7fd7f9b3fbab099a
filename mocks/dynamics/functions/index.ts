import type { Reply } from '../../core/index.ts'
import { type Bound, response, tableNamed, type Unbound } from '../actions/action.ts'
import { isReference, type Row } from '../data/row.ts'
import { stableId } from '../data/stable-id.ts'
import { propertyOf } from '../model/model.ts'
import type { Segment } from '../path.ts'
import { invalidArgument, refuseWith, wrongMethod } from '../problems.ts'
import type { WebRequest } from '../request.ts'
import { type Access, privilegeName, privilegesOf } from '../security/privileges.ts'
import { permit } from '../security/rows.ts'
import { retrievePrincipalAccess, retrieveSharedPrincipalsAndAccess } from './access.ts'
import { functionParameters, rowNamed } from './parameters.ts'
import { retrieveDuplicates } from './retrieve-duplicates.ts'
import { timeZoneCode } from './time-zone.ts'

/** A function is got. */
const get =
  <More extends unknown[]>(run: (segment: Segment, request: WebRequest, ...more: More) => Reply): typeof run =>
  (segment, request, ...more) =>
    request.method === 'GET' ? run(segment, request, ...more) : wrongMethod(request)

function whoAmI(_segment: Segment, request: WebRequest): Reply {
  const { caller, organization } = request
  const unit = caller.user.values.businessunitid
  return response(request, 'WhoAmI', {
    BusinessUnitId: isReference(unit) ? unit.id : organization.facts.businessUnitId,
    UserId: caller.user.id,
    OrganizationId: organization.facts.id,
  })
}

const VERSION = '9.2.24011.00196'

const retrieveVersion: Unbound = (_segment, request) => response(request, 'RetrieveVersion', { Version: VERSION })

const retrieveCurrentOrganization: Unbound = (_segment, request) => {
  const { facts, world } = request.organization
  const host = world.origins.dynamics?.[0] ?? ''
  return response(request, 'RetrieveCurrentOrganization', {
    Detail: {
      OrganizationId: facts.id,
      FriendlyName: facts.name,
      OrganizationVersion: VERSION,
      EnvironmentId: facts.id,
      UniqueName: facts.name,
      UrlName: facts.name,
      State: 'Enabled',
      TenantId: facts.tenantId,
      Endpoints: { Count: 2, IsReadOnly: false, Keys: ['WebApplication', 'OrganizationDataService'], Values: [`${host}/`, `${host}/api/data/`] },
    },
  })
}

const retrieveTotalRecordCount: Unbound = (segment, request) => {
  const names = listOf(functionParameters(segment, request).get('EntityNames'))
  const counts = names.map((name) => [...request.organization.scan(tableNamed(request, name).name)].length)
  return response(request, 'RetrieveTotalRecordCount', {
    EntityRecordCountCollection: { Count: names.length, IsReadOnly: false, Keys: names, Values: counts },
  })
}

function listOf(text: string | undefined): string[] {
  try {
    const list: unknown = JSON.parse((text ?? '').replaceAll("'", '"'))
    if (Array.isArray(list)) return list.map(String)
  } catch {
    // Falls through to the refusal.
  }
  return refuseWith(invalidArgument("The parameter 'EntityNames' is missing or is not a list."))
}

const formatAddress: Unbound = (segment, request) => {
  const parts = functionParameters(segment, request)
  const part = (name: string) => parts.get(name) ?? ''
  const place = [[part('City'), part('StateOrProvince')].filter(Boolean).join(', '), part('PostalCode')].filter(Boolean).join(' ')
  const lines = [part('Line1'), part('Line2'), part('Line3'), place, part('Country')].filter(Boolean)
  return response(request, 'FormatAddress', { Address: lines.join('\r\n') })
}

/** Values for a new row that hangs on another: what both tables call the same, and the link. Nothing is stored. */
const initializeFrom: Unbound = (segment, request) => {
  const { root } = request
  const parameters = functionParameters(segment, request)
  const target = tableNamed(request, parameters.get('TargetEntityName') ?? '')
  const row = rowNamed('EntityMoniker', segment, request)
  const source = tableNamed(request, row.table)
  permit('Read', source, row, request)
  const relation = source.relations.find((one) => one.many === target.name)
  const link = relation ? { [`${relation.lookup}@odata.bind`]: `${source.set}(${row.id})` } : {}
  return {
    status: 200,
    body: {
      '@odata.context': `${root}/$metadata#${target.set}/$entity`,
      '@odata.type': `#Microsoft.Dynamics.CRM.${target.name}`,
      ...link,
      ...carried(row, target.columns, source),
    },
  }
}

function carried(row: Row, columns: ReadonlyMap<string, unknown>, source: ReturnType<typeof tableNamed>): Record<string, unknown> {
  const own = /^(createdon|modifiedon|overriddencreatedon|statecode|statuscode|versionnumber|importsequencenumber|ticketnumber|activitytypecode)$/
  return Object.fromEntries(
    Object.entries(row.values).flatMap(([name, value]) => {
      const column = source.properties.get(name)
      return column && columns.has(name) && !own.test(name) && !column.not?.includes('create') ? [[propertyOf(column), value]] : []
    }),
  )
}

/** `systemusers(id)/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`. */
const retrieveUserPrivileges: Bound = (_segment, request, { row: user }) => {
  const { organization } = request
  if (user?.table !== 'systemuser') return refuseWith(invalidArgument('RetrieveUserPrivileges is bound to a systemuser.'))
  const held = privilegesOf(user, organization)
  const granted = held === undefined ? [] : held === 'all' ? everyPrivilege(request).map((name) => [name, 'Global'] as const) : [...held]
  const unit = organization.facts.businessUnitId
  const privileges = granted.map(([name, depth]) => ({
    Depth: depth,
    PrivilegeId: stableId(name),
    BusinessUnitId: unit,
    PrivilegeName: name,
    RecordFilterId: '00000000-0000-0000-0000-000000000000',
  }))
  return response(request, 'RetrieveUserPrivileges', { RolePrivileges: privileges })
}

const KINDS: readonly Access[] = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign', 'Share']

/** Privileges that belong to no table, as far as something here asks for them. */
const TABLELESS = ['prvActOnBehalfOfAnotherUser', 'prvBulkDelete', 'prvMerge']

const everyPrivilege = ({ organization }: WebRequest): string[] => [
  ...TABLELESS,
  ...new Set([...organization.model.tables.values()].flatMap((table) => KINDS.map((kind) => privilegeName(kind, table)))),
]

/** Functions that stand on their own, by name. */
export const functions: ReadonlyMap<string, Unbound> = new Map([
  ['WhoAmI', get(whoAmI)],
  ['RetrieveVersion', get(retrieveVersion)],
  ['RetrieveCurrentOrganization', get(retrieveCurrentOrganization)],
  ['RetrieveTotalRecordCount', get(retrieveTotalRecordCount)],
  ['FormatAddress', get(formatAddress)],
  ['InitializeFrom', get(initializeFrom)],
  ['RetrieveSharedPrincipalsAndAccess', get(retrieveSharedPrincipalsAndAccess)],
  ['RetrieveDuplicates', get(retrieveDuplicates)],
  ['GetTimeZoneCodeByLocalizedName', get(timeZoneCode)],
])

/** Functions bound to a row, by name without their namespace. */
export const boundFunctions: ReadonlyMap<string, Bound> = new Map([
  ['RetrievePrincipalAccess', get(retrievePrincipalAccess)],
  ['RetrieveUserPrivileges', get(retrieveUserPrivileges)],
])
