import { createServer } from 'node:net'
import { threadId } from 'node:worker_threads'

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => void server.close(() => resolve(true)))
  })

/** Below the ports that the system gives to whoever asks for any: of those, one that was free a moment ago may be another test's. */
let next = 15_000 + ((process.pid * 10 + threadId * 500) % 10_000)

/** The first of five ports in a row that nobody has. */
export async function fivePorts(): Promise<number> {
  for (;;) {
    const first = next
    next += 5
    const free = await Promise.all([0, 1, 2, 3, 4].map((distance) => isFree(first + distance)))
    if (free.every(Boolean)) return first
  }
}
