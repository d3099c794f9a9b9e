import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Three workers: tests wait for the wire about a third of the time. More only compete for the browser on two cores.
    maxWorkers: 3,
  },
})
