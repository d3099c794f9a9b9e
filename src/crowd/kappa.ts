import { NO_PAIRS, ONE_LABEL, type Statistic, undefinedBecause } from './statistic.ts'
import type { VotePatterns } from './vote-patterns.ts'

/**
 * Cohen's kappa of two annotators' labels of the same tasks; chance agreement is that of each one's own habits.
 * @param first labels by task; `second` holds the other annotator's in the same order
 */
export function cohenKappa<Label>(first: readonly Label[], second: readonly Label[]): Statistic {
  const total = first.length
  if (total !== second.length) throw new RangeError('Two annotators need as many labels as each other.')
  if (total === 0) return undefinedBecause('They have no task in common.')
  const firstUses = countEach(first)
  const secondUses = countEach(second)
  const agreed = first.filter((label, index) => label === second[index]).length
  // Counts, not shares: whole numbers tell exactly whether chance agreement is 1.
  let chance = 0
  for (const [label, uses] of firstUses) chance += uses * (secondUses.get(label) ?? 0)
  if (chance === total * total) return undefinedBecause('Both gave one label only, so chance agreement is 1.')
  return { value: (agreed * total - chance) / (total * total - chance) }
}

/**
 * Fleiss' kappa, for tasks with as many votes each; chance agreement is that of all votes together. As for
 * Krippendorff's alpha, tasks with fewer than two votes are left out.
 */
export function fleissKappa(patterns: VotePatterns): Statistic {
  const { votes, tasks, start, label, count } = patterns
  const [each] = votes
  if (each === undefined) return undefinedBecause(NO_PAIRS)
  if (votes.some((many) => many !== each))
    return undefinedBecause("Tasks have different numbers of votes; Fleiss' kappa needs the same for all.")
  const uses = new Float64Array(patterns.labels)
  for (const [pattern, times] of tasks.entries()) {
    for (let entry = start[pattern] ?? 0; entry < (start[pattern + 1] ?? 0); entry += 1)
      uses[label[entry] ?? 0] = (uses[label[entry] ?? 0] ?? 0) + times * (count[entry] ?? 0)
  }
  const total = patterns.ofTask.length * each
  const chance = uses.reduce((sum, many) => sum + many * many, 0) / (total * total)
  if (chance === 1) return undefinedBecause(ONE_LABEL)
  return { value: (agreementOf(patterns) - chance) / (1 - chance) }
}

/** The share of pairs of votes that agree, averaged over tasks with at least two votes. */
export function rawAgreement(patterns: VotePatterns): Statistic {
  return patterns.ofTask.length === 0 ? undefinedBecause(NO_PAIRS) : { value: agreementOf(patterns) }
}

function agreementOf({ ofTask, tasks, votes, start, count }: VotePatterns): number {
  let sum = 0
  for (const [pattern, times] of tasks.entries()) {
    const many = votes[pattern] ?? 0
    let equal = 0
    for (let entry = start[pattern] ?? 0; entry < (start[pattern + 1] ?? 0); entry += 1)
      equal += (count[entry] ?? 0) * ((count[entry] ?? 0) - 1)
    sum += (times * equal) / (many * (many - 1))
  }
  return sum / ofTask.length
}

function countEach<Label>(labels: readonly Label[]): Map<Label, number> {
  const uses = new Map<Label, number>()
  for (const label of labels) uses.set(label, (uses.get(label) ?? 0) + 1)
  return uses
}
