/**
 * Fits the weights by which the gate weighs the signs of a request, and writes `src/safety/likelihood/weights.ts`; with
 * `--held-out` it writes nothing and prints how well such weights do on requests and sets they were not fitted on.
 * Deterministic. Run as `npm run fit:gate [-- --held-out]`; it needs the research data (see `dataFolder`).
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../src/crowd/seeded-random.ts'
import { twinItems } from '../src/evaluation/suites/suite-items.ts'
import { HALF, PLACES, visitSigns } from '../src/safety/likelihood/signs.ts'
import { prepareText } from '../src/safety/prepare-text.ts'
import { judgeParts } from '../src/safety/weigh-text.ts'
import { FIT_SETS, type LabelledRequest, OWN, readOwnPairs, readPrompts } from './gate-data.ts'
import { logistic } from './logistic.ts'
import { rankArea } from './rank-area.ts'
import { requireDataFolder } from './recorded.ts'

/** Sets like what the gate meets: requests beside their twins. Odds and thresholds are set on them. */
const TWINNED = new Set([OWN, 'xsrep_new'])
/** Longer requests are read up to here, in UTF-16 units. */
const READ = 1_500
/** How far a sign of words counts beside one of structure: words hardly carry over from one set to another. */
const WORDS = 0.5
const RIDGE = 0.02
const RATE = 0.1
const EPOCHS = 12
const FOLDS = 5
/** Neighbours share a fold, so that a request and its twin do. */
const BLOCK = 10

interface Example {
  readonly set: string
  readonly places: Uint32Array
  readonly harmful: boolean
  readonly weight: number
  readonly fold: number
}

function placesOf(text: string): Uint32Array {
  const places = new Set<number>()
  for (const { sentence, judgement } of judgeParts(prepareText(text.slice(0, READ))))
    visitSigns(sentence, judgement, (place) => places.add(place))
  return Uint32Array.from(places)
}

function exampleOf({ set, text, harmful }: LabelledRequest, index: number): Example {
  const fold = Math.floor(index / BLOCK) % FOLDS
  return { set, places: placesOf(text), harmful, weight: FIT_SETS[set] ?? 0, fold }
}

/**
 * Logistic regression with a ridge, by AdaGrad in an order that a seed decides; both classes weigh the same in total. Its
 * few, uneven steps carry over to other sets better than the exact optimum does (`fitLogistic`: area 0.77 against 0.80 on
 * our pairs by the other sets).
 */
function fitWeights(examples: readonly Example[]): Float64Array {
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

function oddsOf(weights: Float64Array, places: Uint32Array): number {
  let odds = 0
  for (const place of places) odds += (weights[place] ?? 0) * valueAt(place)
  return odds
}

interface Scored {
  readonly odds: number
  readonly harmful: boolean
}

/** What weights fitted without a twinned request and its neighbours say of it. */
function scoreHeldOut(examples: readonly Example[], set?: string): readonly Scored[] {
  const isHeldOut = (each: Example): boolean => (set === undefined ? TWINNED.has(each.set) : each.set === set)
  return Array.from({ length: FOLDS }, (_, fold) => {
    const weights = fitWeights(examples.filter((each) => !isHeldOut(each) || each.fold !== fold))
    return examples
      .filter((each) => isHeldOut(each) && each.fold === fold)
      .map(({ places, harmful }) => ({ odds: oddsOf(weights, places), harmful }))
  }).flat()
}

/** Slope and offset that make odds on held-out requests true, both classes counting the same (Platt 1999). */
function calibrate(scored: readonly Scored[]): { readonly slope: number; readonly offset: number } {
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

function describe(name: string, scored: readonly Scored[]): string {
  const harmful = scored.flatMap((each) => (each.harmful ? [each.odds] : [])).toSorted((a, b) => a - b)
  const safe = scored.flatMap((each) => (each.harmful ? [] : [each.odds]))
  const right = scored.filter((each) => each.odds >= 0 === each.harmful).length / scored.length
  const passedAt = (kept: number): string => {
    const threshold = harmful[Math.floor(harmful.length * (1 - kept))] ?? 0
    return `${((100 * safe.filter((odds) => odds < threshold).length) / safe.length).toFixed(1)} %`
  }
  return `${name.padEnd(34)} n ${String(scored.length).padStart(5)}  accuracy ${right.toFixed(3)}  area ${rankArea(harmful, safe).toFixed(3)}  safe below 95 %, 97 % of unsafe: ${passedAt(0.95)}, ${passedAt(0.97)}`
}

const prompts = readPrompts(requireDataFolder()).filter(({ set }) => set in FIT_SETS)
const examples = [...prompts, ...readOwnPairs()].map(exampleOf)

if (process.argv.includes('--held-out')) reportHeldOut()
else writeWeights()

function reportHeldOut(): void {
  print(describe('twinned sets, five folds', scoreHeldOut(examples)))
  for (const set of TWINNED) {
    print(describe(`${set}, five folds`, scoreHeldOut(examples, set)))
    const without = fitWeights(examples.filter((each) => each.set !== set))
    const scored = examples.filter((each) => each.set === set)
    print(
      describe(
        `${set}, by all other sets`,
        scored.map(({ places, harmful }) => ({ odds: oddsOf(without, places), harmful })),
      ),
    )
  }
  const weights = fitWeights(examples)
  const twins = twinItems().filter(({ conversation }) => conversation === undefined)
  print(
    describe(
      'our twins of one turn',
      twins.map(({ prompt, safe }) => ({ odds: oddsOf(weights, placesOf(prompt)), harmful: !safe })),
    ),
  )
}

function writeWeights(): void {
  const { slope, offset } = calibrate(scoreHeldOut(examples))
  const fitted = fitWeights(examples)
  const folded = fitted.map((weight, place) => weight * valueAt(place) * slope)
  const scale = folded.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127
  const bytes = Int8Array.from(folded, (weight) => Math.round(weight / scale))
  const lines = (
    Buffer.from(bytes.buffer)
      .toString('base64')
      .match(/.{1,400}/g) ?? []
  ).join('\n')
  writeFileSync(
    join(import.meta.dirname, '../src/safety/likelihood/weights.ts'),
    `// Written by bench/fit-gate.ts; what it was fitted to, and how well it does, stands in card.md beside this file.

/** Natural-log odds of one step of a weight, and what is added to the sum of the weights. */
export const SCALE = ${scale.toPrecision(6)}
export const OFFSET = ${offset.toPrecision(6)}
/** One signed byte for each place, in base64. */
export const WEIGHTS = \`
${lines}
\`
`,
  )
  print(`slope ${slope.toFixed(3)}, offset ${offset.toFixed(3)}`)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
