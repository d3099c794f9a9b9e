/**
 * Time to the first visible text of a compliant answer, beside a bare relay of the `openai` SDK on the same
 * provider in the same run; and the share of it that is our own work.
 * Run: node bench/first-text.ts
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import type { ChatModel } from '../src/models/chat-model.ts'
import { createModels } from '../src/models/providers.ts'
import { openStore } from '../src/store/sql-store.ts'
import { startProviderServer } from '../test/fakes/provider-server.ts'
import { botOver, messageOf } from '../test/support/bot.ts'

const ROUNDS = 200
const WARM_UP = 20
const ANSWER =
  'To stop a running program, first find its process id, then send it a signal. On Linux you can use the kill command for both steps. '.repeat(
    4,
  )

const folder = await mkdtemp(join(tmpdir(), 'recourse-bench-'))
const provider = await startProviderServer()
provider.answer({ text: ANSWER })
const relay = new OpenAI({ apiKey: 'unused', baseURL: `${provider.url}/v1` })
const models = createModels({ openaiApiKey: 'unused', openaiBaseUrl: `${provider.url}/v1` })
const store = await openStore({ url: join(folder, 'bench.sqlite') })

/** When the model was asked, and when its latest text reached us. */
let askedAt = 0
let textAt = 0
function timed(model: ChatModel): ChatModel {
  return {
    id: model.id,
    family: model.family,
    kind: model.kind,
    async *stream(messages, options) {
      askedAt = performance.now()
      for await (const event of model.stream(messages, options)) {
        textAt = performance.now()
        yield event
      }
    },
  }
}

const bot = botOver(store, [timed(models.get('openai:bench'))])

interface Round {
  /** Milliseconds from the question to the first visible text. */
  readonly total: number
  /** Of these, before the model was asked and after its deciding text had come. */
  readonly own: number
  readonly afterText: number
  /** Characters in the first visible text. */
  readonly characters: number
}

async function ours(): Promise<Round> {
  const message = messageOf('How do I stop a program?', randomUUID())
  const started = performance.now()
  let round: Round | undefined
  for await (const event of bot.handleMessage(message)) {
    if (event.type !== 'delta' || round) continue
    const now = performance.now()
    const afterText = now - textAt
    round = {
      total: now - started,
      own: askedAt - started + afterText,
      afterText,
      characters: event.text.length,
    }
  }
  if (!round) throw new Error('no text was shown')
  return round
}

async function bare(characters: number): Promise<number> {
  const started = performance.now()
  let seen = 0
  let total = 0
  const stream = await relay.chat.completions.create({
    model: 'bench',
    messages: [{ role: 'user', content: 'How do I stop a program?' }],
    stream: true,
  })
  for await (const chunk of stream) {
    seen += chunk.choices[0]?.delta.content?.length ?? 0
    if (total === 0 && seen >= characters) total = performance.now() - started
  }
  return total
}

const rounds: Round[] = []
const bareTotals: number[] = []
for (let index = -WARM_UP; index < ROUNDS; index += 1) {
  const round = await ours()
  const total = await bare(round.characters)
  if (index < 0) continue
  rounds.push(round)
  bareTotals.push(total)
}
await store.close()
await provider.close()
await rm(folder, { recursive: true })

const at = (values: readonly number[], quantile: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(quantile * (values.length - 1))] ?? Number.NaN
const row = (name: string, values: readonly number[]) =>
  `| ${name} | ${at(values, 0.5).toFixed(2)} | ${at(values, 0.95).toFixed(2)} |\n`
const totals = rounds.map(({ total }) => total)
process.stdout.write(
  `First visible text, ${ROUNDS} rounds each in turn, ${new Date().toISOString().slice(0, 10)}\n\n`,
)
process.stdout.write('| milliseconds | median | 95th percentile |\n|---|---|---|\n')
process.stdout.write(row('bare openai SDK relay, same number of characters', bareTotals))
process.stdout.write(row('Recourse, question to first visible text', totals))
process.stdout.write(
  row(
    'of these, own work before and after the model',
    rounds.map(({ own }) => own),
  ),
)
process.stdout.write(
  row(
    'of these, own work after the deciding text',
    rounds.map(({ afterText }) => afterText),
  ),
)
process.stdout.write(`\nRatio of the medians: ${(at(totals, 0.5) / at(bareTotals, 0.5)).toFixed(2)}\n`)
