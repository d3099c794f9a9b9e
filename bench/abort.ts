/**
 * Serves every recorded full refusal of XSTest v2 over the wire at the pace of a fast provider, and counts how
 * many characters the provider had written when the bot's abort reached it.
 * Run: node bench/abort.ts
 */
import { randomUUID } from 'node:crypto'
import { runAttempt } from '../src/attempt.ts'
import { createModels } from '../src/models/providers.ts'
import { createRefusalDetector } from '../src/refusal/fitted-detector.ts'
import { startProviderServer } from '../test/fakes/provider-server.ts'
import {
  completionsFile,
  RECORDED_MODELS,
  type Recorded,
  readRecorded,
  requireDataFolder,
} from './recorded.ts'

/** About 200 tokens a second, the pace of fast hosted models. */
const CHARACTERS_A_CHUNK = 4
const MILLISECONDS_A_CHUNK = 5
const AT_ONCE = 32
/** The mark: the abort arrives before this character. */
const LIMIT = 200

const folder = requireDataFolder()
const provider = await startProviderServer()
const models = createModels({ openaiApiKey: 'unused', openaiBaseUrl: `${provider.url}/v1` })
const detector = createRefusalDetector()
let completions = new Map<string, string>()
provider.answer(({ prompt }) => ({
  text: completions.get(prompt) ?? '',
  chunkSize: CHARACTERS_A_CHUNK,
  delay: MILLISECONDS_A_CHUNK,
}))

/** Characters the provider had written when the stream was over, by abort or by its end. */
async function charactersWritten(recorded: Recorded): Promise<{ written: number; aborted: boolean }> {
  const attempt = runAttempt({
    id: randomUUID(),
    strategy: 'direct',
    version: 'direct/1',
    model: models.get('openai:recorded'),
    messages: [{ role: 'user', content: recorded.prompt }],
    prompt: recorded.prompt,
    detector,
    show: true,
    maxTokens: 1024,
    timer: () => performance.now(),
  })
  let step = await attempt.next()
  while (!step.done) step = await attempt.next()
  const received = provider.requests.findLast(({ prompt }) => prompt === recorded.prompt)
  if (!received) throw new Error('the provider saw no request')
  const { charactersWritten: written, closedByClient: aborted } = await received.over
  return { written, aborted }
}

process.stdout.write(
  `Recorded full refusals over the wire, ${new Date().toISOString().slice(0, 10)}; ${CHARACTERS_A_CHUNK} characters every ${MILLISECONDS_A_CHUNK} ms\n\n`,
)
process.stdout.write(
  '| model | full refusals | over before character 200 | of these aborted | median at the abort | 95th percentile |\n',
)
process.stdout.write('|---|---|---|---|---|---|\n')
const all: { written: number; aborted: boolean }[] = []
for (const model of RECORDED_MODELS) {
  const refusals = readRecorded(completionsFile(folder, model)).filter(
    ({ verdict }) => verdict === 'full_refusal',
  )
  completions = new Map(refusals.map(({ prompt, completion }) => [prompt, completion]))
  const results: { written: number; aborted: boolean }[] = []
  const waiting = [...refusals]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) results.push(await charactersWritten(next))
    }),
  )
  all.push(...results)
  report(model, results)
}
report('all', all)
await provider.close()

function report(model: string, results: readonly { written: number; aborted: boolean }[]): void {
  const early = results.filter(({ written }) => written < LIMIT)
  const positions = results
    .filter(({ aborted }) => aborted)
    .map(({ written }) => written)
    .sort((a, b) => a - b)
  const at = (quantile: number) => positions[Math.floor(quantile * (positions.length - 1))] ?? '–'
  const share = ((100 * early.length) / results.length).toFixed(1)
  const aborted = early.filter((each) => each.aborted).length
  process.stdout.write(
    `| ${model} | ${results.length} | ${early.length} (${share} %) | ${aborted} | ${at(0.5)} | ${at(0.95)} |\n`,
  )
}
