import { defineConfig } from 'vitest/config'

const FAULTS = 'test/faults/faults.test.ts'

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'tests', include: ['test/**/*.test.ts'], exclude: [FAULTS] } },
      // After all others, by itself: nobody else may take the processor from what is killed and has to get up in time.
      { extends: true, test: { name: 'faults', include: [FAULTS], sequence: { groupOrder: 1 } } },
    ],
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
