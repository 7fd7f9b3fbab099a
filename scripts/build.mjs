// Compiles to dist/, joins the entry points' code, bundles the console's page and copies the data files that the code reads beside itself. With --if-stale only when a source is newer.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs'
import { stale } from './stale.mjs'

if (process.argv.includes('--if-stale') && !stale()) process.exit(0)

rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
const PAGE = 'harness/console/web'
/** The page's source is bundled, not copied: of its folder only what the bundle stands beside. */
const copied = (path) => !/\.(ts|md)$/.test(path) && (!path.startsWith(`${PAGE}/`) || /\.(html|svg)$/.test(path))
for (const folder of ['mocks', 'harness']) cpSync(folder, `dist/${folder}`, { recursive: true, filter: copied })
const { bundle } = await import(`../dist/${PAGE}/build.js`)
for (const { name, body } of await bundle(PAGE)) writeFileSync(`dist/${PAGE}/${name}`, body)
const { bundlePackage } = await import('./bundle.mjs')
await bundlePackage('dist')
chmodSync('dist/harness/cli.js', 0o755)
