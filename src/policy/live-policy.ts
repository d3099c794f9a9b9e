import type { Logger } from '../logger.ts'
import type { PolicyStore } from '../store/policy-store.ts'
import { startingBeliefs } from './beliefs.ts'
import { learnedPolicy, type Sampling } from './learned-policy.ts'
import type { Policy } from './policy.ts'
import { LEARNING, policyOfVersion, versionInUse } from './policy-versions.ts'

/** How old what is believed may be when it is used, in milliseconds. */
const FRESH = 60_000

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
 * knows a minute old has it read again for those after it. Where the store cannot be read, what was known last goes on
 * to decide, and the log says so once.
 */
export function livePolicy(options: LivePolicyOptions): Policy & Required<Pick<Policy, 'refresh'>> {
  const { store, strategies, sampling, now, logger } = options
  let current = learnedPolicy(LEARNING, startingBeliefs(strategies), sampling)
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined
  let isBroken = false

  const read = async () => {
    readAt = now()
    try {
      current = await policyOfVersion(store, await versionInUse(store), strategies, sampling)
      isBroken = false
    } catch (error) {
      if (!isBroken) logger.warn({ err: error }, 'policy not read; what was known last goes on to decide')
      isBroken = true
    }
  }

  /** One after the other: who asks while another reads gets what is there after them. */
  const refresh = async () => {
    while (reading) await reading
    reading = read().finally(() => {
      reading = undefined
    })
    await reading
  }

  return {
    refresh,
    choose(situation) {
      if (!reading && now() - readAt >= FRESH) void refresh()
      return current.choose(situation)
    },
  }
}
