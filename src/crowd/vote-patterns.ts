import { type LabelCounts, labelCounts } from './label-counts.ts'
import type { VoteTable } from './vote-table.ts'
import { votesByTask } from './votes-by-task.ts'

/**
 * Tasks with at least two votes, told apart only by how often they got which label: statistics of agreement see no
 * more of them. The labels of pattern `p` and their counts stand from `start[p]` up to `start[p + 1]`.
 */
export interface VotePatterns {
  /** The pattern of each task with at least two votes. */
  readonly ofTask: Uint32Array
  /** How many tasks have each pattern. */
  readonly tasks: Uint32Array
  /** Votes on a task of each pattern; at least 2. */
  readonly votes: Uint32Array
  readonly start: Uint32Array
  readonly label: Uint32Array
  readonly count: Uint32Array
  /** Labels of the table, also those that no pattern has. */
  readonly labels: number
}

export function votePatterns(table: VoteTable): VotePatterns {
  const { add, finish } = createVotePatterns(table.labels.length)
  for (const task of labelCounts(votesByTask(table), table.labels.length)) add(task)
  return finish()
}

/** Takes tasks one by one, so that their votes need not be in memory together. */
export function createVotePatterns(labels: number) {
  const known = new Map<string, number>()
  const ofTask: number[] = []
  const tasks: number[] = []
  const votes: number[] = []
  const start = [0]
  const label: number[] = []
  const count: number[] = []
  return {
    add(task: LabelCounts): void {
      if (task.votes < 2) return
      const key = `${task.labels.join()};${task.counts.join()}`
      let pattern = known.get(key)
      if (pattern === undefined) {
        pattern = known.size
        known.set(key, pattern)
        tasks.push(0)
        votes.push(task.votes)
        for (const each of task.labels) label.push(each)
        for (const each of task.counts) count.push(each)
        start.push(label.length)
      }
      tasks[pattern] = (tasks[pattern] ?? 0) + 1
      ofTask.push(pattern)
    },
    finish: (): VotePatterns => ({
      ofTask: Uint32Array.from(ofTask),
      tasks: Uint32Array.from(tasks),
      votes: Uint32Array.from(votes),
      start: Uint32Array.from(start),
      label: Uint32Array.from(label),
      count: Uint32Array.from(count),
      labels,
    }),
  }
}
