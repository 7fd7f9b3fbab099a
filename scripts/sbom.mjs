// `npm run --silent sbom`: a bill of materials (CycloneDX) of what the package needs at run time, from the lockfile.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'))

// `npm sbom --omit dev` leaves out what is needed at run time and by a tool, too (npm 11.19), so it is shown a project without tools.
const { devDependencies: _, ...project } = read('package.json')
const { packages, ...lock } = read('package-lock.json')
const { devDependencies: __, ...top } = packages['']
const needed = Object.fromEntries(Object.entries(packages).filter(([path, { dev, devOptional, peer }]) => path !== '' && !dev && !devOptional && !peer))

const folder = mkdtempSync(join(tmpdir(), 'rehearsal-sbom-'))
try {
  const place = join(folder, project.name)
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), JSON.stringify(project))
  writeFileSync(join(place, 'package-lock.json'), JSON.stringify({ ...lock, packages: { '': top, ...needed } }))
  const { status, error } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', ...process.argv.slice(2)], {
    cwd: place,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error) process.stderr.write(`npm could not be started: ${error.message}\n`)
  process.exitCode = status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
