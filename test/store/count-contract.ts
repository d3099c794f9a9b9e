import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { LABELS } from '../../src/crowd/codebook.ts'
import type { Claim, Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { anAttempt, aVote, finished, fresh } from './records.ts'
import { stepsOn } from './steps.ts'

const PEOPLE = 3
const EXCHANGES = 2
const person = fc.nat(PEOPLE - 1)
const exchange = fc.nat(EXCHANGES - 1)

const vote = fc.record({
  do: fc.constant('vote' as const),
  who: person,
  on: exchange,
  emoji: fc.constantFrom('👍', '🙅'),
  label: fc.constantFrom('answered_well', 'refused_harmless', 'skipped'),
  action: fc.constantFrom('add' as const, 'add' as const, 'remove' as const),
  eventTime: fc.nat(9),
})
const change = fc.oneof(
  fc.record({ do: fc.constant('finish' as const), on: exchange }),
  fc.record({ do: fc.constant('retract' as const), on: exchange }),
  fc.record({ do: fc.constant('appeal' as const), on: exchange }),
  fc.record({ do: fc.constant('forget' as const), who: person }),
)
const step = fc.oneof({ weight: 5, arbitrary: vote }, { weight: 1, arbitrary: change })
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

/** Counts that are kept beside vote events, held to a recount from them, on any store. */
export function countContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { claimed } = stepsOn(() => store)

  /** Somebody asks something of everybody else; a refusal stands. */
  async function scene() {
    const people = Array.from({ length: PEOPLE }, () => fresh('person'))
    const asked: { claim: Claim; end: ReturnType<typeof finished> }[] = []
    for (const asker of people.slice(0, EXCHANGES)) {
      const claim = await claimed({ asker })
      const attempt = anAttempt({ verdict: 'full_refusal' })
      const end = { outcome: 'refusal_stands', attempts: [attempt], shownAttempt: attempt.id } as const
      asked.push({ claim, end: finished(claim, end) })
    }
    return { people, asked }
  }

  type Scene = Awaited<ReturnType<typeof scene>>

  async function play(on: Store, { people, asked }: Scene, one: Step) {
    if (one.do === 'forget') return on.forget([people[one.who] ?? ''])
    const { claim, end } = asked[one.on] ?? expect.fail('no such exchange')
    const { exchangeId } = claim
    const attemptId = end.shownAttempt ?? ''
    if (one.do === 'finish') return on.finish(end)
    if (one.do === 'retract') return on.retract(claim.key, false)
    if (one.do === 'appeal') {
      await on.openAppeal({ exchangeId, attemptId, openedBy: people[0] ?? '', quorum: 1, at: 300 })
      return on.settleAppeal({ exchangeId, claimedBy: claim.claimedBy, leaseUntil: 1_000, at: 301 })
    }
    const { emoji, label, action, eventTime } = one
    const annotator = people[one.who] ?? ''
    return on.recordVote(aVote({ exchangeId, attemptId, annotator, emoji, label, action, eventTime }))
  }

  async function expectRecounted({ people, asked }: Scene) {
    const standing = (
      await Promise.all(asked.map(({ claim }) => store.currentVotes(claim.exchangeId)))
    ).flat()
    for (const { claim } of asked) {
      const votes = standing.filter(({ exchangeId }) => exchangeId === claim.exchangeId)
      const [item] = await other.itemsOf(claim.exchangeId)
      const count = (label: string) => votes.filter((one) => one.label === label).length
      expect(LABELS.map((label) => item?.tally[label] ?? 0)).toEqual(LABELS.map(count))
      const gone = (await store.exchange(claim.exchangeId))?.outcome === 'failed'
      if (gone) expect([item, votes]).toEqual([undefined, []])
    }
    for (const annotator of people) {
      const own = standing.filter((one) => one.annotator === annotator && one.label !== 'skipped')
      const { labelled } = await other.labelCount(annotator, 'everything', 1)
      expect(labelled).toBe(own.length)
    }
  }

  describe('the counts of votes', () => {
    it('equal a recount, whatever is voted, finished, appealed, taken back and forgotten in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const at = await scene()
          for (const [index, one] of steps.entries()) await play(index % 2 ? store : other, at, one)
          await expectRecounted(at)
        }),
        { numRuns: 60 },
      )
    })

    it('equal a recount where two processes do all of it at once', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 4 }), async (rounds) => {
          const at = await scene()
          for (const steps of rounds) {
            await Promise.all(steps.map((one, index) => play(index % 2 ? store : other, at, one)))
          }
          await expectRecounted(at)
        }),
        { numRuns: 40 },
      )
    })

    it('equal a recount where somebody votes on one thing after the other while they are forgotten', async () => {
      for (let round = 0; round < 12; round += 1) {
        const at = await scene()
        for (const { end } of at.asked) await store.finish(end)
        const voting = async () => {
          for (const on of [0, 1]) {
            const said = { emoji: '👍', label: 'answered_well', action: 'add', eventTime: 1 } as const
            await play(other, at, { do: 'vote', who: 2, on, ...said })
          }
        }
        const forgetting = async () => {
          for (let again = 0; again < 4; again += 1) await play(store, at, { do: 'forget', who: 2 })
        }
        await Promise.all([voting(), forgetting()])
        await expectRecounted(at)
      }
    })
  })
}
