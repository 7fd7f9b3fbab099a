import type { Remark } from './journal.ts'
import type { Call } from './mock.ts'
import type { Incoming } from './wire.ts'

/** An incoming request as mocks see it. */
export class IncomingCall implements Call {
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly search: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly base: string
  readonly at: number
  readonly remarks: Remark[] = []
  readonly notes: Record<string, unknown> = {}
  readonly remark = (remark: Remark): void => void this.remarks.push(remark)
  #query: URLSearchParams | undefined

  /** `path` and `base` are what is behind and before it: the World's prefix belongs to the base. */
  constructor(incoming: Incoming, method: string, path: string, base: string, params: Readonly<Record<string, string>>, body: Uint8Array, at: number) {
    this.method = method
    this.path = path
    this.params = params
    this.search = incoming.search
    this.headers = incoming.headers
    this.body = body
    this.base = base
    this.at = at
  }

  /** Read when somebody asks: many vendors' queries are not form encoding, and most requests have none. */
  get query(): URLSearchParams {
    return (this.#query ??= new URLSearchParams(this.search))
  }
}
