import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { dependencies, scripts } = JSON.parse(read('package.json')) as { dependencies: Record<string, string>; scripts: Record<string, string> }

interface Locked {
  version?: string
  resolved?: string
  integrity?: string
  license?: string
  dev?: boolean
  devOptional?: boolean
  peer?: boolean
  hasInstallScript?: boolean
}
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const atRunTime = Object.entries(packages).filter(([path, { dev, devOptional, peer }]) => path !== '' && !dev && !devOptional && !peer)

describe('what is needed at run time', () => {
  it('is fewer than 25 packages that we ask for, each with its reason', () => {
    const names = Object.keys(dependencies)
    expect(names.length).toBeLessThan(25)
    const table = [...read('docs/dependencies.md').matchAll(/^\| ([^ |]+) \|/gm)].map(([, name]) => name)
    expect(names.filter((name) => !table.includes(name))).toEqual([])
  })

  it('runs nothing when it is installed', () => {
    expect(atRunTime.length).toBeGreaterThan(10)
    expect(atRunTime.flatMap(([path, { hasInstallScript }]) => (hasInstallScript ? [path] : []))).toEqual([])
    for (const script of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(script)
  })

  it('comes from the registry, as it was when it was locked', () => {
    // Without `resolved` it is the registry's, wherever that is mirrored.
    for (const [path, { resolved, integrity }] of atRunTime)
      expect([path, resolved ?? 'https://registry.npmjs.org/', integrity]).toEqual([
        path,
        expect.stringMatching(/^https:\/\/registry\.npmjs\.org\//),
        expect.stringMatching(/^sha512-/),
      ])
  })

  it('has licences that allow its use', () => {
    const allowed = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']
    expect(atRunTime.filter(([, { license }]) => !allowed.includes(license ?? ''))).toEqual([])
  })
})
