import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Waits until it is told to go, tries for the lock, says how that went, and holds it until it is told to end. */
const script = `
import { once } from 'node:events'
import { lockFolder } from './mocks/core/persist/lock.ts'
process.stdout.write('ready\\n')
await once(process.stdin, 'data')
const unlock = await lockFolder(${JSON.stringify(folder)}).catch((error) => void process.stdout.write(error.message + '\\n'))
if (unlock) process.stdout.write('mine\\n')
await once(process.stdin, 'data')
await unlock?.()
process.exit()
`

it('of processes that find one stale lock, one has the folder and the others are told that it is in use', async () => {
  const children = Array.from({ length: 5 }, () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    return { child, said: (lines: number) => expect.poll(() => said.split('\n').length - 1, { timeout: 15_000 }).toBe(lines), text: () => said.split('\n') }
  })
  try {
    for (const { said } of children) await said(1)
    writeFileSync(join(folder, 'lock'), '4194999\n')
    for (const { child } of children) child.stdin.write('go\n')
    for (const { said } of children) await said(2)
    const answers = children.map(({ text }) => text()[1] as string)
    const pids = children.map(({ child }) => child.pid)
    expect(answers.filter((answer) => answer === 'mine')).toHaveLength(1)
    for (const answer of answers) if (answer !== 'mine') expect(pids).toContain(Number(/ is in use by process (\d+)\. Stop it/.exec(answer)?.[1]))
    const gone = children.map(({ child }) => new Promise((done) => child.once('close', done)))
    for (const { child } of children) child.stdin.write('end\n')
    await Promise.all(gone)
    expect(readdirSync(folder)).toEqual([])
  } finally {
    for (const { child } of children) child.kill()
  }
})
