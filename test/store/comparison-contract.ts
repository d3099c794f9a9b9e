import { beforeAll, describe, expect, it } from 'vitest'
import type { CellEnd, ComparisonBeginning, ComparisonVoteEvent } from '../../src/store/comparison-store.ts'
import type { Store } from '../../src/store/store.ts'
import type { OpenedStores } from './opened-stores.ts'
import { fresh, messageOf } from './records.ts'

const CELLS = [
  { model: 'rehearsal:llama2', scripted: true, strategy: 'direct' },
  { model: 'rehearsal:llama2', scripted: true, strategy: 'few-shot' },
  { model: 'rehearsal:llama2', scripted: true, strategy: 'intent' },
]
const BOUNDS = { perPerson: 1, perWorkspace: 2, begun: 10, since: 0 }
const REFUSAL: CellEnd = {
  version: 'v1',
  text: 'I cannot.',
  verdict: 'full_refusal',
  milliseconds: 1.5,
  cached: false,
  memoryKey: 'remembered-direct',
}
const ANSWER: CellEnd = {
  text: 'Use kill.',
  verdict: 'full_compliance',
  tokens: 12,
  milliseconds: 2,
  cached: true,
}
const NONE: CellEnd = { why: 'not tried' }

/** Comparisons, on any store. */
export function comparisonContract(opened: () => OpenedStores): void {
  let store: Store
  let other: Store
  beforeAll(() => {
    ;({ store, other } = opened())
  })

  const beginning = (changes: Partial<ComparisonBeginning> = {}): ComparisonBeginning => {
    const workspace = fresh('workspace')
    const place = { platform: 'web', workspace, channel: 'general', thread: 't' }
    return {
      id: fresh('comparison'),
      key: messageOf(fresh('message'), place),
      place,
      asker: fresh('asker'),
      prompt: 'How do I kill a stuck process?',
      promptKey: 'key of the prompt',
      claimedBy: 'one',
      leaseUntil: 1_000,
      at: 100,
      ...changes,
    }
  }
  const begun = async (changes: Partial<ComparisonBeginning> = {}) => {
    const made = beginning(changes)
    expect(await store.beginComparison(made, BOUNDS)).toBe('begun')
    await store.planComparison(made.id, made.claimedBy, CELLS)
    return made
  }
  const shown = async (changes: Partial<ComparisonBeginning> = {}) => {
    const made = await begun(changes)
    for (const [place, end] of [REFUSAL, ANSWER, NONE].entries()) {
      expect(await store.endCell(made.id, 'one', place, end)).toBe(true)
    }
    expect(await store.openComparison(made.id, 'one', [1, 0], 200)).toBe(true)
    return made
  }
  const vote = (
    comparisonId: string,
    annotator: string,
    choice: ComparisonVoteEvent['choice'],
    eventTime: number,
    changes: Partial<ComparisonVoteEvent> = {},
  ) =>
    store.recordComparisonVote({
      comparisonId,
      annotator,
      choice,
      by: 'reaction',
      action: 'add',
      eventTime,
      receivedTime: eventTime,
      ...changes,
    })
  const votesOn = async (id: string) => (await store.comparison(id))?.votes

  describe('a comparison', () => {
    it('is begun once for a message, whoever races, and within its bounds', async () => {
      const made = beginning()
      const both = await Promise.all([
        store.beginComparison(made, BOUNDS),
        other.beginComparison({ ...made, id: fresh('comparison') }, BOUNDS),
      ])
      expect(both.toSorted()).toEqual(['begun', 'duplicate'])
      const { place } = made
      const next = (changes: Partial<ComparisonBeginning>) =>
        beginning({ key: messageOf(fresh('message'), place), place, ...changes })
      expect(await store.beginComparison(next({ asker: made.asker }), BOUNDS)).toBe('person_busy')
      expect(await store.beginComparison(next({}), { ...BOUNDS, begun: 1 })).toBe('workspace_spent')
      expect(await store.beginComparison(next({}), { ...BOUNDS, begun: 1, since: 101 })).toBe('begun')
      expect(await store.beginComparison(next({}), BOUNDS)).toBe('workspace_busy')
      // The processes of the first two are gone.
      expect(await store.beginComparison(next({ asker: made.asker, at: 1_001 }), BOUNDS)).toBe('begun')
    })

    it('lets only so many begin, however many race', async () => {
      const { place } = beginning()
      const all = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          (index % 2 === 0 ? store : other).beginComparison(
            beginning({ key: messageOf(fresh('message'), place), place }),
            BOUNDS,
          ),
        ),
      )
      expect(all.filter((result) => result === 'begun')).toHaveLength(2)
    })

    it('is filled cell by cell, and shows its answers in the order given', async () => {
      const { id, place, asker, prompt } = await shown()
      expect(await store.comparison(id)).toEqual({
        id,
        place,
        asker,
        prompt,
        status: 'open',
        createdAt: 100,
        openedAt: 200,
        votes: {},
        cells: [
          { place: 0, ...CELLS[0], letter: 'B', end: REFUSAL },
          { place: 1, ...CELLS[1], letter: 'A', end: ANSWER },
          { place: 2, ...CELLS[2], end: NONE },
        ],
      })
    })

    it('belongs to the process that runs it', async () => {
      const { id } = await begun()
      expect(await other.endCell(id, 'two', 0, ANSWER)).toBe(false)
      expect(await other.openComparison(id, 'two', [0], 200)).toBe(false)
      expect(await other.renewComparison(id, 'two', 5_000)).toBe(false)
      expect(await store.renewComparison(id, 'one', 5_000)).toBe(true)
      expect((await store.comparison(id))?.status).toBe('running')
    })

    it('is cancelled from any process, and keeps no answer', async () => {
      const { id } = await begun()
      await store.endCell(id, 'one', 0, REFUSAL)
      expect(await other.endComparison(id, { status: 'cancelled' })).toBe(true)
      expect(await store.renewComparison(id, 'one', 5_000)).toBe(false)
      expect(await store.endCell(id, 'one', 1, ANSWER)).toBe(false)
      expect(await store.openComparison(id, 'one', [0, 1], 200)).toBe(false)
      expect(await store.endComparison(id, { status: 'failed', note: 'late' })).toBe(false)
      expect(JSON.stringify(await store.comparison(id))).not.toMatch(/I cannot|Use kill|late/)
    })

    it('keeps no answer that comes in while it is cancelled', async () => {
      for (let round = 0; round < 8; round += 1) {
        const { id } = await begun()
        await Promise.all([
          ...CELLS.map((_, place) => store.endCell(id, 'one', place, ANSWER)),
          other.endComparison(id, { status: 'cancelled' }),
        ])
        expect(JSON.stringify(await store.comparison(id))).not.toContain('Use kill')
      }
    })

    it('that turned out to be none keeps nothing, and is not begun again', async () => {
      const made = await beginning()
      await store.beginComparison(made, BOUNDS)
      await store.dropComparison(made.id, 'one')
      expect(await store.comparison(made.id)).toBeUndefined()
      expect(await store.recentComparisons(made.place, 5)).toEqual([])
      expect(await store.beginComparison({ ...made, id: fresh('comparison') }, BOUNDS)).toBe('duplicate')
    })

    it('is found by the first message that was bound to it', async () => {
      const { id, place } = await shown()
      const [first, second] = [messageOf(fresh('post'), place), messageOf(fresh('post'), place)]
      expect(await store.bindComparison(id, first)).toBe(first.message)
      expect(await other.bindComparison(id, second)).toBe(first.message)
      expect(await store.comparisonShownBy(first)).toBe(id)
      expect(await store.comparisonShownBy(second)).toBeUndefined()
      expect((await store.comparison(id))?.message).toEqual(first)
      expect(await store.openComparisonMessages(place, 0, 5)).toEqual([first])
      await store.revealComparison(id, 300)
      expect(await store.openComparisonMessages(place, 0, 5)).toEqual([])
      expect(await store.bindComparison('none', first)).toBeUndefined()
    })

    it('is told among the newest of its channel, oldest first', async () => {
      const first = await shown()
      const { place } = first
      const second = await shown({ place, key: messageOf(fresh('message'), place), at: 150 })
      const ids = async (limit: number) => (await store.recentComparisons(place, limit)).map(({ id }) => id)
      expect([await ids(5), await ids(1)]).toEqual([[first.id, second.id], [second.id]])
    })

    it('is left behind when its lease has run out, or when it has been open for long', async () => {
      const platform = fresh('platform')
      const place = { platform, workspace: 'w', channel: 'c', thread: 't' }
      const at = () => ({ place, key: messageOf(fresh('message'), place) })
      const running = await begun(at())
      const open = await shown({ ...at(), leaseUntil: 2_000 })
      const left = (now: number, openBefore: number) => store.leftBehindComparison(platform, now, openBefore)
      expect(await left(1_000, 100)).toBeUndefined()
      expect(await left(1_001, 100)).toEqual({ id: running.id, status: 'running' })
      expect(await left(1_000, 200)).toEqual({ id: open.id, status: 'open' })
      await store.endComparison(running.id, { status: 'failed', note: 'interrupted' })
      expect(await left(1_001, 100)).toBeUndefined()
      const { id } = await begun(at())
      await store.releaseComparisons('one')
      expect(await left(0, 0)).toBeUndefined()
      expect(await left(1, 0)).toEqual({ id, status: 'running' })
    })
  })

  describe('a vote on a comparison', () => {
    it('is the last word of each, and comes back when a later one is taken back', async () => {
      const { id } = await shown()
      expect(await vote(id, 'ana', 'A', 10)).toBe(true)
      expect(await vote(id, 'ana', 'tie', 20)).toBe(true)
      await vote(id, 'ben', 'A', 15)
      expect(await votesOn(id)).toEqual({ A: 1, tie: 1 })
      expect(await store.choiceOf(id, 'ana')).toBe('tie')
      await vote(id, 'ana', 'tie', 30, { action: 'remove' })
      expect(await votesOn(id)).toEqual({ A: 2 })
      expect(await store.choiceOf(id, 'chris')).toBeUndefined()
    })

    it('counts once however often it is delivered, and as it was given however late', async () => {
      const { id } = await shown()
      await vote(id, 'ana', 'A', 10)
      expect(await vote(id, 'ana', 'A', 10)).toBe(false)
      await vote(id, 'ana', 'A', 20, { action: 'remove' })
      expect(await vote(id, 'ana', 'A', 10)).toBe(false)
      expect(await vote(id, 'ben', 'B', 30, { action: 'remove' })).toBe(false)
      expect(await votesOn(id)).toEqual({})
    })

    it('by button takes the place of the one before, and leaves reactions alone', async () => {
      const { id } = await shown()
      const press = (choice: ComparisonVoteEvent['choice'], eventTime: number, changes = {}) =>
        vote(id, 'ana', choice, eventTime, { by: 'button', ...changes })
      await vote(id, 'ana', 'both_bad', 5)
      await press('A', 10)
      await press('B', 20)
      expect(await votesOn(id)).toEqual({ B: 1 })
      await press('B', 30, { action: 'remove' })
      expect(await votesOn(id)).toEqual({ both_bad: 1 })
      expect(await store.choicesOn(id)).toMatchObject([{ annotator: 'ana', choice: 'both_bad' }])
    })

    it('is lost by none of many who vote at once', async () => {
      const { id } = await shown()
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? store : other).recordComparisonVote({
            comparisonId: id,
            annotator: `voter-${index}`,
            choice: index < 12 ? 'A' : 'tie',
            by: 'reaction',
            action: 'add',
            eventTime: index,
            receivedTime: index,
          }),
        ),
      )
      expect(await votesOn(id)).toEqual({ A: 12, tie: 8 })
    })

    it('is for nothing before the answers are shown, and after the names are', async () => {
      const { id } = await begun()
      expect(await vote(id, 'ana', 'A', 10)).toBe(false)
      const open = await shown()
      await vote(open.id, 'ana', 'A', 10)
      expect(await store.revealComparison(open.id, 300)).toBe(true)
      expect(await other.revealComparison(open.id, 300)).toBe(false)
      expect(await vote(open.id, 'ben', 'A', 20)).toBe(false)
      expect(await vote(open.id, 'ana', 'A', 20, { action: 'remove' })).toBe(false)
      expect(await votesOn(open.id)).toEqual({ A: 1 })
    })
  })

  describe('what comparisons come to', () => {
    it('is told of those that are revealed and voted on, of one workspace', async () => {
      const made = await shown()
      const { place, promptKey } = made
      const scope = { platform: 'web', workspace: place.workspace, since: 300 }
      await vote(made.id, 'ana', 'A', 10)
      expect(await store.comparedResults(scope)).toEqual([])
      await store.revealComparison(made.id, 300)
      const silent = await shown({ place, key: messageOf(fresh('message'), place) })
      await store.revealComparison(silent.id, 300)
      const [few, direct] = [CELLS[1], CELLS[0]]
      const contenders = [
        { letter: 'A', ...few },
        { letter: 'B', ...direct },
      ]
      expect(await store.comparedResults(scope)).toEqual([{ promptKey, contenders, votes: { A: 1 } }])
      expect(await store.comparedResults({ ...scope, since: 301 })).toEqual([])
      expect(await store.comparedResults({ ...scope, workspace: 'another' })).toEqual([])
    })
  })

  describe('forgetting', () => {
    it('erases what a person had compared, and keeps of what was revealed who won', async () => {
      const asker = fresh('asker')
      const revealed = await shown({ asker })
      const { place } = revealed
      const open = await shown({ asker, place, key: messageOf(fresh('message'), place) })
      await vote(revealed.id, 'ana', 'A', 10)
      await store.revealComparison(revealed.id, 300)
      expect(await store.rememberedAnswers([asker])).toEqual(['remembered-direct'])
      expect(await store.forget([asker])).toEqual({ exchanges: 0, comparisons: 2, votes: 0 })
      expect(await store.comparison(revealed.id)).toBeUndefined()
      expect(await store.comparison(open.id)).toBeUndefined()
      expect(await store.recentComparisons(place, 5)).toEqual([])
      expect(await store.rememberedAnswers([asker])).toEqual([])
      const results = await store.comparedResults({ ...place, since: 0 })
      expect(results).toMatchObject([{ promptKey: revealed.id, votes: { A: 1 } }])
      expect(await store.forget([asker])).toEqual({ exchanges: 0, comparisons: 0, votes: 0 })
    })

    it('waits for nobody who votes meanwhile, and they for nobody', async () => {
      const made = await shown()
      const people = Array.from({ length: 6 }, () => fresh('person'))
      for (const person of people) await vote(made.id, person, 'A', 10)
      await Promise.all(
        people.flatMap((person) => [other.forget([person]), vote(made.id, person, 'tie', 20)]),
      )
      const { tie = 0, A = 0 } = (await votesOn(made.id)) ?? {}
      expect([A, tie <= people.length]).toEqual([0, true])
    })

    it('takes a person’s votes out of every count', async () => {
      const made = await shown()
      const ana = fresh('ana')
      await vote(made.id, ana, 'A', 10)
      await vote(made.id, 'ben', 'tie', 10)
      await store.revealComparison(made.id, 300)
      expect(await store.forget([ana])).toEqual({ exchanges: 0, comparisons: 0, votes: 1 })
      expect(await votesOn(made.id)).toEqual({ tie: 1 })
    })

    it('takes away what came of a message that is gone, with the messages that showed it', async () => {
      const at = beginning()
      const source = messageOf(fresh('request'), at.place)
      const { id, place } = await shown({ place: at.place, key: at.key, source })
      const message = messageOf(fresh('post'), place)
      await store.bindComparison(id, message)
      expect(await store.retractComparisons(source)).toMatchObject([{ id, message, source }])
      expect(await store.comparison(id)).toBeUndefined()
      expect(await store.retractComparisons(source)).toEqual([])
    })
  })
}
