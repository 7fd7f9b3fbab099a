import type { World } from '../mocks/core/world.ts'
import type { CrmConfiguration } from './configuration/schema.ts'
import { type Centre, type CentreOptions, createCentre } from './contact-centre/centre.ts'
import { type CxoneOptions, cxone } from './cxone/index.ts'
import type { Integration } from './integration.ts'
import { PlayError } from './play/world.ts'
import { webexCentre } from './webex/centre.ts'
import { webex } from './webex/index.ts'
import { isFlow, loadFlow } from './webex/load.ts'
import { reachingOut } from './webex/outside.ts'

/** The contact centre whose calls a configuration is about: a flow's own when it has one. */
export function centreFor(configuration: CrmConfiguration, options: CentreOptions): Centre {
  const centre = createCentre(options)
  return configuration.webex ? webexCentre(centre, options) : centre
}

/** What the integration reaches: the stand-ins, and what else a flow's connectors name. */
export const fetchFor = (configuration: CrmConfiguration, world: World, fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  configuration.webex ? reachingOut(fetch, configuration.webex, world) : fetch

/** What is rehearsed when the user names no integration of their own. Throws a PlayError for a flow that cannot be read. */
export function integrationFor(configuration: CrmConfiguration, options: CxoneOptions): Integration {
  if (!configuration.webex) return cxone(options)
  const flow = loadFlow(configuration.webex.flow)
  if (!isFlow(flow)) throw new PlayError(`The flow ${configuration.webex.flow} cannot be used.`, flow)
  return webex(flow)
}
