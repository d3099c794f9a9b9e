/**
 * Fits the weights by which the gate weighs the signs of a request, and writes `src/safety/likelihood/weights.ts`; with
 * `--held-out` it writes nothing and prints how well such weights do on requests and sets they were not fitted on.
 * Deterministic. Run as `npm run fit:gate [-- --held-out]`; it needs the research data (see `dataFolder`).
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { twinItems } from '../src/evaluation/suites/suite-items.ts'
import { FIT_SETS, readOwnPairs, readPrompts } from './gate-data.ts'
import {
  calibrate,
  calibrated,
  exampleOf,
  fitWeights,
  oddsOf,
  placesOf,
  type Scored,
  scoreHeldOut,
  TWINNED,
} from './gate-fitting.ts'
import { screenHeldOut } from './gate-held-out.ts'
import { rankArea } from './rank-area.ts'
import { requireDataFolder } from './recorded.ts'

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
const requests = [...prompts, ...readOwnPairs()]
const examples = requests.map(exampleOf)

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
  print('\nthe whole gate, each set by weights fitted without it (share [95 % Wilson interval])')
  for (const line of screenHeldOut(requests, examples)) print(line)
}

function writeWeights(): void {
  const { slope, offset } = calibrate(scoreHeldOut(examples))
  const fitted = fitWeights(examples)
  const folded = calibrated(fitted, { slope, offset })
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
