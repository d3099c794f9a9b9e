import { percent } from '../crowd/rate-words.ts'
import { bestProbabilities } from '../evaluation/statistics/best-probability.ts'
import { credibleInterval, meanOf } from '../evaluation/statistics/beta.ts'
import { type Cases, casesOf, type StrategyBelief } from './beliefs.ts'
import { beliefsByName } from './learned-policy.ts'
import type { Choice } from './policy.ts'
import { startingOrder } from './starting-policy.ts'

/**
 * Why a strategy came first, in one sentence of Markdown with the numbers that decided.
 *
 * @param when whether it has happened, or is what would happen next
 */
export function whySentence(choice: Choice, when: 'last' | 'next'): string {
  const [first = 'nothing'] = choice.order
  const came = `${subjectOf(choice)}, **${first}** ${when === 'last' ? 'came' : 'would come'} first`
  if (choice.how === 'gate') return `${came} ${gateReason(choice)}.`
  if (choice.clarified) return `${came}: the reply to the question is made use of before anything else.`
  const own = choice.beliefs.find(({ strategy }) => strategy === first)
  if (!own) return `${came}: ${startingReason(choice)}; version \`${choice.version}\`.`
  const best = bestProbabilities(beliefsByName(choice.beliefs)).get(first) ?? 0
  const facts = [
    `${[ownFigures(choice, own), ...nextFigures(choice)].join(', ')}`,
    `${percent(best)} likely to be the best`,
    `version \`${choice.version}\`, ${choice.exploration > 0 ? `${percent(choice.exploration)} exploration` : 'no exploration'}`,
  ]
  return `${came}${HOW[choice.how]}: ${facts.join('; ')}.`
}

const HOW = {
  paper: '',
  mean: '',
  drawn: ' in a draw from what is believed',
  explored: ', since it was exploration’s turn',
} as const satisfies Partial<Record<Choice['how'], string>>

function subjectOf({ family, scripted, type }: Choice): string {
  const model = `${family}${scripted ? ' (a scripted stand-in)' : ''}`
  if (type === undefined) return `For ${model}`
  const isKnown = type !== 'other' && type !== 'unknown'
  return `For ${model} and requests of ${isKnown ? `type *${type.replaceAll('_', ' ')}*` : 'no known type'}`
}

function gateReason({ sure, level }: Choice): string {
  const reason = sure
    ? `found the request ${level.replace('_', ' ')}`
    : 'was not sure that the request was harmless'
  return `by the rule of the safety gate, which ${reason}; nothing that was learned has a say in that`
}

function startingReason({ family }: Choice): string {
  return startingOrder(family).found
    ? 'the paper’s finding (arXiv 2405.05418)'
    : 'the starting order for families that nobody has measured'
}

/** What was seen of the strategy that came first, and what is believed of it. */
function ownFigures(choice: Choice, own: StrategyBelief): string {
  const { low, high } = credibleInterval(own.belief)
  const bounds = `${percent(meanOf(own.belief))}, ${whole(low)} to ${whole(high)}`
  const seen = seenOf(choice, own)
  if (seen === undefined)
    return `nobody has measured it yet, and it stands where it does by ${startingReason(choice)} (taken for ${bounds})`
  return `it answered ${seen} (believed ${bounds})`
}

function seenOf({ type }: Choice, { ofType, ofFamily }: StrategyBelief): string | undefined {
  if (casesOf(ofFamily) === 0) return undefined
  if (type === undefined) return `${share(ofFamily)} refused safe requests`
  const others = {
    answered: ofFamily.answered - ofType.answered,
    refused: ofFamily.refused - ofType.refused,
  }
  if (casesOf(ofType) === 0) return `${share(others)} refused safe requests of other types`
  const rest = casesOf(others) === 0 ? '' : ` and ${share(others)} of other types`
  return `${share(ofType)} refused safe requests${rest}`
}

/** The strategy that would have been next by what is believed, with its own figures. */
function nextFigures({ order, beliefs, type }: Choice): readonly string[] {
  const [first] = order
  const next = order
    .map((name) => beliefs.find(({ strategy }) => strategy === name))
    .find((one) => one && one.strategy !== first)
  if (!next) return []
  const cases = type === undefined ? next.ofFamily : next.ofType
  const figures =
    casesOf(cases) === 0 ? `not measured (taken for ${percent(meanOf(next.belief))})` : share(cases)
  return [`the next, ${next.strategy}, ${figures}`]
}

function share(cases: Cases): string {
  return `${cases.answered} of ${casesOf(cases)}`
}

function whole(share: number): string {
  return String(Math.round(100 * share))
}
