/** What a call has to show when it ends. */
export interface Start {
  readonly era: number
}

/** What the end of a call says of how much its provider can carry. */
export type Carried = 'answered' | 'turned_away' | 'unknown'

/**
 * How many calls of a provider may be under way at once: additive increase, multiplicative decrease (Chiu and Jain,
 * 1989), as TCP finds what a line carries. Calls that were under way together when the provider first turned one away
 * count as one signal: of those, as many as were not turned away are what it carries.
 */
export class AdaptiveLimit {
  readonly #ceiling: number
  #limit: number
  #underWay = 0
  /** Begins anew with every decrease. */
  #era = 0
  /** Of the decrease that began this era: how many were under way, and how many of them were turned away. */
  #crowd = 0
  #turnedAway = 0

  constructor(ceiling: number) {
    this.#ceiling = ceiling
    this.#limit = ceiling
  }

  /** At least 1. */
  get limit(): number {
    return Math.floor(this.#limit)
  }

  get underWay(): number {
    return this.#underWay
  }

  get free(): number {
    return Math.max(0, this.limit - this.#underWay)
  }

  begin(): Start {
    this.#underWay += 1
    return { era: this.#era }
  }

  end({ era }: Start, carried: Carried): void {
    // What is not needed does not grow: only a limit that is made use of is known to be carried.
    const isUsed = this.#underWay * 2 >= this.limit
    if (carried === 'turned_away') {
      if (era === this.#era) this.#decrease()
      else if (era === this.#era - 1) {
        this.#turnedAway += 1
        this.#limit = Math.max(1, Math.min(this.#limit, this.#crowd - this.#turnedAway))
      }
    } else if (carried === 'answered' && era === this.#era && isUsed) {
      this.#limit = Math.min(this.#ceiling, this.#limit + 1 / this.#limit)
    }
    this.#underWay -= 1
  }

  #decrease(): void {
    this.#era += 1
    this.#crowd = this.#underWay
    this.#turnedAway = 1
    this.#limit = Math.max(1, Math.floor(Math.min(this.#limit, this.#crowd) / 2))
  }
}
