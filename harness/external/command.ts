import { hostDelay } from '../../mocks/core/clock.ts'
import { listen } from '../../mocks/core/serve.ts'
import type { DemoCredentials } from '../demo.ts'
import { type External, ExternalError } from './external.ts'
import { healthy, type ProgramOptions, startProgram } from './process.ts'
import type { Stand } from './stand.ts'
import { type WebhookSettings, webhookIntegration } from './webhook.ts'

export interface CommandSettings extends WebhookSettings {
  /** Where it says that it is ready: 2xx to GET. */
  health: string
  /** Where it takes events. */
  events: string
  /** How long it may take to start, in ms of the host's time. */
  patience: number
  /** Breaks off the start: nobody waits for it any more. */
  signal?: AbortSignal
}

/** In ms of the host's time. */
const BETWEEN_PORT_AND_END = 5000

export const commandDefaults = { health: '/health', events: '/events', patience: 30_000 } as const

/** A program that is started for the run, told by its environment where everything is, and stopped at the end. Throws an ExternalError. */
export async function commandIntegration(command: string, stand: Stand, credentials: DemoCredentials, settings: CommandSettings): Promise<External> {
  const port = await freePort()
  const program = startProgram(command, environmentFor(port, stand, credentials))
  const origin = `http://localhost:${port}`
  const close = async () => {
    await program.stop()
    await stand.close()
  }
  try {
    await Promise.race([healthy(origin + settings.health, program, settings.patience), ...brokenOff(settings)])
  } catch (error) {
    await close()
    throw error
  }
  // Its port is closed a moment before the system says that it has ended.
  const lastWords = async () => {
    await Promise.race([program.over, hostDelay(BETWEEN_PORT_AND_END)])
    return program.ended() ?? ''
  }
  return { ...webhookIntegration(origin + settings.events, stand, settings, lastWords), name: `command:${command}`, output: program.output, close }
}

const brokenOff = ({ signal }: CommandSettings): Promise<never>[] =>
  signal
    ? [new Promise((_, reject) => signal.addEventListener('abort', () => reject(new ExternalError('The integration was stopped before it was ready.'))))]
    : []

/** What the program finds in its environment. */
export function environmentFor(port: number, stand: Stand, { entra, zendesk }: DemoCredentials): ProgramOptions {
  const { entra: authority = '', dynamics = '', zendesk: subdomain = '' } = stand.urls
  return {
    env: {
      PORT: String(port),
      REHEARSAL_URL: stand.url,
      ENTRA_URL: authority,
      ENTRA_TENANT_ID: entra.tenantId,
      ENTRA_CLIENT_ID: entra.clientId,
      ENTRA_CLIENT_SECRET: entra.clientSecret,
      ENTRA_TOKEN_URL: `${authority}/${entra.tenantId}/oauth2/v2.0/token`,
      DYNAMICS_URL: dynamics,
      DYNAMICS_SCOPE: `${dynamics}/.default`,
      ZENDESK_URL: subdomain,
      ZENDESK_TOKEN_URL: `${subdomain}/oauth/tokens`,
      ZENDESK_CLIENT_ID: zendesk.clientId,
      ZENDESK_CLIENT_SECRET: zendesk.clientSecret,
      ZENDESK_EMAIL: zendesk.email,
      ZENDESK_API_TOKEN: zendesk.apiToken,
    },
    secrets: [entra.clientSecret, zendesk.clientSecret, zendesk.apiToken],
  }
}

/** A port that nobody listens on. It is given back before the program takes it, which hardly ever goes to somebody else. */
async function freePort(): Promise<number> {
  const { port, close } = await listen({ port: 0, fetch: () => new Response() })
  await close()
  return port
}
