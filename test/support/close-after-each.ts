import { afterEach } from 'vitest'

/** What opens something that is closed after the test. */
export function closedAfterEach<
  Options extends readonly unknown[],
  One extends { close(): Promise<unknown> },
>(open: (...options: Options) => Promise<One>): (...options: Options) => Promise<One> {
  let opened: One[] = []
  afterEach(async () => {
    await Promise.all(opened.map((one) => one.close()))
    opened = []
  })
  return async (...options) => {
    const one = await open(...options)
    opened.push(one)
    return one
  }
}
