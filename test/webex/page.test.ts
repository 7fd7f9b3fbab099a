import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { callIn, playFlow } from '../../harness/commands/flow-run.ts'
import { checkConfiguration } from '../../harness/configuration/load.ts'
import { webexRules } from '../../harness/rules/webex/index.ts'
import { run } from '../../harness/run.ts'
import { drawFlow } from '../../harness/webex/draw/svg.ts'
import { folder } from '../clients/program.ts'
import { changed } from '../mutants/flow.ts'

const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/webex.md'), 'utf8')
const place = folder()
afterAll(place.remove)

it('the page lists every rule for calls, and none that is not there', () => {
  const named = [...page.matchAll(/^\| `(webex\/[a-z-]+)`/gm)].map(([, id]) => id as string)
  expect(named.sort()).toEqual(webexRules.map(({ id }) => id).sort())
})

it('its picture is the one that the command draws', async () => {
  const flow = changed('dynamics', () => {})
  const { result, taken } = await playFlow(flow, callIn('+49301234567', '1'), 'dynamics', { silent: true, show: [], named: false })
  const picture = drawFlow(flow, { taken, subtitle: `The way of a call: ${result.play.title}` })
  expect(readFileSync(join(root, 'docs/webex-flow.svg'), 'utf8')).toBe(picture)
})

it('its configurations can be used, and its scenario plays with the first of them', async () => {
  const [configuration = '', connectors = '', scenario = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml as string)
  mkdirSync(join(place.path, 'configurations'))
  writeFileSync(join(place.path, 'my.flow.json'), readFileSync(join(root, 'scenarios/flows/dynamics-data-dip.flow.json')))
  writeFileSync(join(place.path, 'configurations/support.dynamics.yaml'), configuration)
  const second = join(place.path, 'configurations/second.dynamics.yaml')
  const cut = configuration.slice(0, configuration.indexOf('webex:'))
  writeFileSync(second, cut + connectors)
  // The flow's own requests name no connector of this page's.
  expect(checkConfiguration(second).filter(({ message }) => !message.includes('through the connector'))).toEqual([])
  writeFileSync(join(place.path, 'ada.yaml'), scenario)
  expect(await run({ patterns: [join(place.path, 'ada.yaml')] })).toMatchObject({ plays: 1, held: 1 })
})
