/** What a call has to show when it ends. */
export interface Start {
  readonly era: number
  /** Calls under way, with this one. */
  readonly underWay: number
}

/** What the end of a call says of how much its provider can carry. */
export type Carried = 'answered' | 'turned_away' | 'overloaded' | 'unknown'

/** How long no more is tried than the provider last carried, in milliseconds: trying costs calls their turn. */
const HOLD = 30_000

/**
 * So many answers for each place show that a limit is carried: one of a crowd that is turned away after that is not one
 * too many. Where that happens now and then, more is tried after so many answers, or the limit would only ever shrink.
 */
const ANSWERS_TO_SHOW = 2
const ANSWERS_TO_TRY = 4

/** The largest part of a crowd of which that is said; and of calls that find a provider overloaded, which it says of much else too. */
const BY_CHANCE = 0.1

/**
 * How many calls of a provider may be under way at once: additive increase, multiplicative decrease (Chiu and Jain,
 * 1989), as TCP finds what a line carries. Calls that were under way together when the provider first turned one away
 * count as one signal: of those, as many as were not turned away are what it carries. Up to that the limit comes back
 * fast, beyond it slowly, and not at once. A provider that now and then turns one away for reasons of its own is told from
 * one that is full. Times are monotonic milliseconds.
 */
export class AdaptiveLimit {
  readonly #ceiling: number
  #limit: number
  #underWay = 0
  /** Begins anew with every decrease. */
  #era = 0
  #eraBegan = Number.NEGATIVE_INFINITY
  /** Answers to calls of this era. */
  #answered = 0
  #overloaded = 0
  /** Answers since it is believed to carry what it is believed to. */
  #shown = 0
  /** The call that began this era was turned away though what is carried had been shown. */
  #isByChance = false
  /** Of the decrease that began this era: how many were under way, and how many of them were turned away. */
  #crowd = 0
  #turnedAway = 0
  /** What it is believed to carry, and was before this era. */
  #carried: number
  #carriedBefore: number

  constructor(ceiling: number) {
    this.#ceiling = ceiling
    this.#limit = ceiling
    this.#carried = ceiling
    this.#carriedBefore = ceiling
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
    return { era: this.#era, underWay: this.#underWay }
  }

  end({ era, underWay }: Start, carried: Carried, now: number): void {
    if (carried === 'turned_away' || (carried === 'overloaded' && this.#isMuchOverloaded(era))) {
      if (era === this.#era) this.#begin(underWay, now)
      // What began in the time before has the same cause.
      if (era === this.#era - 1) this.#decrease(underWay)
    } else if (carried === 'answered' && era === this.#era) this.#increase(now)
    this.#underWay -= 1
  }

  #isMuchOverloaded(era: number): boolean {
    // What began in the time before belongs to a crowd that was turned away in part already.
    if (era !== this.#era) return true
    this.#overloaded += 1
    return this.#overloaded > BY_CHANCE * this.#answered
  }

  #increase(now: number): void {
    this.#answered += 1
    if (this.#limit >= this.#carried) this.#shown += 1
    // What is not needed does not grow: only a limit that is made use of is known to be carried.
    if (this.#underWay * 2 < this.limit) return
    if (this.#limit < this.#carried) this.#limit = Math.min(this.#carried, this.#limit + 1)
    else if (
      now - this.#eraBegan >= HOLD ||
      (this.#isByChance && this.#answered >= ANSWERS_TO_TRY * this.#limit)
    ) {
      this.#limit = Math.min(this.#ceiling, this.#limit + 1 / this.#limit)
    }
  }

  #begin(crowd: number, now: number): void {
    this.#era += 1
    this.#eraBegan = now
    this.#isByChance = this.#shown >= ANSWERS_TO_SHOW * this.#carried && crowd <= this.#carried
    this.#answered = 0
    this.#overloaded = 0
    this.#crowd = this.#underWay
    this.#turnedAway = 0
    this.#carriedBefore = this.#carried
  }

  #decrease(underWay: number): void {
    this.#turnedAway += 1
    this.#crowd = Math.max(this.#crowd, underWay)
    const carried = this.#crowd - this.#turnedAway
    const half = Math.max(1, Math.floor(Math.min(this.#limit, this.#crowd) / 2))
    if (this.#turnedAway === 1) this.#limit = half
    this.#limit = Math.max(1, Math.min(this.#limit, carried))
    if (this.#isByChance && (this.#turnedAway === 1 || this.#turnedAway < BY_CHANCE * this.#crowd)) return
    this.#shown = 0
    // One that turned away all of them may only be out of calls for this minute, which says little of how many at once;
    // and a few of them say little of many.
    const isTelling = carried > 0 && this.#crowd * 2 >= this.#carriedBefore
    this.#carried = isTelling ? carried : Math.max(1, Math.floor(this.#carriedBefore / 2))
  }
}
