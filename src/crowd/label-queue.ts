import { crowdLabel, type LabelTally } from './crowd-label.ts'
import { seededRandom } from './seeded-random.ts'

/** What somebody may say of an answer in the queue beside the labels: they leave it to others. No item counts it. */
export const SKIPPED = 'skipped'

/** An answer that could be labelled next. */
export interface Candidate {
  readonly exchangeId: string
  readonly attemptId: string
  readonly tally: LabelTally
  /** Probability of the detector's verdict, 0 to 1; absent where it gave none. */
  readonly confidence?: number
}

/** So many votes of people who were sure, all alike, say enough of an item. */
export const ENOUGH_ALIKE = 3

/** So many votes say enough in any case: what they do not settle by then, further ones will not. */
export const ENOUGH_IN_ANY_CASE = 7

/** Entropy in nats of labels that are all alike, with room for rounding; any two labels of few votes have far more. */
export const ALIKE = 1e-9

/** The most that the labels of those who are sure can disagree, in nats: five labels share the votes alike. */
const MOST_DISAGREEMENT = Math.log(5)

/** Whether an item needs no more votes. */
export function hasEnoughVotes(tally: LabelTally): boolean {
  const { votes, disagreement } = crowdLabel(tally)
  if (votes >= ENOUGH_IN_ANY_CASE) return true
  return votes - tally.not_sure >= ENOUGH_ALIKE && disagreement < ALIKE
}

/**
 * How much one more vote may tell, from 0 to 2: `(1 + doubt) / (1 + votes) + disagreement`. A vote says the less the
 * more there are, and the more the less sure the detector is, whose doubt runs from 0 to 1, reached at chance; it
 * says most where those who voted disagree, which runs from 0 to 1 too. An answer without any votes is worth at
 * least 1, and two that contradict each other lift it above one that agrees with itself.
 */
export function informativeness({ tally, confidence }: Omit<Candidate, 'exchangeId' | 'attemptId'>): number {
  const { votes, disagreement } = crowdLabel(tally)
  return (1 + doubtOf(confidence)) / (1 + votes) + disagreement / MOST_DISAGREEMENT
}

/** A detector that gives no probability is as good as one that guesses. */
function doubtOf(confidence = 0.5): number {
  return Math.min(1, Math.max(0, 2 * (1 - confidence)))
}

/** What needs a label most comes first; what has enough votes is left out. The order is total and the same each time. */
export function rankForLabelling(candidates: Iterable<Candidate>): readonly Candidate[] {
  return [...candidates]
    .filter(({ tally }) => !hasEnoughVotes(tally))
    .map((candidate) => ({ candidate, score: informativeness(candidate) }))
    .sort((a, b) => b.score - a.score || compareIds(a.candidate, b.candidate))
    .map(({ candidate }) => candidate)
}

/** By attempt first, so that those of one request come apart where their ids are random. */
function compareIds(a: Candidate, b: Candidate): number {
  return compare(a.attemptId, b.attemptId) || compare(a.exchangeId, b.exchangeId)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** How often a gold item takes the place of an answer. */
const GOLD_SHARE = 0.1

/**
 * The gold item that comes as somebody's label number `position`, of those they have not seen; `undefined` where it is
 * none's turn. Chance decides, by a seed of their own, so that asking again at the same position gives the same: an
 * item that vanished when the page is loaded anew would give itself away.
 */
export function goldAt<Gold>(seed: number, position: number, unseen: readonly Gold[]): Gold | undefined {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) + position)
  if (random() >= GOLD_SHARE) return undefined
  return unseen[Math.floor(random() * unseen.length)]
}
