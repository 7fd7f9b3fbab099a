import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { hostTimer } from './clock.ts'
import { KEEP_ALIVE, nodeListener } from './edge/node.ts'
import type { Edge } from './edge.ts'
import { type Fetching, fetchListener } from './serve/fetch.ts'

export interface Listening {
  /** `http://localhost:4402` */
  url: string
  port: number
  /** Takes no more, lets what is under way finish for a moment, then closes. */
  close(): Promise<void>
}

/** A mock's edge, or anything that answers requests. */
export type Served = { edge: Pick<Edge, 'answer'> } | Fetching

export interface ListenOptions {
  /** 0 takes a free one. */
  port: number
  /** The address to listen on; loopback unless somebody asks for more. */
  host?: string
  tls?: { key: string; cert: string }
}

export class PortInUse extends Error {
  override name = 'PortInUse'
  readonly port: number
  constructor(port: number, why = 'is in use') {
    super(`Port ${port} ${why}. Choose another with --port, or --port 0 for free ones.`)
    this.port = port
  }
}

export class NoSuchAddress extends Error {
  override name = 'NoSuchAddress'
  constructor(host: string) {
    super(`This machine has no address "${host}" to listen on. Choose one of its own with --host: 127.0.0.1 for itself alone, 0.0.0.0 for all.`)
  }
}

/** What a request under way is given to finish when the server closes, in ms of host time. */
const GRACE = 1000
/** How often connections that have become idle are closed until then, in ms of host time. */
const SWEEP = 20

/** Connections that may wait to be taken: with Node's 511, the last of a thousand clients that come at once wait for seconds to try again. */
const BACKLOG = 4096

/** Listens with one application on one port. */
export function listen({ port, host = '127.0.0.1', tls, ...served }: ListenOptions & Served): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const listener = 'edge' in served ? nodeListener(served.edge, tls ? 'https' : 'http') : fetchListener(served)
    const server: Server = tls ? createHttpsServer(tls, listener) : createHttpServer(listener)
    server.keepAliveTimeout = KEEP_ALIVE
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return reject(new PortInUse(port))
      if (error.code === 'EACCES') return reject(new PortInUse(port, 'is not for everybody to open'))
      if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(error.code ?? '')) return reject(new NoSuchAddress(host))
      reject(error)
    })
    server.listen({ port, host, backlog: BACKLOG }, () => {
      const { port: bound } = server.address() as AddressInfo
      const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' || host === '::1' ? 'localhost' : host
      resolve({
        url: `${tls ? 'https' : 'http'}://${name}:${bound}`,
        port: bound,
        close: () =>
          new Promise((closed) => {
            const hurry = hostTimer(GRACE, () => server.closeAllConnections())
            // A connection that is busy now is let go soon after it has its answer, not when keep-alive ends.
            const sweep = () => {
              server.closeIdleConnections()
              stop = hostTimer(SWEEP, sweep)
            }
            let stop = hostTimer(SWEEP, sweep)
            server.close(() => {
              hurry()
              stop()
              closed()
            })
            server.closeIdleConnections()
          }),
      })
    })
  })
}
