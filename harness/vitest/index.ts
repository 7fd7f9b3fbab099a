/**
 * For tests of one's own under vitest: matchers, and a fixture that gives each test its own World.
 *
 * @example
 * ```ts
 * import { expect, rehearse, test } from 'crm-rehearsal/vitest'
 *
 * test('finds the caller and writes the disposition', async ({ sandbox }) => {
 *   await sandbox.dynamics.seed({ contacts: [{ lastname: 'Byron', telephone1: '+49301234567' }] })
 *   await new MyConnector(sandbox).handleCall('+49301234567')
 *   expect(sandbox.journal).toHaveSearched('contact', '+49301234567')
 *   expect(sandbox.journal).toHaveUpdated('contact', { description: 'Sent a copy.' })
 * })
 *
 * test('keeps the rules of memorialization', async () => {
 *   expect(await rehearse('voice/*', { integration: () => myIntegration() })).toObeyRules()
 * })
 * ```
 *
 * @module
 */
import { expect, test as plain } from 'vitest'
import { matchers, type RehearsalMatchers } from '../matchers/index.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox.ts'

export type * from '../matchers/index.ts'
export { createSandbox, rehearse } from '../sandbox.ts'
export { expect, matchers }

expect.extend(matchers as Parameters<typeof expect.extend>[0])

/**
 * `test` with a `sandbox` that is made for each test that asks for it and closed behind it. What it is made with is the fixture
 * `sandboxOptions`: `test.override({ sandboxOptions: { seed: 7, generate: { contacts: 100 } } })`.
 */
export const test = plain.extend<{ sandboxOptions: SandboxOptions; sandbox: Sandbox }>({
  sandboxOptions: {},
  sandbox: async ({ sandboxOptions }, use) => {
    const sandbox = await createSandbox(sandboxOptions)
    await use(sandbox)
    await sandbox.close()
  },
})
export const it = test

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: type parameters must be those of the declaration that this one extends
  interface Matchers<T = any> extends RehearsalMatchers<T> {}
}
