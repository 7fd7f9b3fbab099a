import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { serve as serveNode } from '@hono/node-server'

export interface Listening {
  /** `http://localhost:4402` */
  url: string
  port: number
  close(): Promise<void>
}

export interface ServeOptions {
  fetch(request: Request, env: unknown): Response | Promise<Response>
  /** 0 takes a free one. */
  port: number
  /** The address to listen on; loopback unless somebody asks for more. */
  host?: string
  tls?: { key: string; cert: string }
}

export class PortInUse extends Error {
  override name = 'PortInUse'
  readonly port: number
  constructor(port: number) {
    super(`Port ${port} is in use. Choose another with --port, or --port 0 for free ones.`)
    this.port = port
  }
}

/** Listens with one application on one port. */
export function listen({ fetch, port, host = '127.0.0.1', tls }: ServeOptions): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serveNode({
      fetch,
      port,
      hostname: host,
      ...(tls ? { createServer: createHttpsServer, serverOptions: tls } : { createServer: createHttpServer }),
    } as Parameters<typeof serveNode>[0])
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new PortInUse(port) : error))
    server.once('listening', () => {
      const { port: bound } = server.address() as AddressInfo
      const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
      resolve({
        url: `${tls ? 'https' : 'http'}://${name}:${bound}`,
        port: bound,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
  })
}
