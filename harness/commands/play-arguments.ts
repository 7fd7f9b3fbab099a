import { asArgument } from '../report/repeat.ts'
import { scrub } from '../report/scrub.ts'
import type { IntegrationOptions } from './play-integration.ts'

/** What was said about the user's own integration, to repeat a run by; without what nobody but the user may read, for reports are shown to others. */
export function argumentsOf(options: IntegrationOptions): string[] {
  const { integration, timeout, speed, port, retries, events, health } = options
  const given = { integration: integration && scrub(integration), speed, port, timeout: timeout && `${timeout}ms`, retries, events, health }
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${asArgument(String(value))}`]))
}
