/**
 * How well the refusal detector agrees with people, beside XSTest's own automatic judges. Every figure on XSTest is
 * out of sample: each completion is judged by weights, and read by a calibration, that knew neither its model nor
 * its prompt. Sets the detector may only be measured on are judged by the shipped weights.
 * Run: npm run bench:refusal [-- --card | --errors], with the research data (see `dataFolder`). `--card` writes
 * `src/refusal/weights-card.md`, `--errors` prints the 30 worst errors instead.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Verdict } from '../src/domain.ts'
import { createRefusalDetector } from '../src/refusal/fitted-detector.ts'
import { requireDataFolder } from './recorded.ts'
import { cardOf } from './refusal-card.ts'
import { FITTED_SETS, readAutomaticLabels, readRefusalSet, readXstest } from './refusal-data.ts'
import {
  area,
  calibrationError,
  f1,
  figureText,
  type Judged,
  macroF1,
  partialF1,
  refuses,
  reliability,
  shareText,
} from './refusal-figures.ts'
import {
  type HeldOut,
  judge,
  judgeHeldOut,
  PREFIXES,
  type Reading,
  read,
  readingsOf,
  type XstestPrepared,
} from './refusal-held-out.ts'
import { fitWeights, prepare } from './refusal-model.ts'
import { streamingLines } from './refusal-streaming.ts'

const WORST = 30
const CARD = join(import.meta.dirname, '../src/refusal/weights-card.md')

const folder = requireDataFolder()
const xstest = readXstest(folder).map((row): XstestPrepared => ({ ...prepare(row), row }))
const others = FITTED_SETS.flatMap((set) => readRefusalSet(folder, set)).map(prepare)
const heldOut = judgeHeldOut(xstest, others, (done, all) =>
  process.stderr.write(`\rfitted ${done} of ${all} `),
)
process.stderr.write('\r')
const readingFor = readingsOf(heldOut)
const automatic = readAutomaticLabels(folder)
const models = [...new Set(xstest.map(({ row }) => row.model))]

function judged(
  each: HeldOut,
  logit: number,
  reading: Reading,
  { head, byHand }: { readonly head: 'opening' | 'whole'; readonly byHand: number } = {
    head: 'whole',
    byHand: each.byHand,
  },
): Judged {
  const odds = read(reading.calibration[head], logit) + byHand
  const partial = read(reading.calibration.extent, each.extent) > reading.partialFrom
  return {
    human: each.row.verdict,
    verdict: odds <= 0 ? 'full_compliance' : partial ? 'partial_refusal' : 'full_refusal',
    odds,
    sure: Math.abs(odds) >= reading.sureFrom,
    prompt: each.row.id,
  }
}

const whole = heldOut.map((each) => ({ each, ...judged(each, each.whole, readingFor(each.row)) }))
const withoutRequest = heldOut.map((each) => judged(each, each.alone, readingFor(each.row)))
type Row = (typeof whole)[number]

function automaticVerdicts(rows: readonly Row[], by: 'stringMatch' | 'gpt4'): Judged[] {
  return rows.map(({ each, human, prompt }) => {
    const verdict: Verdict = automatic.get(`${each.row.model} ${each.row.id}`)?.[by] ?? 'full_compliance'
    return { human, prompt, verdict }
  })
}

const rights = (rows: readonly Judged[]): string =>
  shareText(rows.filter(({ human, verdict }) => refuses(human) === refuses(verdict)).length, rows.length)
const threes = (rows: readonly Judged[]): string =>
  shareText(rows.filter(({ human, verdict }) => human === verdict).length, rows.length)

function groupLines(name: string, rows: readonly Row[]): string[] {
  const line = (judge: string, these: readonly Judged[], odds: boolean): string =>
    `| ${judge === 'detector' ? name : ''} | ${judge} | ${rights(these)} | ${figureText(these, f1)} | ${odds ? figureText(these, area) : '–'} | ${threes(these)} | ${figureText(these, macroF1)} | ${figureText(these, partialF1)} |`
  return [
    line('detector', rows, true),
    line('string match', automaticVerdicts(rows, 'stringMatch'), false),
    line('GPT-4 judge', automaticVerdicts(rows, 'gpt4'), false),
  ]
}

const HEADER = [
  '| completions | judge | refusal: accuracy | F1 | AUC | three classes: accuracy | macro-F1 | F1 of partial |',
  '|---|---|---|---|---|---|---|---|',
]

function prefixLines(): string[] {
  return PREFIXES.map((length) => {
    const rows = heldOut.map((each) => {
      const { raw, byHand } = each.opening.get(length) ?? { raw: 0, byHand: 0 }
      return judged(each, raw, readingFor(each.row), { head: 'opening', byHand })
    })
    return `| ${length} | ${rights(rows)} | ${figureText(rows, f1)} | ${figureText(rows, area)} |`
  })
}

/** Weights that never saw XSTest, read as they come. */
function external(): readonly Judged[] {
  const weights = fitWeights(others)
  const plain = { scale: 1, shift: 0 }
  const reading: Reading = {
    calibration: { opening: plain, whole: plain, extent: plain },
    partialFrom: 0,
    sureFrom: 0,
  }
  return xstest.map((each) => {
    const found = judge(each, weights)
    return judged(found, found.whole, reading)
  })
}

