// Compiles to dist/ and copies the data files that the code reads beside itself.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
for (const folder of ['mocks', 'harness']) {
  cpSync(folder, `dist/${folder}`, { recursive: true, filter: (path) => !path.endsWith('.ts') && !path.endsWith('.md') })
}
chmodSync('dist/harness/cli.js', 0o755)
