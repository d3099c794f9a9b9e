/**
 * The emulator serves a token 5,000 calls an hour, a limit that Slack does not have, and answers with an error of no
 * Slack after that. So behind each token of ours stand many of its, taken one after the other.
 */

/** The emulator refuses the last of its 5,000. */
const CALLS_EACH = 4_999

/** Enough for 250,000 calls of each token. */
const SPARES = 50

const spareOf = (token: string, number: number) => `${token}-${number}`

/** The emulator's tokens for one of ours, all of the same person. */
export const sparesOf = (token: string): readonly string[] =>
  Array.from({ length: SPARES }, (_, number) => spareOf(token, number))

/** Gives out the emulator's token for the next call with one of ours. */
export class SpareTokens {
  private readonly calls = new Map<string, number>()

  /** Throws where more calls were made with a token than its spares are good for. */
  next(token: string): string {
    const calls = this.calls.get(token) ?? 0
    this.calls.set(token, calls + 1)
    const number = Math.floor(calls / CALLS_EACH)
    if (number >= SPARES) throw new Error('the emulator behind the fake Slack takes no more calls of a token')
    return spareOf(token, number)
  }
}
