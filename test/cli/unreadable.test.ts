import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { checkCommand } from '../../harness/commands/check.ts'
import { readPacts } from '../../harness/contracts/pact-file.ts'
import { loadScenario } from '../../harness/scenario/load.ts'
import { folder } from '../clients/program.ts'

const place = folder()
afterAll(() => place.remove())
const at = (name: string) => join(place.path, name)

it('a link that leads round in a circle is a file that is not there', async () => {
  symlinkSync('loop.yaml', at('loop.yaml'))
  await expect(
    checkCommand()
      .exitOverride()
      .parseAsync([at('loop.yaml')], { from: 'user' }),
  ).rejects.toThrow(`There is no file ${at('loop.yaml')}.`)
  expect(() => readPacts([at('loop.yaml')])).toThrow(`There is no pact ${at('loop.yaml')}.`)
})

it.each([
  ['a text', 'x'.repeat(50_000), 'this entry: expected a mapping (name: value), found the text "x'],
  ['a name', `${'x'.repeat(500)}: 1\n`, '"xxx'],
])('%s that is very long is quoted as far as a line can show it', (_, source, begins) => {
  writeFileSync(at('long.yaml'), source)
  const said = loadScenario(at('long.yaml')) as { message: string }[]
  const message = said.map((one) => one.message).find((one) => one.startsWith(begins))
  expect(message).toMatch(/x…" \((50,000|500) characters\)/)
  expect(message?.length).toBeLessThan(200)
})
