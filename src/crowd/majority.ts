import { labelCounts } from './label-counts.ts'
import { decide, goldLabel, type TaskLabel } from './task-label.ts'
import type { VoteTable } from './vote-table.ts'
import { votesByTask } from './votes-by-task.ts'

/** The label most annotators gave each task, its share of the votes as the confidence. Ties stay ties. */
export function* majority(
  table: VoteTable,
  gold: ReadonlyMap<string, string> = new Map(),
): Generator<TaskLabel> {
  let id = 0
  for (const { labels, counts, votes } of labelCounts(votesByTask(table), table.labels.length)) {
    const task = table.tasks[id] ?? ''
    const known = gold.get(task)
    yield known === undefined
      ? decide(
          task,
          labels.map((label) => table.labels[label] ?? ''),
          counts,
          votes,
        )
      : goldLabel(task, known, votes)
    id += 1
  }
}
