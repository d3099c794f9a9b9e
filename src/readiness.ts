import { describeError } from './errors.ts'

/** One thing that has to work before this process can serve. */
export interface ReadinessPart {
  readonly name: string
  /** Throws, or gives the reason, where it does not work. */
  look(): Promise<string | undefined>
}

/** How a part was found. `reason` is for operators alone. */
export interface PartState {
  readonly name: string
  readonly ready: boolean
  readonly milliseconds: number
  readonly reason?: string
}

export interface Readiness {
  /** Looks at every part at once, or tells what was found a moment ago. Bounded in time, and never throws. */
  look(): Promise<readonly PartState[]>
  /** From here on the process is not ready: it finishes what it has, and takes nothing new. */
  drain(): void
  readonly draining: boolean
}

export interface ReadinessOptions {
  readonly parts: readonly ReadinessPart[]
  /** Milliseconds that one part may take. */
  readonly patience?: number
  /** Milliseconds for which a finding is told again, so that no crowd of askers makes work. */
  readonly freshFor?: number
  /** Monotonic, in milliseconds. */
  readonly timer?: () => number
}

/** The part that is not ready while the process stops. */
const DRAINING = 'serving'

export function createReadiness({
  parts,
  patience = 2_000,
  freshFor = 1_000,
  timer = () => performance.now(),
}: ReadinessOptions): Readiness {
  let draining = false
  let found: { readonly at: number; readonly states: Promise<readonly PartState[]> } | undefined

  async function lookAt({ name, look }: ReadinessPart): Promise<PartState> {
    const started = timer()
    const reason = await within(patience, look).catch((error: unknown) => describeError(error))
    const milliseconds = Math.round((timer() - started) * 10) / 10
    return { name, ready: reason === undefined, milliseconds, ...(reason !== undefined && { reason }) }
  }

  return {
    async look() {
      if (!found || timer() - found.at >= freshFor) {
        found = { at: timer(), states: Promise.all(parts.map(lookAt)) }
      }
      const states = await found.states
      if (!draining) return states
      return [
        ...states,
        { name: DRAINING, ready: false, milliseconds: 0, reason: 'The process is stopping.' },
      ]
    },
    drain() {
      draining = true
    },
    get draining() {
      return draining
    },
  }
}

/** @throws {Error} when it takes longer */
async function within<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>()
  const limit = setTimeout(
    () => reject(new Error(`No answer within ${milliseconds / 1000} seconds.`)),
    milliseconds,
  )
  try {
    return await Promise.race([work(), promise])
  } finally {
    clearTimeout(limit)
  }
}
