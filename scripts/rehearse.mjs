// `npm run rehearse`: the main job end to end, quickly. What is named behind it is played instead; `rehearsal play` plays the whole library.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const first = JSON.parse(readFileSync(new URL('first-fourteen.json', import.meta.url), 'utf8'))
const asked = process.argv.slice(2)
const patterns = asked.some((word) => !word.startsWith('-')) ? asked : [...first, ...asked]
for (const script of [
  ['scripts/build.mjs', '--if-stale'],
  ['dist/harness/cli.js', 'play', ...patterns],
]) {
  const { status } = spawnSync(process.execPath, script, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
