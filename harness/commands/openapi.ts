import { Command } from 'commander'
import { didYouMean } from '../../mocks/core/nearest.ts'
import { UsageError } from './usage.ts'

const EVENTS = 'events'

export const openapiCommand = () =>
  new Command('openapi')
    .description('Print a description for other tools: OpenAPI 3.1 of a system, AsyncAPI 3 of the interaction events')
    .argument('<name>', 'entra, dynamics, zendesk or events')
    .addHelpText(
      'after',
      `
Examples:
  rehearsal openapi dynamics > dynamics.json
  rehearsal openapi zendesk | jq -r '.paths | keys[]'
  rehearsal openapi events

A running sandbox answers the same, with a World's own tables: /_sim/openapi/dynamics.json, /_sim/asyncapi.json.`,
    )
    .action(openapi)

async function openapi(name: string): Promise<void> {
  process.stdout.write(`${JSON.stringify(await described(name), undefined, 2)}\n`)
}

async function described(name: string): Promise<unknown> {
  const { version } = await import('../version.ts')
  if (name === EVENTS) return (await import('../asyncapi/document.ts')).asyncApi(version)
  const { discoverMocks } = await import('../../mocks/core/discover.ts')
  const mocks = await discoverMocks()
  const mock = mocks.find((one) => one.name === name)
  if (!mock) {
    const known = [...mocks.map((one) => one.name), EVENTS]
    throw new UsageError(`There is no description of "${name}".${didYouMean(name, known)} Known: ${known.join(', ')}.`)
  }
  const { openapiOf } = await import('../../mocks/core/openapi.ts')
  const { createWorlds } = await import('../../mocks/core/world.ts')
  const { virtualClock } = await import('../../mocks/core/clock.ts')
  const { demo, rehearsalSeeds } = await import('../demo.ts')
  const worlds = createWorlds({ mocks, clock: () => virtualClock(Date.parse(demo.start)), seed: demo.seed, plant: rehearsalSeeds().seeds })
  return openapiOf(mock, worlds.baseline, { version })
}
