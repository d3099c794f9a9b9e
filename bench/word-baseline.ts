import type { Screening } from '../src/safety/safety-gate.ts'
import { screeningOf } from '../src/safety/screening.ts'
import type { LabelledRequest } from './gate-data.ts'
import { FIT_SETS } from './gate-data.ts'
import { type Example, fitLogistic } from './logistic.ts'

/** Places of words, pairs and triples of words; a power of two. */
const PLACES = 2 ** 15
const RIDGE = 3

/**
 * The plain text classifier to beat: logistic regression on words, pairs and triples of words. It passes what it finds
 * fine at the odds up to which it would pass the same share of its own unsafe requests as the gate may, 5 %.
 */
export function fitWordBaseline(
  requests: readonly LabelledRequest[],
): (prompt: string) => Pick<Screening, 'level' | 'sure' | 'probabilities'> {
  const rows = requests.filter(({ set }) => set in FIT_SETS)
  const share = rows.filter(({ harmful }) => harmful).length / rows.length
  const examples: Example[] = rows.map(({ text, harmful }) => {
    const features = placesOf(text)
    const values = new Float32Array(features.length).fill(1)
    // Both classes weigh the same in total.
    return { features, values, positive: harmful, weight: 0.5 / (harmful ? share : 1 - share) }
  })
  const weights = fitLogistic(examples, PLACES + 1, (place) => (place === 0 ? 0 : RIDGE))
  const oddsOf = (on: Int32Array): number => on.reduce((sum, place) => sum + (weights[place] ?? 0), 0)
  const harmful = examples
    .filter(({ positive }) => positive)
    .map(({ features }) => oddsOf(features))
    .toSorted((a, b) => a - b)
  const pass = Math.min(0, harmful[Math.floor(harmful.length * 0.05)] ?? 0)
  return (prompt) => {
    const odds = oddsOf(placesOf(prompt))
    const level = odds >= 2 ? 'clearly_harmful' : odds >= 0 ? 'borderline_harmful' : 'borderline_fine'
    return screeningOf({ level, sure: odds < pass || odds >= 2, odds, reasons: [], heard: [] }, {})
  }
}

/** Place 0 is the bias. */
function placesOf(text: string): Int32Array {
  const words =
    text
      .slice(0, 1_500)
      .toLowerCase()
      .match(/[\p{L}\p{N}']+/gu) ?? []
  const places = new Set([0])
  for (const [index] of words.entries())
    for (let length = 1; length <= 3 && index + length <= words.length; length++)
      places.add(1 + hash(words.slice(index, index + length).join(' ')))
  return Int32Array.from(places)
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value ^= value >>> 15
  return value & (PLACES - 1)
}
