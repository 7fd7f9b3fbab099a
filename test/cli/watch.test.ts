import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { folder, running } from '../clients/program.ts'

const place = folder()
afterAll(place.remove)

it('play --watch plays again when a scenario changes, not when its own report is written, and ends when it is told to', async () => {
  const scenario = join(place.path, 'mine/call.yaml')
  mkdirSync(join(place.path, 'mine'))
  copyFileSync('scenarios/voice/agent-finishes-acw.yaml', scenario)
  const program = running(['play', 'mine', '--crm', 'dynamics', '--watch', '--report', 'pretty', '--report', 'json=mine/report.json'], place.path)
  expect(await program.until(/Watching 1 folder:/)).toContain('1 play · 1 held · 0 findings')
  writeFileSync(scenario, readFileSync(scenario, 'utf8').replace('Agent Name: Mia', 'Agent Name: Eve'))
  const said = await program.until(/Watching[\s\S]*Watching/)
  expect(said).toContain('mine/call.yaml changed.')
  expect(said).toContain('1 play · 0 held · 1 finding')
  const { code, err } = await program.stop()
  expect(code).toBe(0)
  expect(err).not.toContain('report.json changed')
  expect(JSON.parse(readFileSync(join(place.path, 'mine/report.json'), 'utf8'))).toMatchObject({ plays: 1, held: 0 })
})
