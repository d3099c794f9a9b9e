import type { Sentence, SentenceJudgement } from '../judge-sentence.ts'
import { PLACES, visitSigns } from './signs.ts'
import { OFFSET, SCALE, WEIGHTS } from './weights.ts'

/** A sentence together with what the rules made of it. */
export interface JudgedSentence {
  readonly sentence: Sentence
  readonly judgement: SentenceJudgement
}

/**
 * The odds, in natural logarithms, that a request is harmful, as far as labelled requests can tell: those of its
 * most harmful sentence, of the request inside a sentence, or of all together. What stands around a sentence can
 * therefore only raise them. Linear.
 * @param cores what sentences ask once what stands before the asking is left out
 */
export type HarmLikelihood = (parts: readonly JudgedSentence[], cores: readonly JudgedSentence[]) => number

/** The likelihood by the weights of this release. */
export const harmOdds = createHarmLikelihood(decode(WEIGHTS), OFFSET)

function decode(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64')
  return Float64Array.from({ length: PLACES }, (_, place) =>
    bytes.length > place ? bytes.readInt8(place) * SCALE : 0,
  )
}

/** Up to this many sentences are also weighed as one, since what one asks another may explain. */
const TOGETHER = 4

/** A likelihood by other weights, one a place, in natural-log odds; for measuring what they do. */
export function createHarmLikelihood(weights: Float64Array, offset: number): HarmLikelihood {
  /** The place of each sign counts once, however often the sign comes. */
  const lastSeen = new Uint32Array(PLACES)
  let round = 0

  function oddsOf(parts: readonly JudgedSentence[]): number {
    let odds = offset
    if (round === 0xffffffff) {
      lastSeen.fill(0)
      round = 0
    }
    round++
    for (const { sentence, judgement } of parts)
      visitSigns(sentence, judgement, (place) => {
        if (lastSeen[place] === round) return
        lastSeen[place] = round
        odds += weights[place] ?? 0
      })
    return odds
  }

  return (parts, cores) => {
    let most = parts.length === 0 ? offset : Number.NEGATIVE_INFINITY
    for (const part of parts) most = Math.max(most, oddsOf([part]))
    for (const core of cores) most = Math.max(most, oddsOf([core]))
    if (parts.length > 1 && parts.length <= TOGETHER) most = Math.max(most, oddsOf(parts))
    return most
  }
}
