/** Faults that tests inject between an app and a fake: when each strikes, whatever the platform. */

/** When a fault strikes and what becomes of the call's transport. */
export interface FaultTiming {
  /** Every nth matching call; default every one. */
  readonly every?: number
  /** Lets this many matching calls pass first. */
  readonly after?: number
  /** How many times at the most; default without end. */
  readonly times?: number
  /** Performs the call, then cuts the connection instead of answering. */
  readonly loseResponse?: boolean
  /** Cuts the connection without performing the call. */
  readonly loseRequest?: boolean
  /** Performs the call and answers only this many milliseconds later; `Infinity`: never. */
  readonly stall?: number
}

export interface ActiveFault {
  /** How many calls it has struck so far. */
  readonly struck: number
  remove(): void
}

export class FaultRules<Fault extends FaultTiming, Call> {
  private rules: { fault: Fault; matched: number; struck: number }[] = []
  private readonly matches: (fault: Fault, call: Call) => boolean

  constructor(matches: (fault: Fault, call: Call) => boolean) {
    this.matches = matches
  }

  add(fault: Fault): ActiveFault {
    const rule = { fault, matched: 0, struck: 0 }
    this.rules.push(rule)
    return {
      get struck() {
        return rule.struck
      },
      remove: () => {
        this.rules = this.rules.filter((other) => other !== rule)
      },
    }
  }

  /** The fault that strikes this call, if one does. */
  strike(call: Call): Fault | undefined {
    for (const rule of this.rules) {
      const { fault } = rule
      if (!this.matches(fault, call)) continue
      rule.matched += 1
      const number = rule.matched - (fault.after ?? 0)
      if (number <= 0 || number % (fault.every ?? 1) !== 0) continue
      if (rule.struck >= (fault.times ?? Number.POSITIVE_INFINITY)) continue
      rule.struck += 1
      return fault
    }
    return undefined
  }
}
