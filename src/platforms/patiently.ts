/** Waits between tries, in milliseconds. */
const AGAIN_AFTER = [250, 1_000, 4_000]

/** A platform that was told that its event came will not send it again: what stumbles gets some more tries. */
export async function patiently<Result>(
  work: () => Promise<Result>,
  wait: (milliseconds: number) => Promise<void>,
): Promise<Result> {
  for (const pause of AGAIN_AFTER) {
    try {
      return await work()
    } catch {
      await wait(pause)
    }
  }
  return work()
}
