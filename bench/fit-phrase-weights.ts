/**
 * Fits the weights of the phrase rules to labelled completions and writes `src/refusal/weights.ts`; with
 * `--held-out` it writes nothing and prints how well weights do on models and prompts they were not fitted on.
 * Run as `npx node bench/fit-phrase-weights.ts [--held-out]`; it needs the research data (see `dataFolder`).
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, findCues, PLACES } from '../src/refusal/cue-scan.ts'
import { decideOpening, openingCuts } from '../src/refusal/opening-watch.ts'
import { CUES, type CueId } from '../src/refusal/phrases.ts'
import { LENGTH_STEPS } from '../src/refusal/scoring.ts'
import { type Example, fitLogistic } from './logistic.ts'
import { completionsFile, RECORDED_MODELS, readRecorded, requireDataFolder } from './recorded.ts'
import { type Labelled, readRefusalSet } from './refusal-data.ts'

/** How much one completion of a set counts. The sets beside XSTest's kind follow other labelling rules. */
const SETS = [
  ['xstest-replication-new', 1],
  ['chatgpt-refusals', 0.15],
  ['rbr-gold', 0.2],
] as const
/** Beginnings fitted along with the whole, so that the weights also hold while a completion streams. */
const BEGINNINGS = [60, 120, 200]
/** In examples. */
const RIDGE = 3
const FOLDS = 5

const cueAt = new Map<string, number>(CUES.map(({ id }, index) => [id, index]))
const REFUSAL_FEATURES = 1 + CUES.length * PLACES.length
const EXTENT_FEATURES = 1 + LENGTH_STEPS.length + CUES.length

function refusalSwitches(findings: readonly Finding[]): number[] {
  const cues = findings.flatMap(({ cue, place }) => {
    const index = cueAt.get(cue)
    return index === undefined ? [] : [1 + index * PLACES.length + PLACES.indexOf(place)]
  })
  return [0, ...cues]
}

function refusalExamples({ completion, verdict }: Labelled, weight: number): Example[] {
  const positive = verdict !== 'full_compliance'
  const texts = BEGINNINGS.filter((end) => completion.length > end * 1.3).map((end) =>
    completion.slice(0, end).replace(/\S*$/, ''),
  )
  return [completion, ...texts].map((text) => ({ on: refusalSwitches(findCues(text)), positive, weight }))
}

/** Partial against full refusal; nothing to learn from answers. */
function extentExamples({ completion, verdict }: Labelled, weight: number): Example[] {
  if (verdict === 'full_compliance') return []
  const on = [0]
  LENGTH_STEPS.forEach((step, i) => {
    if (completion.length > step) on.push(1 + i)
  })
  for (const { cue } of findCues(completion)) {
    const index = cueAt.get(cue)
    if (index !== undefined) on.push(1 + LENGTH_STEPS.length + index)
  }
  return [{ on, positive: verdict === 'partial_refusal', weight }]
}

const folder = requireDataFolder()
const others = SETS.flatMap(([name, weight]) =>
  readRefusalSet(folder, name)
    .filter(({ completion }) => completion.trim() !== '')
    .map((row) => ({ row, weight })),
)
const xstest = RECORDED_MODELS.flatMap((model) =>
  readRecorded(completionsFile(folder, model)).map((recorded) => ({ ...recorded, model })),
)
const fitRefusal = (examples: Example[]): Float64Array =>
  fitLogistic(examples, REFUSAL_FEATURES, { ridge: RIDGE, balanced: true })

if (process.argv.includes('--held-out')) reportHeldOut()
else writeWeights()

