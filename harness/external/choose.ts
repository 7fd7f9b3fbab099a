import { discoverMocks } from '../../mocks/core/discover.ts'
import { rehearsalSeeds } from '../demo.ts'
import { type CommandSettings, commandDefaults, commandIntegration } from './command.ts'
import { type External, ExternalError } from './external.ts'
import { moduleIntegration } from './module.ts'
import { openStand } from './stand.ts'
import { reachable, webhookDefaults, webhookIntegration } from './webhook.ts'

export interface ExternalSettings extends CommandSettings {
  /** The rehearsal's own port; the stand-ins have the next ones. For a command, which is told, free ones. */
  port?: number
}

export const externalDefaults: ExternalSettings = { ...webhookDefaults, ...commandDefaults }

/** As `rehearsal up` has it, so that what is set up for one works with the other. */
const USUAL_PORT = 4400
const COMMAND = 'command:'

/** What `--integration` means: a module, `http(s)://...`, or `command:...`. Throws an ExternalError, or PortInUse. */
export async function chooseExternal(what: string, settings: ExternalSettings = externalDefaults): Promise<External> {
  if (what.startsWith(COMMAND)) {
    const command = what.slice(COMMAND.length).trim()
    if (command === '') throw new ExternalError('"command:" has no command. Write --integration "command:node app.js".')
    const stand = await openStand(await discoverMocks(), settings.port ?? 0)
    return commandIntegration(command, stand, rehearsalSeeds().credentials, settings)
  }
  if (!/^https?:/i.test(what)) return moduleIntegration(what)
  if (!URL.canParse(what)) throw new ExternalError(`"${what}" is no URL. Write --integration http://localhost:9000/events.`)
  await reachable(what)
  const stand = await openStand(await discoverMocks(), settings.port ?? USUAL_PORT)
  return webhookIntegration(what, stand, settings)
}
