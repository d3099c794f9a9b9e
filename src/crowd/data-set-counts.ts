import { LABELS } from './codebook.ts'
import { type ExportedItem, type ExportedVote, majorityOf } from './data-set.ts'
import { alphaInterval, krippendorffAlpha } from './krippendorff.ts'
import { SKIPPED } from './label-queue.ts'
import type { Interval, Statistic, Undefined } from './statistic.ts'
import { createVotePatterns } from './vote-patterns.ts'

/** What a data-set card says in figures. */
export interface DataSetCounts {
  readonly items: number
  /** Items with at least one vote, and what these come to. */
  readonly judged: number
  readonly withCrowdLabel: number
  readonly tied: number
  readonly votes: number
  readonly annotators: number
  /** First and last request, in milliseconds since 1970; absent without any. */
  readonly period?: { readonly first: number; readonly last: number }
  readonly labels: ReadonlyMap<string, number>
  readonly models: ReadonlyMap<string, number>
  readonly strategies: ReadonlyMap<string, number>
  readonly platforms: ReadonlyMap<string, number>
  /** Votes by how they were given, and by the codebook they were given under. */
  readonly sources: ReadonlyMap<string, number>
  readonly codebooks: ReadonlyMap<string, number>
  readonly byAsker: number
  readonly sawOtherVotes: number
  readonly alpha: Statistic & { readonly interval: Interval | Undefined }
  /** Rows that hold people's own words, since their channels share them. */
  readonly withText: number
  /** Items whose text was erased after its time. */
  readonly scrubbed: number
}

/**
 * Counts a data set as its items and standing votes go by. Memory grows with the people and the items' number alone,
 * a few bytes each.
 */
export function createDataSetCounts() {
  const annotators = new Set<string>()
  const [labels, models, strategies, platforms] = [tally(), tally(), tally(), tally()]
  const [sources, codebooks] = [tally(), tally()]
  const patterns = createVotePatterns(LABELS.length)
  let [items, judged, withCrowdLabel, tied, votes, byAsker, sawOtherVotes, withText, scrubbed] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0,
  ]
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

  return {
    addItem(item: ExportedItem): void {
      const { tally: counts, model, strategy, platform, askedAt, prompt } = item
      items += 1
      if (item.scrubbed) scrubbed += 1
      first = Math.min(first, askedAt)
      last = Math.max(last, askedAt)
      models.add(model)
      strategies.add(strategy)
      platforms.add(platform)
      if (prompt !== undefined) withText += 1
      const given = LABELS.flatMap((label, at) => (counts[label] > 0 ? [{ at, count: counts[label] }] : []))
      if (given.length === 0) return
      judged += 1
      const { label, tie } = majorityOf(counts)
      if (label !== undefined) withCrowdLabel += 1
      if (tie) tied += 1
      patterns.add({
        labels: given.map(({ at }) => at),
        counts: given.map(({ count }) => count),
        votes: given.reduce((sum, { count }) => sum + count, 0),
      })
    },
    addVote(vote: ExportedVote): void {
      if (vote.label === SKIPPED) return
      votes += 1
      annotators.add(vote.annotator)
      labels.add(vote.label)
      sources.add(vote.source)
      codebooks.add(vote.codebookVersion)
      if (vote.byAsker) byAsker += 1
      if (vote.sawOtherVotes) sawOtherVotes += 1
      if (vote.why !== undefined) withText += 1
    },
    /** `random` gives numbers from 0 up to 1, by which tasks are drawn for the interval of alpha. */
    finish(random?: () => number): DataSetCounts {
      const found = patterns.finish()
      const options = random ? { random } : {}
      return {
        items,
        judged,
        withCrowdLabel,
        tied,
        votes,
        annotators: annotators.size,
        ...(items > 0 && { period: { first, last } }),
        labels: labels.counts,
        models: models.counts,
        strategies: strategies.counts,
        platforms: platforms.counts,
        sources: sources.counts,
        codebooks: codebooks.counts,
        byAsker,
        sawOtherVotes,
        alpha: {
          ...krippendorffAlpha(found, { level: 'nominal' }),
          interval: alphaInterval(found, { level: 'nominal' }, options),
        },
        withText,
        scrubbed,
      }
    },
  }
}

function tally() {
  const counts = new Map<string, number>()
  return { counts, add: (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1) }
}