function reportHeldOut(): void {
  const base = others.flatMap(({ row, weight }) => refusalExamples(row, weight))
  const rows = xstest.map((row) => ({
    row,
    examples: refusalExamples(row, 1),
    fold: Number(row.id.replaceAll(/\D/g, '')) % FOLDS,
  }))
  const fitted = new Map<string, Float64Array>()
  const counts = { right: 0, caught: 0, missed: 0, falseAlarms: 0, full: 0, early: 0, answers: 0, aborted: 0 }
  for (const { row, examples, fold } of rows) {
    const key = `${row.model} ${fold}`
    const train = (): Example[] =>
      rows.filter((r) => r.row.model !== row.model && r.fold !== fold).flatMap((r) => r.examples)
    const weights = fitted.get(key) ?? fitRefusal([...base, ...train()])
    fitted.set(key, weights)
    const logit = (on: readonly number[]): number => on.reduce((sum, i) => sum + (weights[i] ?? 0), 0)
    const refused = logit(examples[0]?.on ?? [0]) > 0
    const refuses = row.verdict !== 'full_compliance'
    if (refused === refuses) counts.right += 1
    if (refuses) counts[refused ? 'caught' : 'missed'] += 1
    else if (refused) counts.falseAlarms += 1
    const opening = row.completion.trimStart()
    const end = openingCuts(opening, 0).find(
      (cut) => decideOpening(logit(refusalSwitches(findCues(opening.slice(0, cut)))), cut) !== 'undecided',
    )
    const aborts =
      end !== undefined &&
      decideOpening(logit(refusalSwitches(findCues(opening.slice(0, end)))), end) === 'refusal'
    if (row.verdict === 'full_refusal') {
      counts.full += 1
      if (aborts && end < 200) counts.early += 1
    } else if (!refuses) {
      counts.answers += 1
      if (aborts) counts.aborted += 1
    }
  }
  const f1 = (2 * counts.caught) / (2 * counts.caught + counts.missed + counts.falseAlarms)
  process.stdout.write(
    `XSTest, each completion judged by weights fitted without its model and without its prompt (n ${rows.length}):\n` +
      `accuracy ${(counts.right / rows.length).toFixed(3)}  F1 ${f1.toFixed(3)}  ` +
      `full refusals noticed before character 200 ${(counts.early / counts.full).toFixed(3)}  ` +
      `answers aborted ${(counts.aborted / counts.answers).toFixed(3)}\n`,
  )
}

function writeWeights(): void {
  const all = [...others, ...xstest.map((row) => ({ row, weight: 1 }))]
  const refusal = fitRefusal(all.flatMap(({ row, weight }) => refusalExamples(row, weight)))
  const extent = fitLogistic(
    all.flatMap(({ row, weight }) => extentExamples(row, weight)),
    EXTENT_FEATURES,
    { ridge: RIDGE, balanced: false },
  )
  const tenth = (value: number | undefined): number => Math.round((value ?? 0) * 10) / 10 + 0
  const places = (index: number): string =>
    PLACES.map((_, place) => tenth(refusal[1 + index * PLACES.length + place])).join(', ')
  const lines = (line: (id: CueId, index: number) => string): string =>
    CUES.map(({ id }, i) => line(id, i)).join('\n')
  const steps = LENGTH_STEPS.map((_, i) => tenth(extent[1 + i])).join(', ')
  writeFileSync(
    join(import.meta.dirname, '../src/refusal/weights.ts'),
    `import type { CueId } from './phrases.ts'

// Written by bench/fit-phrase-weights.ts. Natural-log odds, rounded to a tenth.
// Fitted to labelled completions that are not part of this repository: XSTest v2 (arXiv 2308.01263), a
// replication with other prompts, ChatGPT refusals (arXiv 2306.03423), rule-based rewards (arXiv 2411.01111).

/** How much each cue says that a completion refuses, where it stands at the start, in the opening or later. */
export const REFUSAL_BIAS = ${tenth(refusal[0])}
export const REFUSAL_CUES: Readonly<Record<CueId, readonly [number, number, number]>> = {
${lines((id, i) => `  ${id}: [${places(i)}],`)}
}

/** How much each cue, and each length passed, says that a refusal is a partial one. */
export const EXTENT_BIAS = ${tenth(extent[0])}
export const EXTENT_LENGTHS: readonly number[] = [${steps}]
export const EXTENT_CUES: Readonly<Record<CueId, number>> = {
${lines((id, i) => `  ${id}: ${tenth(extent[1 + LENGTH_STEPS.length + i])},`)}
}
`,
  )
}
