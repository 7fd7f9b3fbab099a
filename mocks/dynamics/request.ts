import { type Remark, textOfBytes } from '../core/index.ts'
import { type Body, isObject } from './body.ts'
import type { Organization } from './data/organization.ts'
import { etagOf, type Row } from './data/row.ts'
import type { Transaction } from './data/transaction.ts'
import type { Preferences } from './preferences.ts'
import { badPayload, refuseWith, unsupportedType, versionMismatch } from './problems.ts'
import type { Caller } from './security/caller.ts'

/** One operation on the Web API: a call of its own, or a part of a batch. */
export interface WebRequest {
  method: string
  /** Behind `/api/data/v9.2/`, still encoded. */
  path: string
  /** With its `?`, or empty. */
  search: string
  /** Lower case names. */
  headers: Record<string, string>
  body: Uint8Array
  /** `https://org.crm.dynamics.com/api/data/v9.2`: what links start with. */
  root: string
  prefer: Preferences
  caller: Caller
  organization: Organization
  /** The World's clock. */
  now: number
  remark(remark: Remark): void
  /** Inside a change set: `$1` by Content-ID. */
  references?: ReadonlyMap<string, string>
  writes: Transaction
}

/** What a query needs to know of who asks, and when. */
export type Asking = Pick<WebRequest, 'organization' | 'caller' | 'now'>

/** What a write needs to know; a seed has it without a request. */
export type Writing = Pick<WebRequest, 'organization' | 'caller' | 'now' | 'remark' | 'references' | 'writes'>

/**
 * The body as an object; refuses anything else in the words of the OData layer. `set`: what the error names.
 * A body says that it is JSON (documented): what `curl -d` and `fetch` say of a text by themselves is refused († status and wording,
 * which are ASP.NET's). One that says nothing is taken, and the journal says so, as what the service does then is not documented.
 */
export function bodyOf(request: Pick<WebRequest, 'body' | 'headers' | 'remark'>, set: string): Body {
  const type = request.headers['content-type']
  if (type === undefined && request.body.length > 0) request.remark({ kind: 'ignored', what: 'no Content-Type: the service wants application/json' })
  else if (type !== undefined && !/json/i.test(type)) refuseWith(unsupportedType(type.split(';')[0]?.trim() ?? ''))
  const text = textOfBytes(request.body)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    return refuseWith(
      badPayload(set, `Microsoft.OData.ODataException: ${text.trim() === '' ? 'A request body was expected.' : `Invalid JSON. ${(error as Error).message}`}`),
    )
  }
  return isObject(body)
    ? body
    : refuseWith(badPayload(set, 'Microsoft.OData.ODataException: An unexpected value was found when reading the request body; an object was expected.'))
}

/** Refuses a write to a row that has changed since. `null` is what Microsoft's own JavaScript client sends for none; it is ignored, as the service does. */
export function requireVersion(row: Row, request: Pick<WebRequest, 'headers'>): void {
  const wanted = versionWanted(request)
  if (wanted !== undefined && wanted !== '*' && wanted !== etagOf(row)) refuseWith(versionMismatch())
}

/** What `If-Match` asks for; undefined where it asks for nothing. */
export function versionWanted({ headers }: Pick<WebRequest, 'headers'>): string | undefined {
  const wanted = headers['if-match']?.trim()
  return wanted === 'null' || wanted === '' ? undefined : wanted
}
