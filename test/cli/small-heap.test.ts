import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const script = `
import { getHeapSpaceStatistics } from 'node:v8'
import { smallHeap } from './harness/commands/small-heap.ts'
const nursery = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size
const work = () => {
  const kept = []
  for (let i = 0; i < 200_000; i++) kept.push({ i, text: String(i) })
  return nursery()
}
const begun = nursery()
const grow = smallHeap()
const small = work()
grow()
console.log(JSON.stringify([begun, small, work()]))
`

it('the heap stays small while a start makes what lives on, and grows again as soon as it may', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], { cwd: root, encoding: 'utf8' })
  // A version of Node that does not know a flag would say so here.
  expect(stderr).toBe('')
  const [begun, small, grown] = JSON.parse(stdout) as [number, number, number]
  // It begins with a page or two of room.
  expect(small).toBeLessThan(begun + 2_000_000)
  expect(grown).toBeGreaterThan(small + 5_000_000)
})
