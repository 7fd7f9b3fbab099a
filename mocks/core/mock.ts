import type { z } from 'zod'
import type { Head } from './edge/head.ts'
import type { Soon } from './edge/wire.ts'
import type { Exchange, Remark } from './journal.ts'
import type { CrmAction } from './meaning.ts'
import type { Description } from './openapi/description.ts'
import { type Problem, refuse } from './problem.ts'
import { Recent } from './recent.ts'
import { textOfBytes } from './text.ts'
import type { World } from './world.ts'

/** A request as a mock sees it: plain data, no HTTP object. Header names are lower case. */
export interface Call {
  method: string
  /** The path behind the World's prefix, as sent (not decoded). */
  path: string
  /** Named parts of the operation's path, decoded. */
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  /** The query as sent, with its `?`, or empty: for a vendor whose grammar is not form encoding. */
  search: string
  headers: Readonly<Record<string, string>>
  body: Uint8Array
  /** Origin and World prefix as the client addressed them, without a slash at the end: what absolute URLs in answers start with. */
  base: string
  /** The World's clock at arrival. */
  at: number
  /** Notes something for the journal that the answer does not say. */
  remark(remark: Remark): void
  /** What a mock keeps of the call until its headers are written. */
  readonly notes: Record<string, unknown>
}

export interface Reply {
  status: number
  headers?: Record<string, string | string[]>
  /** A plain object or array is sent as JSON, as is JsonText; text and bytes as they are; undefined is an empty body. */
  body?: unknown
}

/** A body of JSON, for whoever looks at an exchange later. */
export abstract class JsonBody {
  abstract value(): unknown
}

/** JSON that is written already: for what is answered again and again. */
export class JsonText extends JsonBody {
  readonly text: string
  constructor(text: string) {
    super()
    this.text = text
  }

  value(): unknown {
    return JSON.parse(this.text)
  }

  /** What the journal keeps of it, for thousands of exchanges: less than the text where it can be told again from what is there anyway. */
  kept(): JsonBody {
    return this
  }
}

export interface Operation {
  /** The vendor's own name for it where it has one: `tickets.show`, `token`, `contacts.create`. */
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'ALL'
  /** A route of hono's: `/api/v2/tickets/:id{[0-9]+}`. */
  path: string
  /** Bytes that its body may have, where that differs from the mock's other operations. */
  body?: number
  run(call: Call, world: World): Soon<Reply | Problem>
}

/** A stand-in for one vendor system. The parts of a World it owns are found by its `name`. */
export interface Mock {
  name: string
  /** The product's name as its vendor writes it. */
  title: string
  /** Its paths are the same in upper and in lower case. */
  anyCase?: boolean
  /** Where it stands in lists, and its port's distance from the console's. */
  order: number
  /** Named settings with defaults: everything that is unsure, slow or optional about the vendor. */
  settings: z.ZodType
  /** What a World can be given to start with. */
  seed: z.ZodType
  plant(world: World, seed: unknown): void
  /** Invents the records that the seed asks for, behind `plant`; may wait until somebody looks. */
  invent?(world: World, seed: unknown): void
  /** Throws a SeedError for settings that do not fit the World's records. Asked of a World that was given settings or a seed of its own. */
  fits?(world: World): void
  /** Puts more records, shaped as in the seed, into a World that is planted already, past sign-in and journal; answers them as stored. */
  sow?(world: World, records: unknown): unknown
  operations: Operation[]
  /** Which tenancy an address names, in the vendor's own terms (tenant, organisation host, subdomain); undefined where it does not say. */
  tenancy(host: string, path: string): string | undefined
  /** The vendor's own origin for this World: where the in-process `fetch` answers. */
  origin(world: World): string
  /** The vendor's face of a problem. */
  refuse(problem: Problem, call: Call, world: World): Reply
  /** Headers that the vendor puts on every answer; `own` is an object of its own each time. */
  headers?(call: Call, world: World, reply: Reply): Head
  /** What an exchange meant to the business, in words that are the same for every CRM. */
  meaning(exchange: Omit<Exchange, 'actions'>): CrmAction[]
  /** Seconds, bytes and the like that the edge keeps for this mock. */
  limits?: { body?: number }
  /** What a new user may try: one shell command per line, against `base`. */
  tries?(world: World, base: string, bases: Readonly<Record<string, string>>): string[]
  /** What its OpenAPI description says beyond the table of operations. */
  description?(world: World): Description
  /** Counts for the table that `up` prints: `1,000 contacts`. */
  census?(world: World): string
}

export const isProblem = (outcome: Reply | Problem): outcome is Problem => 'problem' in outcome

export const textOf = (call: Call): string => textOfBytes(call.body)

/** The body as JSON; an empty body is undefined. Refuses what is not JSON with the parser's own words. */
export function jsonOf(call: Call): unknown {
  const text = textOf(call)
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    return refuse('not-json', 400, (error as Error).message)
  }
}

/** Clients that sign in send the same form again and again. */
const forms = new Recent<string, URLSearchParams>(100)
const LONGEST_KEPT = 4096

/** The body as a form; shared by all that are the same, so nobody may change it. */
export function formOf(call: Call): URLSearchParams {
  const text = textOf(call)
  if (text.length > LONGEST_KEPT) return new URLSearchParams(text)
  return forms.get(text) ?? forms.set(text, new URLSearchParams(text))
}

/** Bytes or text for the wire; undefined for no body. */
export function encodeBody(body: unknown): string | Uint8Array<ArrayBuffer> | undefined {
  if (body === undefined || typeof body === 'string') return body
  if (body instanceof JsonText) return body.text
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>
  return JSON.stringify(body)
}
