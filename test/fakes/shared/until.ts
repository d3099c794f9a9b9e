import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until the condition holds. @throws after forty seconds, or as many milliseconds as given */
export async function until(condition: () => boolean, timeout = 40_000): Promise<void> {
  const deadline = performance.now() + timeout
  while (!condition()) {
    if (performance.now() > deadline)
      throw new Error(`it did not come true within ${timeout} ms: ${String(condition)}`)
    await sleep(5)
  }
}
