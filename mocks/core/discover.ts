import { readdir } from 'node:fs/promises'
import type { Mock } from './mock.ts'

/** Every folder beside this one whose `index` exports a mock: adding a CRM is adding a folder. */
export async function discoverMocks(): Promise<Mock[]> {
  const here = new URL('../', import.meta.url)
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const folders = (await readdir(here, { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== 'core').map((entry) => entry.name)
  const mocks = await Promise.all(folders.map(async (name) => (await import(new URL(`${name}/index.${extension}`, here).href)) as { default: Mock }))
  return mocks.map((module) => module.default).sort((a, b) => a.order - b.order)
}
