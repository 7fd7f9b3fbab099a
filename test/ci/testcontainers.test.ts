import { vi } from 'vitest'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'

/**
 * The example runs here as it stands; only the container is a sandbox that listens as the container's program does. That the
 * library has these methods is known from its types, not from this test.
 */
vi.mock('testcontainers', () => {
  class GenericContainer {
    token = ''
    wait: { path: string; port: number; headers: Record<string, string> } | undefined
    withEnvironment(environment: Record<string, string>) {
      this.token = environment.REHEARSAL_CONSOLE_TOKEN ?? ''
      return this
    }
    withExposedPorts() {
      return this
    }
    withWaitStrategy(wait: GenericContainer['wait']) {
      this.wait = wait
      return this
    }
    async start() {
      const sandbox: Sandbox = await createSandbox({ clock: 'real', generate: { contacts: 2 }, listen: { host: '0.0.0.0', token: this.token } })
      const urls = [sandbox.console?.url as string, ...sandbox.systems.map(({ url }) => url)]
      const getMappedPort = (port: number) => Number(new URL(urls[port - 4400] as string).port)
      const ready = await fetch(`http://localhost:${getMappedPort(this.wait?.port ?? 0)}${this.wait?.path}`, { headers: this.wait?.headers ?? {} })
      if (!ready.ok) throw new Error(`The container would never be ready: ${ready.status}`)
      return { getHost: () => 'localhost', getMappedPort, stop: sandbox.close }
    }
  }
  const forHttp = (path: string, port: number) => ({ path, port, withHeaders: (headers: Record<string, string>) => ({ path, port, headers }) })
  return { GenericContainer, Wait: { forHttp } }
})

// Its `test` registers here.
// @ts-expect-error an example in JavaScript, without types
await import('../../examples/ci/testcontainers.test.mjs')
