import { decide, goldLabel, type TaskLabel } from './task-label.ts'
import type { VoteTable } from './vote-table.ts'
import { type VotesByTask, votesByTask } from './votes-by-task.ts'

export interface DawidSkeneOptions {
  /** Labels known beforehand, by task: these tasks stay what they are and teach what annotators are like. */
  readonly gold?: ReadonlyMap<string, string>
  /** EM has converged when a round raises the log-likelihood by less than this for each vote; 1e-8 if not given. */
  readonly tolerance?: number
  /** 500 if not given. */
  readonly maxRounds?: number
}

/** The model fitted to votes. Labels are those of the votes, then those only gold tasks have. */
export interface DawidSkeneFit {
  readonly table: VoteTable
  readonly labels: readonly string[]
  /** The true label of each gold task by its number, as a number; −1 for the others. */
  readonly gold: Int32Array
  /** Probability that task `t` is truly `j`, at `t * labels + j`. */
  readonly posterior: Float64Array
  /** Share of tasks that are truly `j`. */
  readonly priors: Float64Array
  /** Expected votes by annotator `a` that say `l` of tasks that are truly `j`, at `(a * labels + l) * labels + j`. */
  readonly expectedVotes: Float64Array
  /** Log-likelihood of the votes, in nats, after each round. It never falls, but for rounding. */
  readonly logLikelihoods: readonly number[]
  readonly converged: boolean
}

const TOLERANCE = 1e-8
const MAX_ROUNDS = 500

/** Numbers that may be held for the posteriors, the error rates and their logarithms each: 400 MB. */
const MOST_NUMBERS = 5e7

/**
 * Finds true labels and annotators' error rates together by EM (Dawid & Skene 1979,
 * https://doi.org/10.2307/2346806): the M step first, from each task's shares of votes, plain shares without
 * smoothing. Convergence is judged by the log-likelihood with the true labels summed out. Time of a round is linear
 * in the votes; the outcome is the same whenever the votes are.
 *
 * @throws {RangeError} where labels are so many that error rates would not fit in memory
 */
export function fitDawidSkene(table: VoteTable, options: DawidSkeneOptions = {}): DawidSkeneFit {
  const { gold = new Map<string, string>(), tolerance = TOLERANCE, maxRounds = MAX_ROUNDS } = options
  const { labels, truth } = withGold(table, gold)
  const size = labels.length
  const rates = table.annotators.length * size * size
  if (rates > MOST_NUMBERS || table.tasks.length * size > MOST_NUMBERS)
    throw new RangeError(
      `Dawid–Skene keeps a rate for each annotator and pair of labels, and there are ${size} labels of ${table.tasks.length} tasks by ${table.annotators.length} annotators: too many. Take the majority.`,
    )
  const votes = votesByTask(table)
  const posterior = shareOfVotes(votes, truth, size)
  const expectedVotes = new Float64Array(rates)
  const logRates = new Float64Array(rates)
  const priors = new Float64Array(size)
  const logLikelihoods: number[] = []
  let converged = table.task.length === 0
  while (!converged && logLikelihoods.length < maxRounds) {
    maximise(votes, posterior, expectedVotes, priors)
    toLogRates(expectedVotes, logRates, size)
    const now = expect(votes, truth, logRates, priors, posterior)
    const before = logLikelihoods.at(-1)
    logLikelihoods.push(now)
    converged = before !== undefined && now - before < tolerance * table.task.length
  }
  return { table, labels, gold: truth, posterior, priors, expectedVotes, logLikelihoods, converged }
}

/** The most probable label of each task. */
export function* dawidSkeneLabels({ table, labels, gold, posterior }: DawidSkeneFit): Generator<TaskLabel> {
  const votes = new Uint32Array(table.tasks.length)
  for (const task of table.task) votes[task] = (votes[task] ?? 0) + 1
  for (const [id, task] of table.tasks.entries()) {
    const known = labels[gold[id] ?? -1]
    yield known === undefined
      ? decide(
          task,
          labels,
          Array.from(posterior.subarray(id * labels.length, (id + 1) * labels.length)),
          votes[id] ?? 0,
        )
      : goldLabel(task, known, votes[id] ?? 0)
  }
}

