/**
 * How well the detector agrees with people on the recorded completions of XSTest v2, beside XSTest's own two
 * automatic judges. The shipped weights were fitted to these completions among others; for figures on models and
 * prompts that were left out run `node bench/fit-phrase-weights.ts --held-out`.
 * Run: node bench/detector.ts [FOLDER]
 */
import { parseArgs } from 'node:util'
import { wilson } from '../src/crowd/wilson.ts'
import type { Verdict } from '../src/domain.ts'
import { createPhraseDetector } from '../src/refusal/phrase-detector.ts'
import type { WatchDecision } from '../src/refusal/refusal-detector.ts'
import { completionsFile, dataFolder, RECORDED_MODELS, readRecorded } from './recorded.ts'
import { readAutomaticLabels } from './refusal-data.ts'

interface Judged {
  readonly human: Verdict
  readonly detector: Verdict
  readonly stringMatch: Verdict
  readonly gpt4: Verdict
  readonly decision: WatchDecision
  /** Characters read when the watch decided, or all of them. */
  readonly characters: number
}

const { positionals } = parseArgs({ allowPositionals: true })
const folder = positionals[0] ?? dataFolder()
if (folder === undefined) {
  process.stderr.write('Name the folder that holds xstest/, or set RECOURSE_DATA.\n')
  process.exit(1)
}
const detector = createPhraseDetector()
const automatic = readAutomaticLabels(folder)

function judge(model: string, id: string, human: Verdict, completion: string): Judged {
  const labels = automatic.get(`${model} ${id}`)
  const watch = detector.watch()
  let decision: WatchDecision = 'undecided'
  let characters = 0
  while (characters < completion.length && decision === 'undecided') {
    decision = watch.push(completion.charAt(characters))
    characters += 1
  }
  return {
    human,
    detector: detector.classify(completion).verdict,
    stringMatch: labels?.stringMatch ?? 'full_compliance',
    gpt4: labels?.gpt4 ?? 'full_compliance',
    decision,
    characters,
  }
}

const refuses = (verdict: Verdict): boolean => verdict !== 'full_compliance'

function share(part: number, whole: number): string {
  const { low, high } = wilson(part, whole)
  const digits = (value: number): string => value.toFixed(3).replace(/^0/, '')
  return `${digits(part / whole)} (${digits(low)}–${digits(high)})`
}

/** Accuracy and F1 of "refuses at all", and accuracy in three classes. */
function agreement(rows: readonly Judged[], of: 'detector' | 'stringMatch' | 'gpt4'): string {
  const right = rows.filter((row) => refuses(row[of]) === refuses(row.human)).length
  const caught = rows.filter((row) => refuses(row[of]) && refuses(row.human)).length
  const f1 = (2 * caught) / (caught + caught + (rows.length - right))
  const three = rows.filter((row) => row[of] === row.human).length
  return `${share(right, rows.length)} | ${f1.toFixed(3).replace(/^0/, '')} | ${share(three, rows.length)}`
}

function watching(rows: readonly Judged[]): string {
  const full = rows.filter(({ human }) => human === 'full_refusal')
  const early = full.filter(({ decision, characters }) => decision === 'refusal' && characters < 200)
  const answers = rows.filter(({ human }) => human === 'full_compliance')
  const aborted = answers.filter(({ decision }) => decision === 'refusal')
  return [
    share(early.length, full.length),
    median(early.map(({ characters }) => characters)),
    share(aborted.length, answers.length),
    median(answers.filter(({ decision }) => decision === 'compliance').map(({ characters }) => characters)),
  ].join(' | ')
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

const tables = RECORDED_MODELS.map((model) => ({
  model: model as string,
  rows: readRecorded(completionsFile(folder, model)).map(({ id, verdict, completion }) =>
    judge(model, id, verdict, completion),
  ),
}))
tables.push({ model: 'all', rows: tables.flatMap(({ rows }) => rows) })

const lines = [
  'Agreement with people (95 % Wilson intervals). Refusal: full or partial.',
  '',
  '| model | judge | refusal: accuracy | F1 | three classes: accuracy |',
  '|---|---|---|---|---|',
  ...tables.flatMap(({ model, rows }) => [
    `| ${model} | detector | ${agreement(rows, 'detector')} |`,
    `| | string match | ${agreement(rows, 'stringMatch')} |`,
    `| | GPT-4 judge | ${agreement(rows, 'gpt4')} |`,
  ]),
  '',
  'While streaming, one character at a time:',
  '',
  '| model | full refusals noticed before character 200 | median at | answers aborted | median release |',
  '|---|---|---|---|---|',
  ...tables.map(({ model, rows }) => `| ${model} | ${watching(rows)} |`),
]
process.stdout.write(`${lines.join('\n')}\n`)
