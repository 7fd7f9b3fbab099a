/**
 * The same matchers for Jest, which needs `NODE_OPTIONS=--experimental-vm-modules` to read ES modules. In a setup file
 * (`setupFilesAfterEnv`): `import 'crm-rehearsal/jest'`.
 *
 * @module
 */
import { matchers, type RehearsalMatchers } from '../matchers/index.ts'

export type * from '../matchers/index.ts'
export { createSandbox, rehearse } from '../sandbox.ts'
export { matchers }

interface Expect {
  extend(matchers: object): void
}

const { expect } = globalThis as { expect?: Expect }
if (!expect)
  throw new Error('crm-rehearsal/jest is for a setup file of Jest (setupFilesAfterEnv), where "expect" is there. Elsewhere: expect.extend(matchers).')
expect.extend(matchers)

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: type parameters must be those of the declaration that this one extends
    interface Matchers<R, T = {}> extends RehearsalMatchers<R> {}
  }
}
