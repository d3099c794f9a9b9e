import { LABELS, type Label } from './codebook.ts'
import { entropy } from './entropy.ts'
import { decide } from './task-label.ts'

/** How many votes for each label stand on an item. */
export type LabelTally = { readonly [L in Label]: number }

/** Labels that say something about the item; who is not sure abstains. */
const DECISIVE = LABELS.filter((label) => label !== 'not_sure')

/** What the crowd says of one item. */
export interface CrowdLabel {
  /** Absent where nobody was sure of anything, and where labels tie. */
  readonly label?: Label
  /** The label's share of the votes of those who were sure; 0 without any. */
  readonly confidence: number
  /** Entropy of these votes in nats. */
  readonly disagreement: number
  /** All votes, those that were not sure included. */
  readonly votes: number
}

/** The majority of the votes that stand on an item. A vote that is not sure is counted and decides nothing. */
export function crowdLabel(tally: LabelTally): CrowdLabel {
  const weights = DECISIVE.map((label) => tally[label])
  const sure = weights.reduce((sum, weight) => sum + weight, 0)
  const votes = sure + tally.not_sure
  if (sure === 0) return { confidence: 0, disagreement: 0, votes }
  const decided = decide('', DECISIVE, weights, sure)
  const label = DECISIVE.find((one) => one === decided.label)
  return {
    ...(label && { label }),
    confidence: decided.confidence,
    disagreement: entropy(weights),
    votes,
  }
}
