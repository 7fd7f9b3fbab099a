import type { Incoming } from './edge/wire.ts'
import type { Remark } from './journal.ts'
import type { Call } from './mock.ts'

const NO_REMARKS: readonly Remark[] = []
/** Call after call is made with the same token, and the journal keeps what was remarked about each. */
let lately = NO_REMARKS
const only = (remark: Remark): readonly Remark[] => (lately[0] === remark ? lately : (lately = [remark]))

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
  readonly notes: Record<string, unknown> = {}
  remarks: readonly Remark[] = NO_REMARKS
  #query: URLSearchParams | undefined
  readonly remark = (remark: Remark): void => {
    this.remarks = this.remarks.length === 0 ? only(remark) : [...this.remarks, remark]
  }

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
