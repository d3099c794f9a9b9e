import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Nothing but what hangs takes as long; a busy machine takes many times as long as an idle one.
    testTimeout: 120_000,
    expect: { poll: { timeout: 40_000 } },
    hookTimeout: 120_000,
    // Three workers: tests wait for the wire about a third of the time. More only compete for the browser on two cores.
    maxWorkers: 3,
    // A worker goes from file to file without loading its modules anew, which saves a third of the time. So no module
    // keeps anything from test to test, and hooks are set by test files, not by what they import.
    isolate: false,
  },
})
