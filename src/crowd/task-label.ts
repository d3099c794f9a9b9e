import { entropy } from './entropy.ts'

/** What the votes on one task come to. */
export interface TaskLabel {
  readonly task: string
  /** Absent where labels tie: nothing here breaks a tie. */
  readonly label?: string
  /** The labels that tie for the first place; empty where one stands alone. */
  readonly tied: readonly string[]
  /** Probability of the label, or of each that ties: its share of the votes, or its posterior. */
  readonly confidence: number
  /** In nats, over all labels of the task. */
  readonly entropy: number
  readonly votes: number
  /** The label was given beforehand, not found. */
  readonly gold: boolean
}

/** Labels whose weights differ relatively by less than this tie; order of summation must not decide. */
const TIE = 1e-9

/** The label with the most weight, or those that share that place. */
export function decide(
  task: string,
  labels: readonly string[],
  weights: readonly number[],
  votes: number,
): TaskLabel {
  let most = 0
  let sum = 0
  for (const weight of weights) {
    sum += weight
    if (weight > most) most = weight
  }
  const first = labels.filter((_, index) => (weights[index] ?? 0) >= most * (1 - TIE))
  const [label] = first
  return {
    task,
    ...(first.length === 1 && label !== undefined && { label }),
    tied: first.length === 1 ? [] : first,
    confidence: most / sum,
    entropy: entropy(weights),
    votes,
    gold: false,
  }
}

/** The label of a task that was known beforehand. */
export function goldLabel(task: string, label: string, votes: number): TaskLabel {
  return { task, label, tied: [], confidence: 1, entropy: 0, votes, gold: true }
}
