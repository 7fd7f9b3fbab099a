import { worldFetch } from '../../mocks/core/fetch.ts'
import type { World, Worlds } from '../../mocks/core/world.ts'
import type { DemoCredentials } from '../demo.ts'
import type { WorkflowService } from './service.ts'

/** Where the service answers in-process. The host is simulator-defined: the vendor's differs by region. */
export const WORKFLOWS_ORIGIN = 'https://workflows.rehearsal.example'

export interface Workflows {
  /** Over sockets: `/w/NAME` before a path addresses another World. */
  fetch(request: Request): Promise<Response>
  in(world: World): Promise<WorkflowService>
}

/**
 * The workflow service of every World. It is loaded when it is first asked, and so are the packaged configurations; files that
 * a user names are read at once, so that what is wrong with them is said at the start (ConfigurationsError).
 */
export async function createWorkflows(worlds: Worlds, credentials: DemoCredentials, token: string, paths: readonly string[] | undefined): Promise<Workflows> {
  const load = async () => (await import('./configurations.ts')).configurationsIn(paths, credentials)
  let loaded = paths && (await load())
  /** With a World that begins anew its service does: it has signed in nowhere and found nothing yet. */
  const services = new WeakMap<World, { resets: number; service: WorkflowService }>()
  const known = (world: World) => {
    const made = services.get(world)
    return made?.resets === world.resets ? made.service : undefined
  }

  const serviceIn = async (world: World): Promise<WorkflowService> => {
    const before = known(world)
    if (before) return before
    loaded ??= await load()
    const { createWorkflowService } = await import('./service.ts')
    const line = { fetch: worldFetch(worlds, world), clock: world.clock, random: world.random('workflow-service') }
    const service = known(world) ?? createWorkflowService({ configurations: loaded, token, line, reachable: reachableIn(worlds, world) })
    services.set(world, { resets: world.resets, service })
    return service
  }
  return {
    in: serviceIn,
    async fetch(request) {
      const url = new URL(request.url)
      const [, name, rest] = /^\/w\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? []
      const world = name === undefined ? worlds.baseline : worlds.get(name)
      if (!world) return Response.json({ error: { code: 'NoSuchWorld', message: `There is no World "${name}".` } }, { status: 404 })
      const service = await serviceIn(world)
      return await service.fetch(name === undefined ? request : new Request(new URL(`${rest ?? '/'}${url.search}`, url.origin), request))
    },
  }
}

/** A World's local address of a CRM, where it listens: a screen pop should open in the browser of whoever tries it. */
const reachableIn = (worlds: Worlds, world: World) => (origin: string) => {
  const [, local] = Object.values(world.origins).find(([own]) => own === origin) ?? []
  return local === undefined ? origin : `${local}${world === worlds.baseline ? '' : `/w/${world.id}`}`
}
