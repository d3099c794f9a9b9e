/** Labels that the pace is reckoned from; fewer than three say nothing. */
const RECKONED = 20
const FEWEST = 3

const HOUR = 3_600_000

/** How many labels an hour somebody gives, by the latest of them. */
export class Pace {
  #times = []

  /** @param {number} at milliseconds, by any clock that does not go back */
  labelled(at) {
    this.#times = [...this.#times, at].slice(-RECKONED)
  }

  takenBack() {
    this.#times.pop()
  }

  /** @returns {number | undefined} */
  get perHour() {
    const [first] = this.#times
    const last = this.#times.at(-1)
    if (this.#times.length < FEWEST || last === first) return undefined
    return Math.round(((this.#times.length - 1) * HOUR) / (last - first))
  }
}
