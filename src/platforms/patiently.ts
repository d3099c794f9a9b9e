/** Waits between tries, in milliseconds. */
const AGAIN_AFTER = [250, 1_000, 4_000]

/**
 * A platform that was told that its event came will not send it again: what stumbles gets some more tries, unless
 * the failure is final.
 */
export async function patiently<Result>(
  work: () => Promise<Result>,
  wait: (milliseconds: number) => Promise<void>,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<Result> {
  for (const pause of AGAIN_AFTER) {
    try {
      return await work()
    } catch (error) {
      if (isFinal(error)) throw error
      await wait(pause)
    }
  }
  return work()
}
