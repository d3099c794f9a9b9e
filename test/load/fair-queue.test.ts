import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, FairQueue, type Owner } from '../../src/load/fair-queue.ts'

interface Item {
  readonly owner: Owner
  readonly number: number
}

const owner: fc.Arbitrary<Owner> = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 3 }))
  .map(([workspace, channel]) => ({ workspace: `w${workspace}`, channel: `w${workspace}c${channel}` }))

type Step = { readonly add: Owner } | 'take' | { readonly remove: number }

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: owner.map((add) => ({ add })) },
    { weight: 3, arbitrary: fc.constant('take' as const) },
    { weight: 1, arbitrary: fc.nat(100).map((remove) => ({ remove })) },
  ),
  { maxLength: 200 },
)

interface Take {
  readonly taken: Item | undefined
  /** What waited before it. */
  readonly before: readonly Item[]
  /** Workspaces and channels that gave up all that waited, since the take before: who asks anew begins behind. */
  readonly gaveUp: ReadonlySet<string>
}

/** Runs the steps. */
function run(all: readonly Step[]) {
  const queue = new FairQueue<Item>()
  let waiting: { readonly entry: Entry<Item>; readonly item: Item }[] = []
  const takes: Take[] = []
  let gaveUp = new Set<string>()
  for (const [number, step] of all.entries()) {
    if (step === 'take') {
      const before = waiting.map(({ item }) => item)
      const taken = queue.take()
      takes.push({ taken, before, gaveUp })
      gaveUp = new Set()
      waiting = waiting.filter(({ item }) => item !== taken)
    } else if ('add' in step) {
      const item = { owner: step.add, number }
      waiting.push({ entry: queue.add(step.add, item), item })
    } else {
      const one = waiting[step.remove % Math.max(1, waiting.length)]
      if (!one) continue
      expect(queue.remove(one.entry)).toBe(true)
      expect(queue.remove(one.entry)).toBe(false)
      waiting = waiting.filter((each) => each !== one)
      for (const kind of ['workspace', 'channel'] as const) {
        const name = one.item.owner[kind]
        if (!waiting.some(({ item }) => item.owner[kind] === name)) gaveUp.add(name)
      }
    }
    expect(queue.size).toBe(waiting.length)
  }
  return { queue, takes, waiting: waiting.map(({ item }) => item) }
}

describe('a fair queue', () => {
  it('gives out everything exactly once, and first come first served within a channel', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { queue, takes, waiting } = run(all)
        for (const { taken, before } of takes) {
          if (before.length === 0) expect(taken).toBeUndefined()
          else expect(before).toContain(taken)
          const earlier = before.find(({ owner }) => owner.channel === taken?.owner.channel)
          expect(earlier).toBe(taken)
        }
        const rest = Array.from({ length: waiting.length }, () => queue.take())
        expect(new Set(rest)).toEqual(new Set(waiting))
        expect(queue.take()).toBeUndefined()
      }),
    )
  })

  it('never lets a workspace, or a channel within its workspace, have two turns while another one waits for its first', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { takes } = run(all)
        for (const kind of ['workspace', 'channel'] as const) {
          // For everyone who waits all the time since their last turn: who else had a turn meanwhile, and how often.
          const passedBy = new Map<string, Map<string, number>>()
          for (const { taken, before, gaveUp } of takes) {
            for (const key of gaveUp) passedBy.delete(key)
            if (!taken) continue
            const present = new Set(before.map(({ owner }) => owner[kind]))
            for (const key of present) {
              if (key === taken.owner[kind]) {
                passedBy.delete(key)
                continue
              }
              const isRival = kind === 'workspace' || key.startsWith(taken.owner.workspace)
              if (!isRival) continue
              const counts = passedBy.get(key) ?? new Map<string, number>()
              passedBy.set(key, counts)
              const times = (counts.get(taken.owner[kind]) ?? 0) + 1
              counts.set(taken.owner[kind], times)
              // One more than a turn each: who comes to an empty queue stands behind those who came before.
              expect(times).toBeLessThanOrEqual(1)
            }
          }
        }
      }),
    )
  })

  it('foretells the order in which it gives out', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { queue } = run(all)
        const foretold = queue.order()
        expect(Array.from({ length: foretold.length }, () => queue.take())).toEqual(foretold)
      }),
    )
  })

  it('passes over channels that may not have a turn, and keeps their place', () => {
    const queue = new FairQueue<string>()
    const noisy = { workspace: 'w', channel: 'noisy' }
    queue.add(noisy, 'first')
    queue.add(noisy, 'second')
    queue.add({ workspace: 'w', channel: 'quiet' }, 'question')
    const free = (channel: string) => channel !== 'noisy'
    expect(queue.take(free)).toBe('question')
    expect(queue.take(free)).toBeUndefined()
    expect(queue.take()).toBe('first')
  })
})
