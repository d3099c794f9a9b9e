/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 2_000

/**
 * Questions to somebody who may fall silent without hanging up. Where a machine is gone nobody closes its connections, and
 * what was sent is kept for a quarter of an hour before it counts as lost. Here it is given up after a moment, and until
 * something is answered, or the connection ends, whatever comes after it fails at once.
 */
export class AnsweredInTime {
  #isSilent = false

  /** @throws {Error} where there is no answer in time; what the question throws itself */
  async ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    if (this.#isSilent) throw new Error('Nothing is answered just now.')
    const answer = question()
    const { promise: late, reject } = Promise.withResolvers<never>()
    const patience = setTimeout(() => {
      this.#isSilent = true
      reject(new Error(`No answer within ${PATIENCE / 1000} seconds.`))
    }, PATIENCE)
    const heard = () => {
      clearTimeout(patience)
      this.#isSilent = false
    }
    answer.then(heard, heard)
    return Promise.race([answer, late])
  }
}
