import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'contracts/**/*.test.ts'],
    // Worker threads share compiled modules' cost; every test has a World of its own, so files run side by side.
    pool: 'threads',
    // Files share loaded modules, as programs that use the package do; loading them anew for each took a third of the time.
    isolate: false,
    // One more than there are cores: browser, sockets and child processes leave theirs waiting.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 20_000,
  },
})
