/**
 * Fits the weights of the refusal detector to the sets that may be fitted on and writes `src/refusal/weights.json`.
 * How its odds are to be read is learnt from completions whose model and prompt the weights did not know.
 * Run: npm run fit:refusal, with the research data (see `dataFolder`). `npm run bench:refusal -- --card` measures
 * and writes the card beside the weights.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HEADS, type Head } from '../src/refusal/weight-table.ts'
import { requireDataFolder } from './recorded.ts'
import { FITTED_SETS, readRefusalSet, readXstest } from './refusal-data.ts'
import { judgeHeldOut, readingOf, type XstestPrepared } from './refusal-held-out.ts'
import { fitWeights, prepare } from './refusal-model.ts'

/** Log odds of one stored step. */
const UNIT = 0.001
const MOST = 32_767

const folder = requireDataFolder()
const xstest = readXstest(folder).map((row): XstestPrepared => ({ ...prepare(row), row }))
const others = FITTED_SETS.flatMap((set) => readRefusalSet(folder, set)).map(prepare)
const heldOut = judgeHeldOut(xstest, others, (done, all) =>
  process.stderr.write(`\rheld out ${done}/${all} `),
)
const reading = readingOf(heldOut)
const weights = fitWeights([...xstest, ...others])

const step = (weight: number | undefined): number =>
  Math.max(-MOST, Math.min(MOST, Math.round((weight ?? 0) / UNIT)))
const features = [...new Set(HEADS.flatMap((head) => [...weights[head].keys()]))]
  .filter((id) => HEADS.some((head) => step(weights[head].get(id)) !== 0))
  .sort((a, b) => a - b)

function base64(values: readonly number[], bytes: 2 | 4): string {
  const buffer = Buffer.alloc(values.length * bytes)
  values.forEach((value, i) => {
    if (bytes === 4) buffer.writeInt32LE(value, i * 4)
    else buffer.writeInt16LE(value, i * 2)
  })
  return buffer.toString('base64')
}

const stored = (head: Head): string =>
  base64(
    features.map((id) => step(weights[head].get(id))),
    2,
  )
const file = {
  about:
    'Written by npm run fit:refusal. Numbers of features (hashes) and their weights; no text of the data. See weights-card.md.',
  sets: ['xstest', ...FITTED_SETS].join(', '),
  unit: UNIT,
  calibration: reading.calibration,
  partialFrom: reading.partialFrom,
  sureFrom: reading.sureFrom,
  features: base64(features, 4),
  weights: { opening: stored('opening'), whole: stored('whole'), extent: stored('extent') },
}
const path = join(import.meta.dirname, '../src/refusal/weights.json')
const text = `${JSON.stringify(file, undefined, 2)}\n`
writeFileSync(path, text)
process.stderr.write(
  `\r${features.length} features, ${text.length} bytes written to src/refusal/weights.json\n`,
)
