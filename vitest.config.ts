import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Two workers: the suite is made for two-core machines, where more only compete for the browser.
    maxWorkers: 2,
  },
})
