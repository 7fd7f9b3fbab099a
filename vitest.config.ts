import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

/** What would be felt in other files that share loaded modules. */
const alone = [
  // The client keeps the batch that it is putting together in its module: two files that share the module mix up theirs.
  'test/dynamics/client.test.ts',
  // Throws all modules away, as a new process does: whoever came after it in its thread would load them again.
  'test/entra/keys.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: 'test/temporary.ts',
    setupFiles: 'test/properties.ts',
    // Worker threads share compiled modules' cost; every test has a World of its own, so files run side by side.
    pool: 'threads',
    // One more than there are cores: browser, sockets and child processes leave theirs waiting.
    maxWorkers: availableParallelism() + 1,
    // For a machine whose neighbours are busy: nothing here takes a tenth of it on a quiet one.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      // Files share loaded modules, as programs that use the package do; loading them anew for each took a third of the time.
      {
        extends: true,
        test: { name: 'shared', isolate: false, include: ['test/**/*.test.ts', 'contracts/**/*.test.ts'], exclude: [...configDefaults.exclude, ...alone] },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
  },
})
