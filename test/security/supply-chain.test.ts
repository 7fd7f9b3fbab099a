import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { dependencies, optionalDependencies, peerDependenciesMeta, scripts } = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependenciesMeta: Record<string, { optional: boolean }>
  scripts: Record<string, string>
}

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
  it('is fewer than 25 packages, theirs included; those that we ask for have a reason each', () => {
    expect(atRunTime.length).toBeLessThan(25)
    const reasons = read('docs/dependencies.md')
    const table = [...reasons.matchAll(/^\| ([^ |]+) \|/gm)].map(([, name]) => name)
    expect(table.filter((name) => name !== 'package')).toEqual(expect.arrayContaining(Object.keys(dependencies)))
    expect(table).toHaveLength(Object.keys(dependencies).length + 1)
    expect(reasons).toContain(`${atRunTime.length} in all`)
    for (const [name, { optional }] of Object.entries(peerDependenciesMeta)) expect([name, optional, reasons.includes(name)]).toEqual([name, true, true])
    expect(optionalDependencies).toBeUndefined()
  })

  it('is all in the bill of materials, and nothing else', () => {
    const bill = JSON.parse(execFileSync(process.execPath, [join(root, 'scripts/sbom.mjs')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as {
      bomFormat: string
      metadata: { component: { name: string } }
      components: { name: string; version: string; hashes?: { alg: string }[] }[]
    }
    expect([bill.bomFormat, bill.metadata.component.name]).toEqual(['CycloneDX', 'crm-rehearsal'])
    const named = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    expect(bill.components.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
      atRunTime.map(([path, { version }]) => `${named(path)}@${version}`).sort(),
    )
    for (const { name, hashes } of bill.components) expect([name, hashes?.[0]?.alg]).toEqual([name, 'SHA-512'])
  })

  it('runs nothing when it is installed', () => {
    expect(atRunTime.length).toBeGreaterThan(10)
    expect(atRunTime.flatMap(([path, { hasInstallScript }]) => (hasInstallScript ? [path] : []))).toEqual([])
    // Nor does the optional peer, with all that it brings.
    expect(Object.entries(packages).flatMap(([path, { hasInstallScript }]) => (hasInstallScript && path.includes('/pact') ? [path] : []))).toEqual([])
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
