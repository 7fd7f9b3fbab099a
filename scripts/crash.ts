// Kills `rehearsal up --data` while eight clients write, again and again, and counts what is missing afterwards: `npm run crash [ROUNDS]`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Acknowledged, endedWhileWriting, lost } from '../test/cli/crash.ts'
import { argumentsOf, countOf } from './arguments.ts'

const USAGE = 'npm run crash [ROUNDS]'
const { positionals } = argumentsOf(USAGE, { allowPositionals: true })
const rounds = countOf(positionals[0] ?? '200', 'ROUNDS', USAGE)
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-crash-'))
const data = join(folder, 'data')
const all: Acknowledged = new Map()
let missing = 0
for (let round = 0; round < rounds; round++) {
  // Between a start that has hardly begun to answer and a steady load.
  const { known } = await endedWhileWriting(data, 1 + ((round * 37) % 220), round, 'SIGKILL')
  const twice = [...known.keys()].filter((id) => all.has(id))
  for (const [id, subject] of known) all.set(id, subject)
  const gone = await lost(data, known)
  missing += gone.length + twice.length
  process.stdout.write(`round ${round + 1} of ${rounds}: ${known.size} acknowledged, ${gone.length} missing, ${twice.length} ids given twice\n`)
}
missing += (await lost(data, all)).length
rmSync(folder, { recursive: true })
process.stdout.write(`${rounds} kills, ${all.size} acknowledged writes, ${missing} missing\n`)
process.exitCode = missing === 0 ? 0 : 1
