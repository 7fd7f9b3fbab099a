import { type Answer, answersJson, type DescribedPath, type JsonSchema, type Parameter, schemaRef } from '../../core/index.ts'
import { unboundActions } from '../actions/index.ts'
import { bound } from '../bound.ts'
import { functions } from '../functions/index.ts'
import type { Model, Table } from '../model/model.ts'

const ROOT = '/api/data/:version'
const text: JsonSchema = { type: 'string' }

const query = (name: string, description: string, schema: JsonSchema = text): Parameter => ({ name, in: 'query', description, schema })
const header = (name: string, description: string): Parameter => ({ name, in: 'header', description, schema: text })

const SELECT = query('$select', 'Columns, by comma')
const EXPAND = query('$expand', 'Navigation properties, with their own options in parentheses')
const PREFER = header('Prefer', '`return=representation`, `odata.include-annotations="*"`, `odata.maxpagesize=50`')
const MATCH = header('If-Match', "The row's ETag, or `*`: 412 where it has changed, or is not there")

const LIST = [
  SELECT,
  query('$filter', "A condition: `telephone1 eq '+49301234567'`"),
  query('$orderby', 'Columns, each with `asc` or `desc`'),
  query('$top', 'Rows at the most', { type: 'integer', minimum: 1 }),
  EXPAND,
  query('$count', 'Tells how many there are, 5,000 at the most', { type: 'boolean' }),
  query('$apply', 'Groups and sums'),
  query('fetchXml', 'A FetchXML query instead of the options above'),
  PREFER,
]

const ENTITY_ID = { 'OData-EntityId': { description: "The row's URL", schema: { type: 'string', format: 'uri' } } }
const WRITTEN: Answer = { description: 'Written', headers: ENTITY_ID }
const json = (schema: JsonSchema) => ({ 'application/json': schema })

/** Listing and creating in each entity set, and reading, changing and deleting a row of it. */
const tablePaths = ({ name, set, key }: Table): DescribedPath[] => {
  const row = schemaRef(name)
  const common = { tag: set }
  const one = `${ROOT}/${set}({${key}})`
  const id: Parameter = {
    name: key,
    in: 'path',
    required: true,
    description: "The row's key, without quotes; alternate keys are written `column='value'`",
    schema: text,
  }
  const page: JsonSchema = {
    type: 'object',
    required: ['value'],
    properties: {
      '@odata.context': text,
      '@odata.count': { type: 'integer' },
      '@odata.nextLink': { type: 'string', format: 'uri' },
      value: { type: 'array', items: row },
    },
  }
  return [
    {
      ...common,
      id: `${name}.list`,
      method: 'get',
      path: `${ROOT}/${set}`,
      operation: 'retrieve',
      parameters: LIST,
      answers: { 200: answersJson('Rows', page) },
    },
    {
      ...common,
      id: `${name}.create`,
      method: 'post',
      path: `${ROOT}/${set}`,
      operation: 'create',
      parameters: [SELECT, PREFER],
      body: json(row),
      answers: { 201: answersJson('Made, with `Prefer: return=representation`', row), 204: WRITTEN },
    },
    {
      ...common,
      id: `${name}.retrieve`,
      method: 'get',
      path: one,
      operation: 'retrieve',
      parameters: [id, SELECT, EXPAND, PREFER],
      answers: { 200: answersJson('The row', row) },
    },
    {
      ...common,
      id: `${name}.update`,
      method: 'patch',
      path: one,
      operation: 'update',
      parameters: [id, SELECT, PREFER, MATCH],
      body: json(row),
      answers: {
        200: answersJson('Changed, with `Prefer: return=representation`', row),
        201: answersJson('Made by upsert, with `Prefer: return=representation`', row),
        204: WRITTEN,
      },
    },
    {
      ...common,
      id: `${name}.delete`,
      method: 'delete',
      path: one,
      operation: 'delete',
      parameters: [id, MATCH],
      answers: { 204: { description: 'Deleted' } },
    },
    {
      ...common,
      id: `${name}.setColumn`,
      method: 'put',
      path: `${one}/{column}`,
      operation: 'replace',
      parameters: [id],
      body: json({ type: 'object', required: ['value'], properties: { value: {} } }),
      answers: { 204: { description: 'Set' } },
    },
    {
      ...common,
      id: `${name}.clearColumn`,
      method: 'delete',
      path: `${one}/{column}`,
      operation: 'delete',
      parameters: [id],
      answers: { 204: { description: 'Cleared' } },
    },
  ]
}

const answered = { 200: answersJson('Done'), 204: { description: 'Done' } }

/** What each entity set offers, in the organisation's own tables, and functions and actions that stand on their own. */
export const describedPaths = (model: Model): DescribedPath[] => [
  // An activity is made as one of a kind.
  ...[...model.tables.values()].flatMap(tablePaths).filter(({ id }) => id !== 'activitypointer.create'),
  ...[...functions.keys()]
    .filter((name) => name !== 'WhoAmI')
    .map(
      (name): DescribedPath => ({
        id: name,
        method: 'get',
        path: `${ROOT}/${name}`,
        operation: 'retrieve',
        tag: 'functions',
        summary: `The function ${name}`,
        answers: answered,
      }),
    ),
  ...[...unboundActions.keys()].map(
    (name): DescribedPath => ({
      id: name,
      method: 'post',
      path: `${ROOT}/${name}`,
      operation: 'create',
      tag: 'actions',
      summary: `The action ${name}`,
      body: json({ type: 'object' }),
      answers: answered,
    }),
  ),
]

export const boundNames = [...bound.keys()]
