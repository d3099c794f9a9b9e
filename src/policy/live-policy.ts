import type { Logger } from '../logger.ts'
import type { PolicyStore } from '../store/policy-store.ts'
import { startingBeliefs } from './beliefs.ts'
import { learnedPolicy, type Sampling } from './learned-policy.ts'
import type { Policy } from './policy.ts'
import { LEARNING, policyOfVersion, versionInUse } from './policy-versions.ts'

/** How long a version stays in use unasked, in milliseconds. */
const VERSION_FRESH = 60_000

/** How old what goes on learning may be, in milliseconds: to count all votes takes longer. */
const BELIEFS_FRESH = 300_000

export interface LivePolicyOptions {
  readonly store: PolicyStore
  /** Names of all strategies there are. */
  readonly strategies: readonly string[]
  /** Absent where nothing is to be left to chance. */
  readonly sampling?: Sampling
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly logger: Pick<Logger, 'warn'>
}

/**
 * The version of the policy that is in use, kept in memory. A choice never waits for the store: one that finds what it
 * knows too old has it read again for those after it: within a minute another version is in use, and within five what
 * was learned meanwhile. Where the store cannot be read, what was known last goes on to decide, and the log says so once.
 */
export function livePolicy(options: LivePolicyOptions): Policy & Required<Pick<Policy, 'refresh'>> {
  const { store, strategies, sampling, now, logger } = options
  let current = learnedPolicy(LEARNING, startingBeliefs(strategies), sampling)
  let known: string | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined
  let isBroken = false

  const isStill = (version: string) =>
    version === known && (version !== LEARNING || now() - readAt < BELIEFS_FRESH)

  const read = async (isAnew: boolean) => {
    lookedAt = now()
    try {
      const version = await versionInUse(store)
      if (isAnew || !isStill(version)) {
        current = await policyOfVersion(store, version, strategies, sampling)
        known = version
        readAt = now()
      }
      isBroken = false
    } catch (error) {
      if (!isBroken) logger.warn({ err: error }, 'policy not read; what was known last goes on to decide')
      isBroken = true
    }
  }

  /** One after the other: who asks while another reads gets what is there after them. */
  const inTurn = async (isAnew: boolean) => {
    while (reading) await reading
    reading = read(isAnew).finally(() => {
      reading = undefined
    })
    await reading
  }

  return {
    refresh: () => inTurn(true),
    choose(situation) {
      if (!reading && now() - lookedAt >= VERSION_FRESH) void inTurn(false)
      return current.choose(situation)
    },
  }
}
