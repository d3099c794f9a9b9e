import { seededRandom } from '../src/crowd/seeded-random.ts'
import { HALF, PLACES, visitSigns } from '../src/safety/likelihood/signs.ts'
import { prepareText } from '../src/safety/prepare-text.ts'
import { judgeParts } from '../src/safety/weigh-text.ts'
import { FIT_SETS, type LabelledRequest, OWN } from './gate-data.ts'
import { logistic } from './logistic.ts'

/** Sets like what the gate meets: requests beside their twins. Odds and thresholds are set on them. */
export const TWINNED = new Set([OWN, 'xsrep_new'])
/** Longer requests are read up to here, in UTF-16 units. */
const READ = 1_500
/** How far a sign of words counts beside one of structure: words hardly carry over from one set to another. */
const WORDS = 0.5
const RIDGE = 0.02
const RATE = 0.1
const EPOCHS = 12
export const FOLDS = 5
/** Neighbours share a fold, so that a request and its twin do. */
const BLOCK = 10

export interface Example {
  readonly set: string
  readonly places: Uint32Array
  readonly harmful: boolean
  readonly weight: number
  readonly fold: number
}

export function placesOf(text: string): Uint32Array {
  const places = new Set<number>()
  for (const { sentence, judgement } of judgeParts(prepareText(text.slice(0, READ))))
    visitSigns(sentence, judgement, (place) => places.add(place))
  return Uint32Array.from(places)
}

/** A labelled request as the fit takes it. */
export function exampleOf({ set, text, harmful }: LabelledRequest, index: number): Example {
  const fold = Math.floor(index / BLOCK) % FOLDS
  return { set, places: placesOf(text), harmful, weight: FIT_SETS[set] ?? 0, fold }
}

/**
 * Logistic regression with a ridge, by AdaGrad in an order that a seed decides; both classes weigh the same in total. Its
 * few, uneven steps carry over to other sets better than the exact optimum does (`fitLogistic`: area 0.77 against 0.80 on
 * our pairs by the other sets).
 */
export function fitWeights(examples: readonly Example[]): Float64Array {
  const weights = new Float64Array(PLACES)
  const squares = new Float64Array(PLACES).fill(1e-8)
  const total = (harmful: boolean): number =>
    examples.reduce((sum, each) => sum + (each.harmful === harmful ? each.weight : 0), 0)
  const balance = total(true) / total(false)
  const random = seededRandom(1)
  const order = examples.slice()
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let index = order.length - 1; index > 0; index--) {
      const other = Math.floor(random() * (index + 1))
      const [a, b] = [order[index], order[other]]
      if (a !== undefined && b !== undefined) [order[index], order[other]] = [b, a]
    }
    for (const { places, harmful, weight } of order) {
      const error = logistic(oddsOf(weights, places)) - (harmful ? 1 : 0)
      const slope = error * weight * (harmful ? 1 : balance)
      for (const place of places) {
        const value = valueAt(place)
        const step = slope * value + RIDGE * (weights[place] ?? 0)
        squares[place] = (squares[place] ?? 0) + step * step
        weights[place] = (weights[place] ?? 0) - (RATE * step) / Math.sqrt(squares[place] ?? 1)
      }
    }
  }
  return weights
}

const valueAt = (place: number): number => (place < HALF ? 1 : WORDS)

export function oddsOf(weights: Float64Array, places: Uint32Array): number {
  let odds = 0
  for (const place of places) odds += (weights[place] ?? 0) * valueAt(place)
  return odds
}

export interface Scored {
  readonly odds: number
  readonly harmful: boolean
}

/** What weights fitted without a twinned request and its neighbours say of it. */
export function scoreHeldOut(examples: readonly Example[], set?: string): readonly Scored[] {
  const isHeldOut = (each: Example): boolean => (set === undefined ? TWINNED.has(each.set) : each.set === set)
  return Array.from({ length: FOLDS }, (_, fold) => {
    const weights = fitWeights(examples.filter((each) => !isHeldOut(each) || each.fold !== fold))
    return examples
      .filter((each) => isHeldOut(each) && each.fold === fold)
      .map(({ places, harmful }) => ({ odds: oddsOf(weights, places), harmful }))
  }).flat()
}

export interface Calibration {
  readonly slope: number
  readonly offset: number
}

/** Slope and offset that make odds on held-out requests true, both classes counting the same (Platt 1999). */
export function calibrate(scored: readonly Scored[]): Calibration {
  let slope = 1
  let offset = 0
  const count = (harmful: boolean): number => scored.filter((each) => each.harmful === harmful).length
  for (let step = 0; step < 4_000; step++) {
    let bySlope = 0
    let byOffset = 0
    for (const { odds, harmful } of scored) {
      const error = (logistic(slope * odds + offset) - (harmful ? 1 : 0)) / (2 * count(harmful))
      bySlope += error * odds
      byOffset += error
    }
    slope -= 0.2 * bySlope
    offset -= 0.2 * byOffset
  }
  return { slope, offset }
}

/** Weights as the gate adds them up: calibrated, each with what its place counts. */
export function calibrated(weights: Float64Array, { slope }: Calibration): Float64Array {
  return weights.map((weight, place) => weight * valueAt(place) * slope)
}
