import type { Label } from './codebook.ts'
import { crowdLabel, type LabelTally } from './crowd-label.ts'
import { type Rate, rate } from './rates.ts'

/** What the others say of an annotator's labels. */
export interface Reliability {
  /** Of their labels of items on which the others have a majority: those that are the majority's. */
  readonly agreement: Rate
  /** Of their labels: those given where the others' votes were to be seen. */
  readonly sawOthers: Rate
}

/** A label and how many others gave which. Who is not sure agrees with nobody and differs from nobody. */
export interface Judged {
  readonly own: Label
  readonly sawOtherVotes: boolean
  readonly others: LabelTally
}

export function reliabilityOf(judged: readonly Judged[]): Reliability {
  const compared = judged.flatMap(({ own, others }) => {
    const { label } = crowdLabel(others)
    return own === 'not_sure' || label === undefined ? [] : [own === label]
  })
  return {
    agreement: rate(
      compared.filter(Boolean).length,
      compared.length,
      'no item of theirs has a majority of others',
    ),
    sawOthers: rate(
      judged.filter(({ sawOtherVotes }) => sawOtherVotes).length,
      judged.length,
      'they have no vote that stands',
    ),
  }
}
