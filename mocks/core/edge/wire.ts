import type { Head } from './head.ts'

/** Now, or when something else is done: what needs no waiting is answered in the same turn, without a promise. */
export type Soon<T> = T | Promise<T>

/** What comes behind it: in this turn where it is there. */
export const soon = <A, B>(value: Soon<A>, next: (value: A) => Soon<B>): Soon<B> => (value instanceof Promise ? value.then(next) : next(value))

/** A request as plain data, before a World or an operation is known. Header names are lower case. */
export interface Incoming {
  method: string
  /** `http://localhost:4402`: where the client addressed it. */
  origin: string
  /** As sent: not decoded. */
  pathname: string
  /** As sent, with its `?`; or empty. */
  search: string
  /** Shared by all requests of a connection that have the same. */
  headers: Readonly<Record<string, string>>
  /** The body, unless it has more bytes than `limit`. */
  read(limit: number): Soon<Uint8Array | 'too-large'>
}

/** An answer as plain data. */
export interface Outgoing {
  status: number
  headers: Head
  body: string | Uint8Array<ArrayBuffer> | undefined
  /** Where a fault harms it on the way; else it goes out in one piece. */
  delivery?: Delivery
}

/** How the body goes out: `cut` breaks the connection after this share of it, `drip` sends so many bytes after each pause. */
export type Delivery = { kind: 'cut'; share: number } | { kind: 'drip'; bytes: number; pause(): Promise<void> }

/** No answer: the connection is closed, reset, or held open and silent until the client has had enough. */
export type Broken = 'closed' | 'reset' | 'silent'

export const NO_BYTES = new Uint8Array()
