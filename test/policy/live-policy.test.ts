import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { StoreError } from '../../src/errors.ts'
import { livePolicy } from '../../src/policy/live-policy.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { beliefsWith, NAMES, seen, situationOf } from './make-evidence.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const run = (digest: string, ...evidence: Parameters<Store['learnRun']>[0]['evidence']) => ({
  digest,
  folder: digest,
  started: 1,
  at: 1,
  by: 'me',
  evidence,
})

function live(over: Partial<Store> = {}, sampling?: { exploration: number; random: () => number }) {
  let time = 0
  const warnings: unknown[] = []
  const policy = livePolicy({
    store: { ...store, ...over },
    strategies: NAMES,
    ...(sampling && { sampling }),
    now: () => time,
    logger: { warn: (...said: unknown[]) => void warnings.push(said) },
  })
  const first = () => policy.choose(situationOf()).order[0]
  const later = (milliseconds: number) => {
    time += milliseconds
  }
  return { policy, first, later, warnings }
}

describe('the policy in use', () => {
  it('is the one that goes on learning, where nobody has chosen another', async () => {
    const { policy, first } = live()
    await policy.refresh()
    expect(policy.choose(situationOf()).version).toBe('learning')
    expect(first()).toBe('contextual')
    await store.learnRun(run('a', seen('intent', 90, 10), seen('contextual', 5, 95)))
    await policy.refresh()
    expect(first()).toBe('intent')
  })

  it('answers at once from what it knows, and has it read anew for those after once it is a minute old', async () => {
    let reads = 0
    const { policy, first, later } = live({
      policyInUse: () => {
        reads += 1
        return store.policyInUse()
      },
    })
    await policy.refresh()
    await store.usePolicy({ version: 'paper', at: 1, by: 'me' })
    later(59_000)
    first()
    expect(reads).toBe(1)
    later(1_000)
    expect(policy.choose(situationOf()).version).toBe('learning')
    first()
    // The reading that the choice began comes before this one.
    await policy.refresh()
    expect(reads).toBe(3)
    expect(policy.choose(situationOf()).version).toBe('paper')
  })

  it('counts votes anew no more than every five minutes', async () => {
    let [looks, counts] = [0, 0]
    const { policy, first, later } = live({
      policyInUse: () => {
        looks += 1
        return store.policyInUse()
      },
      votedTries: () => {
        counts += 1
        return store.votedTries()
      },
    })
    await policy.refresh()
    for (let minute = 1; minute <= 5; minute += 1) {
      later(60_000)
      // A choice begins no reading while another is under way.
      await vi.waitFor(() => {
        first()
        expect(looks).toBe(minute + 1)
      })
      if (minute < 5) expect(counts).toBe(1)
    }
    await vi.waitFor(() => expect(counts).toBe(2))
  })

  it('goes on with what it knew last where the store cannot be read, and says so once', async () => {
    let isBroken = false
    const { policy, first, warnings } = live({
      policyInUse: () => {
        if (isBroken) throw new StoreError('unreachable', 'The database is gone.')
        return store.policyInUse()
      },
    })
    await store.learnRun(run('a', seen('intent', 90, 10), seen('contextual', 5, 95)))
    await policy.refresh()
    isBroken = true
    await policy.refresh()
    await policy.refresh()
    expect(first()).toBe('intent')
    expect(warnings).toHaveLength(1)
    isBroken = false
    await policy.refresh()
    isBroken = true
    await policy.refresh()
    expect(warnings).toHaveLength(2)
  })

  it('begins with the starting order where the store cannot be read at all', async () => {
    const { policy, first } = live({ policyInUse: async () => Promise.reject(new Error('gone')) })
    await policy.refresh()
    expect(first()).toBe('contextual')
  })

  it('draws only while it learns: a frozen version decides alike, without exploration', async () => {
    const beliefs = beliefsWith(seen('intent', 90, 10), seen('contextual', 5, 95))
    await store.freezePolicy({ name: 'a', beliefs, at: 1, by: 'me' })
    const { policy } = live({}, { exploration: 1, random: seededRandom(1) })
    await policy.refresh()
    expect(policy.choose(situationOf())).toMatchObject({ how: 'explored', exploration: 1 })
    await store.usePolicy({ version: 'a', at: 1, by: 'me' })
    await policy.refresh()
    const choices = Array.from({ length: 20 }, () => policy.choose(situationOf()))
    expect(new Set(choices.map(({ order }) => order.join())).size).toBe(1)
    expect(choices[0]).toMatchObject({ version: 'a', how: 'mean', exploration: 0 })
    expect(choices[0]?.order[0]).toBe('intent')
  })
})
