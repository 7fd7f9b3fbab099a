import { answersJson, type Description, type Detail, type JsonSchema, type Operation, schemaRef, type World } from '../../core/index.ts'
import { organizationOf } from '../data/organization.ts'
import type { Model } from '../model/model.ts'
import { boundNames, describedPaths } from './paths.ts'
import { entitySchema } from './schema.ts'

const uuid: JsonSchema = { type: 'string', format: 'uuid' }

const error: JsonSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', description: 'Of the Web API: `0x80040217`' },
        message: { type: 'string' },
        '@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus': { type: 'string' },
        '@Microsoft.PowerApps.CDS.HelpLink': { type: 'string' },
        '@Microsoft.PowerApps.CDS.InnerError.Message': { type: 'string' },
      },
    },
  },
}

const details: Readonly<Record<string, Detail>> = {
  WhoAmI: {
    summary: 'Who the caller is',
    answers: {
      200: answersJson('Who', {
        type: 'object',
        required: ['BusinessUnitId', 'UserId', 'OrganizationId'],
        properties: { '@odata.context': { type: 'string' }, BusinessUnitId: uuid, UserId: uuid, OrganizationId: uuid },
      }),
    },
  },
  metadata: {
    summary: 'The whole service as CSDL',
    answers: { 200: { description: 'CSDL 4.0', content: { 'application/xml': { schema: { type: 'string' } } } } },
  },
  batch: {
    summary: 'Several requests in one, with changesets that are done together or not at all',
    body: { 'multipart/mixed': { type: 'string' } },
    answers: { 200: { description: 'One answer for each request', content: { 'multipart/mixed': { schema: { type: 'string' } } } } },
  },
  'main.aspx': {
    summary: 'The page of a record, for screen pops',
    answers: { 200: { description: 'A page', content: { 'text/html': { schema: { type: 'string' } } } } },
  },
}

const made = new WeakMap<Model, Description>()

/** The Web API with the organisation's own tables, custom ones too. */
export function describeDynamics(world: World): Description {
  const { model } = organizationOf(world)
  const known = made.get(model)
  if (known) return known
  const description: Description = {
    says: [
      'The Dataverse Web API of one organisation; schemas are made from its tables. Microsoft describes it in OData terms at',
      'https://learn.microsoft.com/power-apps/developer/data-platform/webapi/overview, and `$metadata` answers the service document here too.',
      `Not written out for each table: reading what stands below a row, \`$ref\`, and the bound functions and actions ${boundNames.join(', ')}.`,
    ].join('\n'),
    fixed: { version: 'v9.2' },
    security: {
      entra: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "An access token of Entra ID for the organisation's URL (`<url>/.default`)" },
    },
    open: ({ name }) => name === 'main.aspx',
    schemas: { Error: error, ...Object.fromEntries([...model.tables.values()].map((table) => [table.name, entitySchema(table)])) },
    errors: { 'application/json': schemaRef('Error') },
    detail: ({ name }: Operation) => details[name] ?? {},
    paths: describedPaths(model),
  }
  made.set(model, description)
  return description
}
