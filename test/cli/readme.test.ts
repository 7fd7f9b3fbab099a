import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { inThisProcess } from '../clients/in-this-process.ts'
import { up } from '../clients/program.ts'

const root = resolve(import.meta.dirname, '../..')
const blocks = [...readFileSync(resolve(root, 'README.md'), 'utf8').matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, block]) => block as string)
const blockWith = (words: string) => blocks.find((block) => block.includes(words)) ?? ''

it('the README shows what `rehearsal up` prints, ports aside', async () => {
  const anyPort = (text: string) => text.replaceAll(/localhost:\d+/g, 'localhost:PORT')
  const running = await up([], root)
  await running.stop()
  const shown = anyPort(blockWith('random seed')).trimEnd()
  expect(shown.split('\n').length).toBeGreaterThan(6)
  expect(anyPort(running.out).replace(/^\n/, '').startsWith(shown)).toBe(true)
})

it('the README shows what its play prints, but for the sum at the end', async () => {
  const [command = '', ...shown] = blockWith('$ npx rehearsal play').trimEnd().split('\n')
  const { code, out } = await inThisProcess(...command.replace('$ npx rehearsal ', '').split(' '))
  expect(code).toBe(0)
  expect(out.split('\n').slice(0, shown.length)).toEqual(shown)
})
