import { entropy } from './entropy.ts'
import { cohenKappa, fleissKappa, rawAgreement } from './kappa.ts'
import { alphaInterval, krippendorffAlpha, type ResampleOptions } from './krippendorff.ts'
import type { Level, Scale } from './scale.ts'
import { type Interval, type Statistic, type Undefined, undefinedBecause } from './statistic.ts'
import { type VotePatterns, votePatterns } from './vote-patterns.ts'
import type { VoteTable } from './vote-table.ts'
import { votesByTask } from './votes-by-task.ts'

export interface Agreement {
  readonly tasks: number
  readonly annotators: number
  readonly votes: number
  readonly labels: number
  /** What agreement can be told from: tasks with at least two votes, and their votes. */
  readonly usable: { readonly tasks: number; readonly votes: number }
  readonly level: Level
  readonly alpha: Statistic & { readonly interval: Interval | Undefined }
  readonly rawAgreement: Statistic
  readonly fleissKappa: Statistic
  /** Of the two annotators, where there are two. */
  readonly cohenKappa: Statistic
  /** Mean over all tasks of the entropy of their labels, in nats. */
  readonly entropy: Statistic
}

/** How far the annotators of a table agree. Kappas and raw agreement are nominal, whatever the scale. */
export function agreement(table: VoteTable, scale: Scale, options: ResampleOptions = {}): Agreement {
  const patterns = votePatterns(table)
  return {
    tasks: table.tasks.length,
    annotators: table.annotators.length,
    votes: table.task.length,
    labels: table.labels.length,
    usable: {
      tasks: patterns.ofTask.length,
      votes: patterns.ofTask.reduce((sum, pattern) => sum + (patterns.votes[pattern] ?? 0), 0),
    },
    level: scale.level,
    alpha: { ...krippendorffAlpha(patterns, scale), interval: alphaInterval(patterns, scale, options) },
    rawAgreement: rawAgreement(patterns),
    fleissKappa: fleissKappa(patterns),
    cohenKappa: kappaOfTwo(table),
    entropy: meanEntropy(patterns, table.tasks.length),
  }
}

function kappaOfTwo(table: VoteTable): Statistic {
  const many = table.annotators.length
  if (many !== 2) return undefinedBecause(`Cohen's kappa is for two annotators; there are ${many}.`)
  const { start, annotator, label } = votesByTask(table)
  const first: number[] = []
  const second: number[] = []
  for (let task = 0; task < table.tasks.length; task += 1) {
    const from = start[task] ?? 0
    const votes = (start[task + 1] ?? 0) - from
    if (votes < 2) continue
    if (votes > 2 || annotator[from] === annotator[from + 1])
      return undefinedBecause('An annotator voted more than once on a task.')
    const swapped = annotator[from] === 1 ? 1 : 0
    first.push(label[from + swapped] ?? 0)
    second.push(label[from + 1 - swapped] ?? 0)
  }
  return cohenKappa(first, second)
}

/** Tasks with a single vote have none. */
function meanEntropy(patterns: VotePatterns, tasks: number): Statistic {
  if (tasks === 0) return undefinedBecause('There are no votes.')
  let sum = 0
  for (const [pattern, times] of patterns.tasks.entries()) {
    const counts = patterns.count.subarray(patterns.start[pattern], patterns.start[pattern + 1])
    sum += times * entropy(counts)
  }
  return { value: sum / tasks }
}
