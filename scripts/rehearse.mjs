// `npm run rehearse`: the main job end to end, quickly. What is named behind it is played instead; `rehearsal play` plays the whole library.
import { spawnSync } from 'node:child_process'

const first = [
  'voice/agent-finishes-acw',
  'voice/no-acw',
  'voice/contact-hangs-up-first',
  'digital/transfer',
  'digital/unassign-and-dismiss',
  'digital/contact-leaves-first',
  'workflows/search-hits-one',
  'workflows/search-hits-none',
  'workflows/search-hits-several',
  'workflows/create-and-pin',
  'tokens/first-call-of-the-day',
  'tokens/fifty-agents-at-once',
  'limits/transcript-too-long-for-*',
  'tokens/system-user-disabled',
]
const asked = process.argv.slice(2)
const patterns = asked.some((word) => !word.startsWith('-')) ? asked : [...first, ...asked]
for (const script of [
  ['scripts/build.mjs', '--if-stale'],
  ['dist/harness/cli.js', 'play', ...patterns],
]) {
  const { status } = spawnSync(process.execPath, script, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
