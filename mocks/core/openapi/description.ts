import type { Operation } from '../mock.ts'

/** A JSON Schema of draft 2020-12, the dialect of OpenAPI 3.1. */
export interface JsonSchema {
  [keyword: string]: unknown
}

/** What an operation takes and answers, beyond its place in the table. What is left out is not known to the description. */
export interface Detail {
  summary?: string
  /** Parameters of the query and headers, beside those of the path. */
  parameters?: readonly Parameter[]
  /** Bodies by media type. */
  body?: Readonly<Record<string, JsonSchema>>
  /** Answers when it goes well, by status; any 2XX when left out. */
  answers?: Readonly<Record<string, Answer>>
}

export interface Parameter {
  name: string
  in: 'query' | 'header' | 'path'
  required?: boolean
  description?: string
  schema: JsonSchema
}

export interface Answer {
  description: string
  headers?: Readonly<Record<string, { description?: string; schema: JsonSchema }>>
  content?: Readonly<Record<string, { schema: JsonSchema }>>
}

/** An operation that the table does not list one by one, such as those of each entity set. */
export interface DescribedPath extends Detail {
  id: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  /** Its name in the table, which faults and the journal use. */
  operation: string
  tag: string
}

/** What a mock says of itself beyond its table of operations; its OpenAPI description is made from both. */
export interface Description {
  /** Markdown: what it is, and where its own documentation is. */
  says: string
  /** Parts of paths that are written out: `{ version: 'v9.2' }`. */
  fixed?: Readonly<Record<string, string>>
  /** Security schemes as OpenAPI writes them; any one of them opens an operation. */
  security: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Operations for which nobody has to sign in. */
  open?(operation: Operation): boolean
  schemas: Readonly<Record<string, JsonSchema>>
  /** Bodies of the vendor's errors, by media type. */
  errors: Readonly<Record<string, JsonSchema>>
  detail?(operation: Operation): Detail
  /** Beside the table. Operations whose path ends in `*` are described here or not at all. */
  paths?: readonly DescribedPath[]
}

export const schemaRef = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** An answer in JSON. */
export const answersJson = (description: string, schema: JsonSchema = { type: 'object' }): Answer => ({
  description,
  content: { 'application/json': { schema } },
})
