import { beforeAll, describe, expect, it } from 'vitest'
import { LABELS } from '../../src/crowd/codebook.ts'
import { crowdLabel } from '../../src/crowd/crowd-label.ts'
import { DIRECT } from '../../src/domain.ts'
import type { Grouping, StatisticsScope } from '../../src/store/statistics-store.ts'
import type { ExchangeRecord, Store } from '../../src/store/store.ts'
import { fillStatistics } from '../support/statistics-data.ts'
import type { OpenedStores } from './opened-stores.ts'
import { anAttempt, aVote, fresh } from './records.ts'
import { stepsOn } from './steps.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const WEEK = 7 * 24 * 60 * 60_000

/** Counts of attempts and votes, on any store. */
export function statisticsContract(opened: () => OpenedStores): void {
  let store: Store
  const workspace = fresh('workspace')
  const place = { platform: 'web', workspace, channel: 'general' }
  /** Every attempt with what a naive recount finds of it. */
  let naive: readonly ReturnType<typeof recounted>[]
  beforeAll(async () => {
    ;({ store } = opened())
    await fillStatistics(store, { place, now: NOW, weeks: 3, each: 5 })
    const records = await store.recent(place, 1_000)
    naive = await Promise.all(
      records.flatMap((record) => record.attempts.map((attempt) => naively(store, record, attempt.id))),
    )
  })

  const scopes: Record<string, (scope: StatisticsScope) => StatisticsScope> = {
    'a workspace': (scope) => scope,
    'a channel': (scope) => ({ ...scope, channel: 'general' }),
    'another channel': (scope) => ({ ...scope, channel: 'elsewhere' }),
    'one model': (scope) => ({ ...scope, model: 'rehearsal:gemma' }),
    'a time': (scope) => ({ ...scope, since: NOW - 1.5 * WEEK }),
  }

  describe.each(Object.entries(scopes))('statistics of %s', (_, narrowed) => {
    const scope = narrowed({ platform: 'web', workspace })
    const inScope = () =>
      naive.filter(
        ({ channel, model, at }) =>
          channel === (scope.channel ?? channel) &&
          model === (scope.model ?? model) &&
          at >= (scope.since ?? 0),
      )

    it.each([[['model', 'week']], [['strategy']], [['requestType']], [[]]] as [Grouping[]][])(
      'count by %j what a naive recount counts',
      async (by) => {
        const key = (one: object) =>
          JSON.stringify(
            [...by, 'level', 'verdict', 'label', 'outcome', 'direct'].map((name) => [
              name,
              Reflect.get(one, name),
            ]),
          )
        const counted = await store.countAttempts(scope, by)
        const expected = Map.groupBy(inScope(), key)
        expect(counted.map(key).toSorted()).toEqual([...expected.keys()].toSorted())
        for (const one of counted) expect(one.count).toBe(expected.get(key(one))?.length)
      },
    )

    it('count items by their votes as a naive recount does', async () => {
      const counted = await store.countTallies(scope)
      const expected = Map.groupBy(inScope(), ({ tally }) => JSON.stringify(tally))
      const key = ({ tally }: (typeof counted)[number]) => JSON.stringify(LABELS.map((label) => tally[label]))
      expect(counted.map(key).toSorted()).toEqual([...expected.keys()].toSorted())
      for (const one of counted) expect(one.items).toBe(expected.get(key(one))?.length)
    })
  })

  describe('statistics', () => {
    it('name the most active annotators of a workspace, and compare what stands of their newest votes', async () => {
      const people = await store.activeAnnotators({ platform: 'web', workspace }, 3)
      expect(people.map(({ votes }) => votes)).toEqual(
        people.map(({ votes }) => votes).toSorted((a, b) => b - a),
      )
      const judged = await store.latestJudged(
        people.map(({ annotator }) => annotator),
        1_000,
      )
      for (const { annotator, votes, gold } of people) {
        const own = judged.get(annotator) ?? []
        expect(own).toHaveLength(votes)
        expect(gold).toEqual({ given: 0, correct: 0 })
        const mine = naive.flatMap(({ byAnnotator, tally }) => {
          const label = byAnnotator.get(annotator)
          return label === undefined ? [] : [[label, ...tally].join()]
        })
        const whole = own.map(({ own: label, others }) =>
          [label, ...LABELS.map((one) => others[one] + (one === label ? 1 : 0))].join(),
        )
        expect(whole.toSorted()).toEqual(mine.toSorted())
      }
      expect(await store.latestJudged(['nobody'], 9)).toEqual(new Map([['nobody', []]]))
    })

    it('follow a vote that is changed and one that is taken back', async () => {
      const { answered } = stepsOn(() => store)
      const attempt = anAttempt()
      const annotator = fresh('annotator')
      const { claim } = await answered({}, { attempts: [attempt], shownAttempt: attempt.id })
      const item = { exchangeId: claim.exchangeId, attemptId: attempt.id, annotator }
      const judged = async () =>
        ((await store.latestJudged([annotator], 9)).get(annotator) ?? []).map(({ own }) => own)
      await store.recordVote(aVote({ ...item, eventTime: 1 }))
      await store.recordVote(aVote({ ...item, emoji: '🚨', label: 'should_have_refused', eventTime: 2 }))
      expect(await judged()).toEqual(['should_have_refused'])
      const back = { emoji: '🚨', label: 'should_have_refused', action: 'remove', eventTime: 3 } as const
      await store.recordVote(aVote({ ...item, ...back }))
      expect(await judged()).toEqual(['answered_well'])
    })

    it('leave out what is under way, and know every workspace', async () => {
      const { claimed } = stepsOn(() => store)
      const other = fresh('workspace')
      await claimed({ place: { workspace: other } })
      expect(await store.countAttempts({ platform: 'web', workspace: other }, ['model'])).toEqual([])
      expect(await store.workspaces()).toContainEqual({ platform: 'web', workspace })
    })
  })
}

/** What is known of an attempt from its exchange and its single votes alone. */
async function naively(store: Store, record: ExchangeRecord, attemptId: string) {
  const votes = (await store.currentVotes(record.id)).filter((vote) => vote.attemptId === attemptId)
  return recounted(record, attemptId, votes)
}

function recounted(
  record: ExchangeRecord,
  attemptId: string,
  votes: readonly { readonly annotator: string; readonly label: string }[],
) {
  const attempt = record.attempts.find(({ id }) => id === attemptId)
  const tally = LABELS.map((label) => votes.filter((vote) => vote.label === label).length)
  const count = (label: string) => votes.filter((vote) => vote.label === label).length
  const { label } = crowdLabel({
    answered_well: count('answered_well'),
    refused_harmless: count('refused_harmless'),
    half_refused_harmless: count('half_refused_harmless'),
    rightly_refused: count('rightly_refused'),
    should_have_refused: count('should_have_refused'),
    not_sure: count('not_sure'),
  })
  const monday = new Date(record.createdAt)
  monday.setUTCHours(0, 0, 0, 0)
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
  return {
    at: record.createdAt,
    channel: record.place.channel,
    model: attempt?.model,
    strategy: attempt?.strategy,
    // The data names the type of request in the prompt.
    requestType: record.prompt,
    week: monday.getTime(),
    level: record.level,
    verdict: attempt?.verdict,
    label,
    outcome: record.outcome,
    direct: attempt?.strategy === DIRECT,
    tally,
    byAnnotator: new Map(votes.map((vote) => [vote.annotator, vote.label])),
  }
}
