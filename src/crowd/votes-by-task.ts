import type { VoteTable } from './vote-table.ts'

/** The votes of task `t` stand side by side, from `start[t]` up to but not including `start[t + 1]`. */
export interface VotesByTask {
  readonly start: Uint32Array
  readonly annotator: Uint32Array
  readonly label: Uint32Array
}

/** Sorts votes by task in two passes, keeping the order within a task. */
export function votesByTask({ tasks, task, annotator, label }: VoteTable): VotesByTask {
  const start = new Uint32Array(tasks.length + 1)
  for (const id of task) start[id + 1] = (start[id + 1] ?? 0) + 1
  for (let id = 0; id < tasks.length; id += 1) start[id + 1] = (start[id + 1] ?? 0) + (start[id] ?? 0)
  const next = start.slice()
  const sorted = { annotator: new Uint32Array(task.length), label: new Uint32Array(task.length) }
  for (let vote = 0; vote < task.length; vote += 1) {
    const id = task[vote] ?? 0
    const place = next[id] ?? 0
    next[id] = place + 1
    sorted.annotator[place] = annotator[vote] ?? 0
    sorted.label[place] = label[vote] ?? 0
  }
  return { start, ...sorted }
}

/** How many votes repeat one of the same annotator on the same task. */
export function countRepeats({ start, annotator }: VotesByTask, annotators: number): number {
  /** The last task each annotator was met on, plus one. */
  const met = new Uint32Array(annotators)
  let repeats = 0
  for (let task = 0; task + 1 < start.length; task += 1) {
    for (let vote = start[task] ?? 0; vote < (start[task + 1] ?? 0); vote += 1) {
      const who = annotator[vote] ?? 0
      if (met[who] === task + 1) repeats += 1
      met[who] = task + 1
    }
  }
  return repeats
}
