import type { AgreementOfTallies } from './agreement-of-tallies.ts'
import { alphaReading, percent, rateWords } from './rate-words.ts'
import type { Rate, Rates } from './rates.ts'
import type { Reliability } from './reliability.ts'

/** Figures of a report in words, the same in chat and on the page. */

/** Characters of a pseudonym that tell annotators apart. */
const SHORT = 8

export function shortPseudonym(annotator: string): string {
  return annotator.slice(0, SHORT)
}

export function coverageWords(voted: Rate, { labelled }: Pick<Rates, 'labelled'>): string {
  return `${shareWords(voted)} of all attempts have a vote, ${shareWords(labelled)} a label (the rest tie, or nobody was sure).`
}

export function agreementWords({
  agreement: { alpha, items, votes },
  annotators,
}: {
  readonly agreement: AgreementOfTallies
  readonly annotators: readonly Reliability[]
}): string {
  if (alpha.value === null) return `Krippendorff’s alpha is undefined. ${alpha.reason}`
  const interval =
    'low' in alpha.interval ? ` (${alpha.interval.low.toFixed(2)} to ${alpha.interval.high.toFixed(2)})` : ''
  const base = `Krippendorff’s alpha ${alpha.value.toFixed(2)}${interval} over ${items.toLocaleString('en')} items with ${votes.toLocaleString('en')} votes, without those that were not sure: ${alphaReading(alpha)}.`
  return `${base}${sawOthersWords(annotators)}`
}

/** Who sees the others' votes is drawn to them. */
function sawOthersWords(annotators: readonly Reliability[]): string {
  const given = annotators.reduce((sum, { sawOthers }) => sum + sawOthers.whole, 0)
  const saw = annotators.reduce((sum, { sawOthers }) => sum + sawOthers.part, 0)
  if (saw === 0) return ''
  return ` Of the newest ${given.toLocaleString('en')} votes of the most active, ${percent(saw / given)} were given with others’ in sight, which raises agreement.`
}

export function annotatorWords({
  annotator,
  votes,
  gold,
  agreement,
}: Reliability & {
  readonly annotator: string
  readonly votes: number
  readonly gold: { readonly given: number; readonly correct: number }
}): string {
  const known = gold.given === 0 ? '' : `; ${gold.correct} of ${gold.given} known labels right`
  return `\`${shortPseudonym(annotator)}\`: ${votes.toLocaleString('en')} vote${votes === 1 ? '' : 's'}; with the majority of the others ${rateWords(agreement)}${known}`
}

function shareWords(rate: Rate): string {
  return rate.value === null ? 'none' : percent(rate.value)
}
