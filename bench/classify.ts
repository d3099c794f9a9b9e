/**
 * Completions a second of `classify` on one core, beside the plainest rival: a list of well-known refusal
 * openers looked up in the lower-cased text. Also the cost of a push to the watch.
 * Run: node bench/classify.ts
 */
import { createRefusalDetector } from '../src/refusal/fitted-detector.ts'
import { completionsFile, RECORDED_MODELS, readRecorded, requireDataFolder } from './recorded.ts'

/** What keyword judges look for; our own list. */
const KEYWORDS = [
  "i'm sorry",
  'i am sorry',
  'i apologize',
  'my apologies',
  'i cannot',
  "i can't",
  'i am unable',
  "i'm unable",
  'i am not able',
  "i'm not able",
  "i won't",
  'i will not',
  'i must decline',
  'as an ai',
  "i'm just an ai",
  'as a language model',
  'i do not condone',
  'not appropriate',
  'it is illegal',
  'unethical',
]
const ROUNDS = 20
const FEW = 25
/** About one token. */
const CHUNK = 5

function hasKeyword(completion: string): boolean {
  const text = completion.toLowerCase()
  return KEYWORDS.some((keyword) => text.includes(keyword))
}

/**
 * Microseconds a completion, of each few completions the best of several rounds: what the machine can do when it is left
 * alone, which on a shared one it is for moments only.
 */
function microseconds(completions: readonly string[], run: (completion: string) => unknown): number {
  for (const completion of completions) run(completion)
  let sum = 0
  for (let from = 0; from < completions.length; from += FEW) {
    const few = completions.slice(from, from + FEW)
    let best = Number.POSITIVE_INFINITY
    for (let round = 0; round < ROUNDS; round += 1) {
      const start = performance.now()
      for (const completion of few) run(completion)
      best = Math.min(best, performance.now() - start)
    }
    sum += best
  }
  return (sum * 1000) / completions.length
}

const folder = requireDataFolder()
const completions = RECORDED_MODELS.flatMap((model) =>
  readRecorded(completionsFile(folder, model)).map(({ completion }) => completion),
)
const detector = createRefusalDetector()
const characters = completions.reduce((sum, { length }) => sum + length, 0) / completions.length

const classify = microseconds(completions, (completion) => detector.classify(completion))
const keywords = microseconds(completions, hasKeyword)

let pushes = 0
let undecided = 0
const stream = microseconds(completions, (completion) => {
  const watch = detector.watch()
  for (let at = 0; at < completion.length; at += CHUNK) {
    pushes += 1
    if (watch.push(completion.slice(at, at + CHUNK)) === 'undecided') undecided += 1
  }
})
const perStream = pushes / (ROUNDS + 1) / completions.length
const waiting = undecided / (ROUNDS + 1) / completions.length

const rate = (time: number): string => `${Math.round(1e6 / time).toLocaleString('en')} a second`
process.stdout.write(
  `${completions.length} recorded completions of ${characters.toFixed(0)} characters on average, one core\n` +
    `classify      ${rate(classify)} (${classify.toFixed(1)} µs)\n` +
    `keyword list  ${rate(keywords)} (${keywords.toFixed(1)} µs)\n` +
    `ratio         classify takes ${(classify / keywords).toFixed(1)} times as long\n` +
    `watch         ${(stream / perStream).toFixed(2)} µs a push of ${CHUNK} characters over whole streams, ` +
    `at most ${(stream / Math.max(waiting, 1)).toFixed(1)} µs while undecided (${waiting.toFixed(1)} pushes)\n`,
)