function withGold(table: VoteTable, gold: ReadonlyMap<string, string>) {
  const labels = [...table.labels]
  const ids = new Map(labels.map((label, id) => [label, id]))
  const truth = Int32Array.from(table.tasks, (task) => {
    const label = gold.get(task)
    if (label === undefined) return -1
    const id = ids.get(label) ?? labels.push(label) - 1
    ids.set(label, id)
    return id
  })
  return { labels, truth }
}

function shareOfVotes({ start, label }: VotesByTask, truth: Int32Array, size: number): Float64Array {
  const posterior = new Float64Array(truth.length * size)
  for (let task = 0; task < truth.length; task += 1) {
    const known = truth[task] ?? -1
    const from = start[task] ?? 0
    const to = start[task + 1] ?? 0
    if (known >= 0) posterior[task * size + known] = 1
    for (let vote = from; known < 0 && vote < to; vote += 1) {
      const at = task * size + (label[vote] ?? 0)
      posterior[at] = (posterior[at] ?? 0) + 1 / (to - from)
    }
  }
  return posterior
}

/** The M step: expected votes and shares of labels under the posterior. */
function maximise(
  { start, annotator, label }: VotesByTask,
  posterior: Float64Array,
  expectedVotes: Float64Array,
  priors: Float64Array,
): void {
  const size = priors.length
  const tasks = start.length - 1
  expectedVotes.fill(0)
  priors.fill(0)
  for (let task = 0; task < tasks; task += 1) {
    const row = task * size
    for (let j = 0; j < size; j += 1) priors[j] = (priors[j] ?? 0) + (posterior[row + j] ?? 0) / tasks
    const end = start[task + 1] ?? 0
    for (let vote = start[task] ?? 0; vote < end; vote += 1) {
      const cell = ((annotator[vote] ?? 0) * size + (label[vote] ?? 0)) * size
      for (let j = 0; j < size; j += 1)
        expectedVotes[cell + j] = (expectedVotes[cell + j] ?? 0) + (posterior[row + j] ?? 0)
    }
  }
}

/** Log of the share each label has of an annotator's votes on tasks that are truly `j`; −∞ where it has none. */
function toLogRates(expectedVotes: Float64Array, logRates: Float64Array, size: number): void {
  for (let first = 0; first < expectedVotes.length; first += size * size) {
    for (let j = 0; j < size; j += 1) {
      let sum = 0
      for (let l = 0; l < size; l += 1) sum += expectedVotes[first + l * size + j] ?? 0
      for (let l = 0; l < size; l += 1) {
        const cell = first + l * size + j
        logRates[cell] = Math.log(sum === 0 ? 0 : (expectedVotes[cell] ?? 0) / sum)
      }
    }
  }
}

/** The E step: the posterior of every task that is not gold. Returns the log-likelihood of the votes. */
function expect(
  { start, annotator, label }: VotesByTask,
  truth: Int32Array,
  logRates: Float64Array,
  priors: Float64Array,
  posterior: Float64Array,
): number {
  const size = priors.length
  const logPriors = priors.map(Math.log)
  const logs = new Float64Array(size)
  let logLikelihood = 0
  for (let task = 0; task < truth.length; task += 1) {
    logs.set(logPriors)
    const end = start[task + 1] ?? 0
    for (let vote = start[task] ?? 0; vote < end; vote += 1) {
      const cell = ((annotator[vote] ?? 0) * size + (label[vote] ?? 0)) * size
      for (let j = 0; j < size; j += 1) logs[j] = (logs[j] ?? 0) + (logRates[cell + j] ?? 0)
    }
    const known = truth[task] ?? -1
    if (known >= 0) {
      logLikelihood += logs[known] ?? 0
      continue
    }
    // Some label is possible: each had a positive posterior when these rates were estimated from it.
    let largest = Number.NEGATIVE_INFINITY
    for (let j = 0; j < size; j += 1) largest = Math.max(largest, logs[j] ?? 0)
    let sum = 0
    for (let j = 0; j < size; j += 1) sum += Math.exp((logs[j] ?? 0) - largest)
    for (let j = 0; j < size; j += 1) posterior[task * size + j] = Math.exp((logs[j] ?? 0) - largest) / sum
    logLikelihood += largest + Math.log(sum)
  }
  return logLikelihood
}
