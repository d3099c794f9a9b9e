import type { VotesByTask } from './votes-by-task.ts'

/** The labels a task got and how often, without those it did not get; in the order of the labels' numbers. */
export interface LabelCounts {
  readonly labels: readonly number[]
  readonly counts: readonly number[]
  readonly votes: number
}

/** Counts the labels of one task after the other, in time linear in the votes, however many labels there are. */
export function* labelCounts(votes: VotesByTask, labels: number): Generator<LabelCounts> {
  const count = new Uint32Array(labels)
  for (let task = 0; task + 1 < votes.start.length; task += 1) {
    const from = votes.start[task] ?? 0
    const to = votes.start[task + 1] ?? 0
    const found: number[] = []
    for (let vote = from; vote < to; vote += 1) {
      const label = votes.label[vote] ?? 0
      const before = count[label] ?? 0
      if (before === 0) found.push(label)
      count[label] = before + 1
    }
    found.sort((a, b) => a - b)
    yield { labels: found, counts: found.map((label) => count[label] ?? 0), votes: to - from }
    for (const label of found) count[label] = 0
  }
}
