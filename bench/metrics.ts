/**
 * What watching costs: exchanges through the whole bot with and without counting, in turns, and one scrape. Times are
 * of the processor, so that what else runs on the machine does not count.
 * Run: node bench/metrics.ts
 */
import { silentLogger } from '../src/logger.ts'
import { createPrometheus } from '../src/metrics/prometheus.ts'
import { observedModel } from '../src/models/observed-model.ts'
import { observedStore } from '../src/store/observed-store.ts'
import { openStore } from '../src/store/sql-store.ts'
import { botOver, doneOf, messageOf } from '../test/support/bot.ts'
import { scriptedModel } from '../test/support/scripted-model.ts'

const ROUNDS = 20
const EXCHANGES_A_ROUND = 200
/** Models with labels of their own: the most that a process keeps. */
const MODELS = 50
const SCRAPES = 50

const store = await openStore({ url: ':memory:' })
const prometheus = createPrometheus({ version: 'bench' })
const { metrics } = prometheus
const parts = { metrics, logger: silentLogger }
const model = () => scriptedModel(['Use the kill command with the process id, which ps tells.'])
const bare = botOver(store, [model()])
const watched = botOver(observedStore(store, parts), [observedModel(model(), parts)], { metrics })

let made = 0
/** Milliseconds that the processor has worked for this process. */
function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Microseconds an exchange. */
async function round(bot: typeof bare): Promise<number> {
  const started = worked()
  for (let index = 0; index < EXCHANGES_A_ROUND; index += 1) {
    made += 1
    await doneOf(bot.handleMessage(messageOf('How do I kill a process?', `m${made}`)))
  }
  return ((worked() - started) / EXCHANGES_A_ROUND) * 1000
}

const middle = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

await round(bare)
await round(watched)
const times: { bare: number[]; watched: number[] } = { bare: [], watched: [] }
for (let index = 0; index < ROUNDS; index += 1) {
  times.bare.push(await round(bare))
  times.watched.push(await round(watched))
}

for (let index = 0; index < MODELS; index += 1) {
  const id = `openai:model-${index}`
  const usage = { input: 100, output: 100 }
  for (const purpose of ['answer', 'strategy', 'judge'] as const)
    metrics.modelCalled({ model: id, purpose, result: 'finished', seconds: 1, usage })
  for (const platform of ['slack', 'discord', 'web'])
    for (const outcome of ['answered', 'recovered', 'refusal_stands', 'failed'] as const)
      metrics.exchangeEnded({ platform, model: id, outcome, seconds: 1, tries: [] })
}
const scrapes: number[] = []
let text = ''
for (let index = 0; index < SCRAPES; index += 1) {
  const started = worked()
  text = await prometheus.text()
  scrapes.push(worked() - started)
}

process.stdout.write(`${new Date().toISOString().slice(0, 10)}, medians of ${ROUNDS} rounds in turns\n\n`)
process.stdout.write(`| exchange without counting | ${middle(times.bare).toFixed(0)} µs |\n`)
process.stdout.write(`| with counting | ${middle(times.watched).toFixed(0)} µs |\n`)
process.stdout.write(
  `| one scrape with ${MODELS} models on three platforms | ${middle(scrapes).toFixed(1)} ms, ${(text.length / 1024).toFixed(0)} KiB, ${text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length} series |\n`,
)
await store.close()