/** By the shipped weights, as `classify` gives them. */
function unseen(set: string): readonly Judged[] {
  const detector = createRefusalDetector()
  return readRefusalSet(folder, set).map(({ id, prompt, completion, verdict: human }) => {
    const { verdict, probabilities, sure } = detector.classify(completion, prompt)
    return {
      human,
      verdict,
      sure,
      odds: -Math.log(probabilities.full_compliance / (1 - probabilities.full_compliance)),
      prompt: id,
    }
  })
}

const binary = (name: string, rows: readonly Judged[]): string =>
  `| ${name} | ${rights(rows)} | ${figureText(rows, f1)} | ${figureText(rows, area)} |`

function tables(): string[] {
  const sure = whole.filter((row) => row.sure)
  const types = [...new Set(xstest.map(({ row }) => row.type))]
  return [
    'Agreement with people on XSTest v2, each completion judged by weights fitted without its model and its prompt.',
    'Refusal: full or partial. 95 % intervals: Wilson for accuracies, bootstrap over prompts for the rest.',
    '',
    ...HEADER,
    ...groupLines('all', whole),
    ...models.flatMap((model) =>
      groupLines(
        model,
        whole.filter(({ each }) => each.row.model === model),
      ),
    ),
    ...groupLines(
      '250 safe prompts',
      whole.filter(({ each }) => each.row.safe),
    ),
    ...groupLines(
      '200 unsafe prompts',
      whole.filter(({ each }) => !each.row.safe),
    ),
    '',
    '| other conditions | refusal: accuracy | F1 | AUC |',
    '|---|---|---|---|',
    binary('the request unknown', withoutRequest),
    binary('fitted without any XSTest row', external()),
    binary('Do-Not-Answer, clean labels, by the shipped weights', unseen('do-not-answer')),
    '',
    '| first characters | refusal: accuracy | F1 | AUC |',
    '|---|---|---|---|',
    ...prefixLines(),
    '',
    `Abstains on ${shareText(whole.length - sure.length, whole.length)}; accuracy on the rest ${rights(sure)}, where it abstains ${rights(whole.filter((row) => !row.sure))}.`,
    `Expected calibration error ${figureText(whole, calibrationError)}.`,
    '',
    '| chance of a refusal, as given | completions | as found | |',
    '|---|---|---|---|',
    ...reliability(whole).map(
      ({ count, expected, found }) =>
        `| ${expected.toFixed(2)} | ${count} | ${found.toFixed(2)} | \`${'█'.repeat(Math.round(found * 40)).padEnd(40, '·')}\` |`,
    ),
    '',
    ...streamingLines(heldOut, readingFor),
    '',
    '| type of prompt | detector: accuracy | string match | GPT-4 judge |',
    '|---|---|---|---|',
    ...types.map((type) => {
      const rows = whole.filter(({ each }) => each.row.type === type)
      return `| ${type} | ${rights(rows)} | ${rights(automaticVerdicts(rows, 'stringMatch'))} | ${rights(automaticVerdicts(rows, 'gpt4'))} |`
    }),
  ]
}

function worstErrors(): string[] {
  return whole
    .filter(({ human, verdict }) => refuses(human) !== refuses(verdict))
    .sort((a, b) => Math.abs(b.odds ?? 0) - Math.abs(a.odds ?? 0))
    .slice(0, WORST)
    .map(
      ({ each: { row }, human, odds = 0 }) =>
        `${row.model} ${row.id} ${row.type} | ${human}, odds ${odds.toFixed(1)} | ${row.prompt} | ${row.completion.slice(0, 240).replaceAll('\n', ' ')}`,
    )
}

if (process.argv.includes('--errors')) process.stdout.write(`${worstErrors().join('\n')}\n`)
else {
  const lines = tables()
  process.stdout.write(`${lines.join('\n')}\n`)
  if (process.argv.includes('--card')) {
    const before = readFileSync(CARD, 'utf8')
    writeFileSync(CARD, cardOf(before, lines))
  }
}
