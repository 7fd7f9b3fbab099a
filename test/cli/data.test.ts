import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { folder, rehearsal, up } from '../clients/program.ts'
import { type Acknowledged, killedWhileWriting, lost } from './crash.ts'

const place = folder()
afterAll(() => place.remove())

describe('rehearsal up --data', () => {
  it('loses no acknowledged write when it is killed at any moment', async () => {
    const data = join(place.path, 'killed')
    const all: Acknowledged = new Map()
    let count = 0
    for (const [round, ms] of [150, 400].entries()) {
      const known = await killedWhileWriting(data, ms, round)
      count += known.size
      for (const [id, subject] of known) all.set(id, subject)
    }
    expect(count).toBeGreaterThan(20)
    // No id was given twice.
    expect(all.size).toBe(count)
    expect(await lost(data, all)).toEqual([])
  })

  it('says where the data is, and whether it goes on', async () => {
    const data = join(place.path, 'said')
    for (const words of ['new', 'goes on from last time']) {
      const one = await up(['--contacts', '3', '--cases', '0', '--data', data], place.path)
      expect(one.out).toMatch(new RegExp(`Data +${data} +${words}`))
      expect(existsSync(join(data, 'lock'))).toBe(true)
      const second = await rehearsal(['up', '--port', '0', '--data', data])
      expect([second.code, second.out]).toEqual([2, ''])
      expect(second.err).toMatch(/^.* is in use by process \d+\. Stop it, or name another folder\./)
      expect((await one.stop()).code).toBe(0)
      expect(existsSync(join(data, 'lock'))).toBe(false)
    }
  })
})
