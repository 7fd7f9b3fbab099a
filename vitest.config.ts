import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'contracts/**/*.test.ts'],
    // Worker threads share compiled modules' cost; every test has a World of its own, so files run side by side.
    pool: 'threads',
    testTimeout: 20_000,
  },
})
