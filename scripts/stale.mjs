import { readdirSync, statSync } from 'node:fs'

const newest = (folder) =>
  Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(`${entry.parentPath}/${entry.name}`).mtimeMs),
  )

/** Whether a source is newer than what was built of it, or nothing was built. */
export function stale(root = '.') {
  const built = statSync(`${root}/dist/harness/cli.js`, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return built <= Math.max(newest(`${root}/mocks`), newest(`${root}/harness`), statSync(`${root}/tsconfig.build.json`).mtimeMs)
}
