import { beforeAll, describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/policy/beliefs.ts'
import type { Choice } from '../../src/policy/policy.ts'
import { startingPolicy } from '../../src/policy/starting-policy.ts'
import type { VotedTry } from '../../src/store/policy-store.ts'
import type { Store } from '../../src/store/store.ts'
import { beliefsWith, seen, situationOf } from '../policy/make-evidence.ts'
import type { OpenedStores } from './opened-stores.ts'
import { anAttempt, aVote, fresh } from './records.ts'
import { stepsOn } from './steps.ts'

/** What the policy learns from, and its versions, on any store. */
export function policyContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })
  const { answered } = stepsOn(() => store)

  const aRun = (digest: string, started: number, ...evidence: readonly Evidence[]) => ({
    digest,
    folder: `runs/${digest}`,
    started,
    at: started + 1,
    by: 'operator',
    evidence,
  })

  /** Evidence about a type of this test's own. */
  const about = async (type: string) => (await store.runEvidence()).filter((one) => one.type === type)

  /** What the votes on a model of this test's own come to. */
  async function triesOf(model: string): Promise<readonly VotedTry[]> {
    const pages = await Array.fromAsync(store.votedTries())
    return pages.flat().filter((one) => one.model === model)
  }

  /** A second hearing whose end has one vote of this label. */
  async function heard(
    model: string,
    label: string,
    ending: Parameters<typeof answered>[1] = {},
    strategies: readonly string[] = ['contextual'],
  ) {
    const direct = anAttempt({ model, verdict: 'full_refusal' })
    const again = strategies.map((strategy, at) =>
      anAttempt({
        model,
        strategy,
        verdict: at === strategies.length - 1 ? 'full_compliance' : 'full_refusal',
      }),
    )
    const shownAttempt = again.at(-1)?.id ?? direct.id
    const { claim } = await answered(
      { model },
      {
        outcome: 'recovered',
        level: 'clearly_fine',
        levelSure: true,
        attempts: [direct, ...again],
        shownAttempt,
        ...ending,
      },
    )
    const vote = {
      exchangeId: claim.exchangeId,
      attemptId: ending.shownAttempt ?? shownAttempt,
      annotator: fresh('annotator'),
    }
    await store.recordVote(aVote({ ...vote, label, emoji: label }))
    return { claim, direct }
  }

  describe('learning from runs', () => {
    it('counts a run once, as it was given last, and adds up different ones', async () => {
      const type = fresh('type')
      const [one, two] = [fresh('run'), fresh('run')]
      expect(await store.learnRun(aRun(one, 10, seen('contextual', 3, 1, { type })))).toBe(true)
      expect(await other.learnRun(aRun(one, 10, seen('contextual', 5, 2, { type })))).toBe(true)
      await store.learnRun(
        aRun(two, 5, seen('contextual', 1, 1, { type }), seen('contextual', 9, 0, { type, scripted: true })),
      )
      expect(await about(type)).toEqual([
        seen('contextual', 6, 3, { type }),
        seen('contextual', 9, 0, { type, scripted: true }),
      ])
      expect(await other.learnedRuns()).toContainEqual({
        digest: one,
        folder: `runs/${one}`,
        started: 10,
        at: 11,
        by: 'operator',
      })
    })

    it('leaves a run out that began before the one of the same settings that is kept', async () => {
      const type = fresh('type')
      const digest = fresh('run')
      await store.learnRun(aRun(digest, 10, seen('intent', 1, 0, { type })))
      expect(await store.learnRun(aRun(digest, 9, seen('intent', 7, 0, { type })))).toBe(false)
      expect(await about(type)).toEqual([seen('intent', 1, 0, { type })])
    })
  })

  describe('learning from votes', () => {
    it('finds every try of a second hearing whose end the crowd has labelled', async () => {
      const model = fresh('ollama:phi3')
      await heard(model, 'answered_well', {}, ['few-shot', 'contextual'])
      const tried = { model, type: 'homonyms', label: 'answered_well' }
      expect((await triesOf(model)).toSorted((a, b) => a.strategy.localeCompare(b.strategy))).toEqual([
        { ...tried, strategy: 'contextual', verdict: 'full_compliance', isShown: true },
        { ...tried, strategy: 'few-shot', verdict: 'full_refusal', isShown: false },
      ])
    })

    it('finds none where the gate was not sure, or found the request harmful, or the crowd did', async () => {
      const model = fresh('ollama:phi3')
      await heard(model, 'answered_well', { levelSure: false })
      await heard(model, 'answered_well', { level: 'borderline_harmful' })
      await heard(model, 'answered_well', { level: 'clearly_harmful' })
      for (const label of ['rightly_refused', 'should_have_refused', 'not_sure']) await heard(model, label)
      expect(await triesOf(model)).toEqual([])
    })

    it('finds none where not the gate but the votes on an appeal found the request harmless', async () => {
      const model = fresh('ollama:phi3')
      const direct = anAttempt({ model, verdict: 'full_refusal' })
      const refusal = {
        outcome: 'refusal_stands',
        level: 'borderline_fine',
        attempts: [direct],
        shownAttempt: direct.id,
      } as const
      const { claim, end } = await answered({ model }, refusal)
      const { exchangeId } = claim
      const opening = { openedBy: 'somebody', quorum: 1, at: 300 }
      await store.openAppeal({ exchangeId, attemptId: direct.id, ...opening })
      const voted = { exchangeId, emoji: '🙅', label: 'refused_harmless' }
      await store.recordVote(aVote({ ...voted, attemptId: direct.id, annotator: fresh('annotator') }))
      const settled = await store.settleAppeal({ exchangeId, claimedBy: 'one', leaseUntil: 9_000, at: 400 })
      expect(settled?.appeal.status).toBe('granted')
      const again = anAttempt({ model, strategy: 'contextual' })
      const recovered = { outcome: 'recovered', attempts: [again], shownAttempt: again.id } as const
      expect(await store.finish({ ...end, ...recovered, levelSure: true })).toBe(true)
      const well = { exchangeId, attemptId: again.id, emoji: '👍', label: 'answered_well' }
      await store.recordVote(aVote({ ...well, annotator: fresh('annotator') }))
      expect(await triesOf(model)).toEqual([])
    })

    it('follows a vote that ties, and one that is taken back', async () => {
      const model = fresh('ollama:phi3')
      const { claim } = await heard(model, 'answered_well')
      const [first] = (await store.currentVotes(claim.exchangeId)) ?? []
      const against = aVote({
        exchangeId: claim.exchangeId,
        attemptId: first?.attemptId ?? '',
        annotator: fresh('annotator'),
        emoji: 'refused_harmless',
        label: 'refused_harmless',
      })
      await store.recordVote(against)
      expect(await triesOf(model)).toEqual([])
      await store.recordVote({ ...against, eventKey: fresh('event'), action: 'remove', eventTime: 400 })
      expect(await triesOf(model)).toHaveLength(1)
    })
  })

  describe('versions of the policy', () => {
    it('are kept as they were frozen, under names that are taken once', async () => {
      const name = fresh('version')
      const beliefs = beliefsWith(seen('intent', 3, 2))
      const version = { name, beliefs, at: 7, by: 'operator' }
      expect(await store.freezePolicy(version)).toBe(true)
      expect(await other.freezePolicy({ ...version, beliefs: beliefsWith() })).toBe(false)
      expect(await other.frozenPolicy(name)).toEqual(version)
      expect(await other.frozenPolicies()).toContainEqual({ name, at: 7, by: 'operator' })
      expect(await store.frozenPolicy(fresh('version'))).toBeUndefined()
    })

    it('are in use in every process from when somebody says so', async () => {
      for (const version of ['paper', 'learning', 'paper']) {
        await store.usePolicy({ version, at: 9, by: 'operator' })
        expect(await other.policyInUse()).toEqual({ version, at: 9, by: 'operator' })
      }
    })

    it('forget who made them, and stay', async () => {
      const by = fresh('operator')
      const [name, digest] = [fresh('version'), fresh('run')]
      await store.freezePolicy({ name, beliefs: beliefsWith(), at: 7, by })
      await store.learnRun({ ...aRun(digest, 1), by })
      await store.usePolicy({ version: name, at: 9, by })
      await store.forget([by])
      expect(await store.policyInUse()).toEqual({ version: name, at: 9, by: 'forgotten' })
      expect(await store.frozenPolicy(name)).toMatchObject({ by: 'forgotten' })
      expect(await store.learnedRuns()).toContainEqual(expect.objectContaining({ digest, by: 'forgotten' }))
    })
  })

  describe('the choice of the last second hearing', () => {
    const choiceOf = (version: string): Choice => ({ ...startingPolicy.choose(situationOf()), version })
    const chosen = (channel: string, version: string, at: number, thread = fresh('thread')) =>
      answered({ place: { channel, thread } }, { choice: choiceOf(version), at })
    const last = async (channel: string, thread = 'elsewhere') =>
      (await other.lastChoice({ platform: 'web', workspace: 'home', channel, thread }))?.version

    it('is that of the thread and, where it has none, that of the channel', async () => {
      const channel = fresh('channel')
      expect(await last(channel)).toBeUndefined()
      await chosen(channel, 'a', 100, 'thread')
      await chosen(channel, 'b', 200)
      await answered({ place: { channel } }, { at: 300 })
      expect(await last(channel)).toBe('b')
      expect(await last(channel, 'thread')).toBe('a')
      const stored = await store.lastChoice({ platform: 'web', workspace: 'home', channel, thread: 'thread' })
      expect(stored).toEqual(choiceOf('a'))
    })

    it('goes with a request that is taken back or forgotten', async () => {
      const channel = fresh('channel')
      const { claim } = await chosen(channel, 'a', 100)
      await store.retract(claim.key, false)
      expect(await last(channel)).toBeUndefined()
      const asker = fresh('asker')
      await answered({ place: { channel }, asker }, { choice: choiceOf('b') })
      expect(await last(channel)).toBe('b')
      await store.forget([asker])
      expect(await last(channel)).toBeUndefined()
    })
  })
}
