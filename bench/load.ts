/**
 * Many at once, through the whole bot over a SQLite file, with models in this process that carry so many calls at once
 * and turn away the rest as a provider does.
 * 1. Messages queued at once are worked off: memory on the way, and that each has exactly one outcome.
 * 2. A model beside one whose provider hardly answers, against the same model alone.
 * 3. A quiet channel beside a noisy one of the same provider, against the same channel alone.
 * Run: node --expose-gc bench/load.ts [messages]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Bot } from '../src/bot-types.ts'
import { ModelError } from '../src/errors.ts'
import { createLoad, type Load } from '../src/load/load.ts'
import { DEFAULT_LOAD, type LoadSettings, WITHOUT_LIMITS } from '../src/load/load-settings.ts'
import { silentLogger } from '../src/logger.ts'
import type { ChatModel, ModelEvent } from '../src/models/chat-model.ts'
import { openStore } from '../src/store/sql-store.ts'
import { botOver } from '../test/support/bot.ts'

const count = Number(process.argv[2] ?? 10_000)
/** Calls that the provider carries at once; it turns away what is more, and asks for a second of patience. */
const CARRIES = 64
const PAUSE = 1_000
const PIECES = 10
/** Milliseconds between two pieces of an answer; of the comparisons longer, so that no answer waits for this machine. */
const A_PIECE = 20
const A_LONG_PIECE = 80
const ANSWER = 'The sea is wide and blue today. '
const WORKSPACES = 10
const CHANNELS = 100
const SAMPLES = 12
/** Messages that come in one turn of the event loop. */
const AT_A_TIME = 20
/** Of the comparisons: rounds, messages in one, and milliseconds between two of them. */
const ROUNDS = 4
const ASKED = 8
const EVERY = 1_000
const NOISE = 400
/** Milliseconds in which a provider has shown what it carries, and its pause is over. */
const SETTLED = 2_500

const folder = mkdtempSync(join(tmpdir(), 'recourse-load-'))
try {
  await workOff()
  await besideSlow()
  await besideNoisy()
} finally {
  rmSync(folder, { recursive: true })
}

interface Fake {
  readonly model: ChatModel
  readonly turnedAway: () => number
}

function fake(id: string, carries: number, aPiece: number): Fake {
  let underWay = 0
  let turnedAway = 0
  const model: ChatModel = {
    id,
    family: 'unknown',
    kind: 'live',
    async *stream(_, { signal }): AsyncGenerator<ModelEvent> {
      if (underWay >= carries) {
        turnedAway += 1
        throw new ModelError('rate_limited', 'at its limit', { retryAfter: PAUSE })
      }
      underWay += 1
      try {
        // Answers are of different lengths: calls that all end together would make everybody wait for all of them.
        const pieces = Math.round(PIECES * (0.5 + Math.random()))
        for (let piece = 0; piece < pieces; piece += 1) {
          await sleep(aPiece, undefined, signal && { signal })
          yield { type: 'text', text: ANSWER }
        }
        yield { type: 'done', finish: 'stop', usage: { input: 20, output: 80 } }
      } finally {
        underWay -= 1
      }
    },
  }
  return { model, turnedAway: () => turnedAway }
}

async function withBot<Result>(
  models: readonly ChatModel[],
  queue: LoadSettings['queue'],
  use: (bot: Bot, load: Load) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ url: join(folder, `${crypto.randomUUID()}.db`) })
  const load = createLoad({ settings: { ...WITHOUT_LIMITS, queue }, logger: silentLogger })
  try {
    return await use(botOver(store, models, { load, newId: () => crypto.randomUUID() }), load)
  } finally {
    await store.close()
  }
}

interface Told {
  /** Milliseconds to the first text, and to the outcome. */
  readonly first: number
  readonly outcomes: readonly string[]
}

/** Asks one thing, and reads its reply to the end. */
async function ask(bot: Bot, workspace: string, channel: string, model?: string): Promise<Told> {
  const began = performance.now()
  const message = crypto.randomUUID()
  const place = { platform: 'bench', workspace, channel, thread: message }
  const events = bot.handleMessage(
    {
      key: { platform: 'bench', workspace, channel, message },
      place,
      author: { platform: 'bench', workspace, user: 'ana' },
      text: 'Tell me of the sea, and of what the sailors of old said of it.',
      opensConversation: true,
    },
    model === undefined ? undefined : { model },
  )
  let first: number | undefined
  const outcomes: string[] = []
  for await (const event of events) {
    if (event.type === 'delta') first ??= performance.now() - began
    if (event.type === 'done') outcomes.push(event.failure?.code ?? event.outcome)
  }
  return { first: first ?? Number.NaN, outcomes }
}

async function workOff(): Promise<void> {
  const { model, turnedAway } = fake('openai:sea', CARRIES, A_PIECE)
  const room = { channel: count, workspace: count, process: 2 * count }
  line(`${count.toLocaleString('en')} messages at once, in ${CHANNELS} channels of ${WORKSPACES} workspaces;`)
  line(
    `a provider that carries ${CARRIES} calls of about ${PIECES * A_PIECE} ms at once, and turns away the rest`,
  )
  const before = memory()
  await withBot([model], room, async (bot, load) => {
    const began = performance.now()
    const work = process.cpuUsage()
    const outcomes = new Map<string, number>()
    let ended = 0
    let twice = 0
    const one = async (index: number) => {
      const told = await ask(bot, `w${index % WORKSPACES}`, `c${index % CHANNELS}`)
      if (told.outcomes.length !== 1) twice += 1
      const outcome = told.outcomes.join('+') || 'none'
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      ended += 1
    }
    const all: Promise<void>[] = []
    const queue = async () => {
      for (let index = 0; index < count; index += 1) {
        all.push(one(index))
        // As sockets bring them: so many, and then other work gets its turn.
        if (index % AT_A_TIME === 0) await nextTurn()
      }
    }
    const queued = queue()
    const sample = (now: ReturnType<typeof memory>) => {
      const { waiting, providers } = load.snapshot()
      const numbers = [ended, waiting, providers[0]?.underWay ?? 0].map((each) => String(each).padStart(8))
      const seconds = secondsSince(began).toFixed(1).padStart(7)
      line(`  ${seconds} ${numbers.join(' ')}  ${megabytes(now.resident)} ${megabytes(now.inUse)}`)
    }
    line('\n  seconds    ended  waiting   at once   resident    in use')
    const step = Math.ceil(count / SAMPLES)
    const peaks: number[] = []
    for (let next = 0; ended < count; ) {
      await sleep(100)
      if (ended < next) continue
      next = ended + step
      const now = memory()
      peaks.push(now.resident)
      sample(now)
    }
    await queued
    await Promise.all(all)
    const seconds = secondsSince(began)
    const after = memory()
    sample(after)
    const told = [...outcomes].map(([outcome, number]) => `${outcome} ${number}`).join(', ')
    line(
      `\n  outcomes: ${told}; messages with none or several: ${twice}; turned away meanwhile: ${turnedAway()}`,
    )
    const least = (count / CARRIES) * ((PIECES * A_PIECE) / 1_000)
    const { user, system } = process.cpuUsage(work)
    const each = ((user + system) / 1_000 / count).toFixed(1)
    line(
      `  ${seconds.toFixed(1)} s, where the provider alone takes ${least.toFixed(1)} s at the least; ${each} ms of processor time a message`,
    )
    const half = peaks.slice(Math.floor(peaks.length / 2))
    const rise = Math.max(...half, after.resident) / Math.max(...peaks.slice(0, Math.ceil(peaks.length / 2)))
    line(
      `  resident: ${megabytes(before.resident).trim()} before; most in the second half / in the first: ${rise.toFixed(2)}\n`,
    )
  })
}

/** A stream of questions, one after another; their times to the first text. */
async function asked(bot: Bot, channel: string, model?: string): Promise<readonly number[]> {
  const all: Promise<Told>[] = []
  for (let question = 0; question < ASKED; question += 1) {
    all.push(ask(bot, 'w', channel, model))
    await sleep(EVERY)
  }
  return (await Promise.all(all)).map(({ first }) => first)
}

/** Questions alone, and beside something else, in turns, so that a slow moment of the machine strikes both. */
async function compared(
  what: string,
  models: readonly ChatModel[],
  noise: (bot: Bot, isOver: () => boolean) => Promise<unknown>,
): Promise<void> {
  const alone: number[] = []
  const beside: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(...(await withBot(models, DEFAULT_LOAD.queue, (bot) => asked(bot, 'quiet'))))
    await withBot(models, DEFAULT_LOAD.queue, async (bot) => {
      let isOver = false
      const others = noise(bot, () => isOver)
      await sleep(SETTLED)
      beside.push(...(await asked(bot, 'quiet')))
      isOver = true
      await bot.handOver()
      await others
    })
  }
  const [a, b] = [alone, beside].map((times) => ({
    median: quantile(times, 0.5),
    late: quantile(times, 0.95),
  }))
  if (!a || !b) return
  line(what)
  line(
    `  to the first text, alone:  median ${a.median.toFixed(0)} ms, 95th percentile ${a.late.toFixed(0)} ms`,
  )
  line(
    `  beside it:                 median ${b.median.toFixed(0)} ms, 95th percentile ${b.late.toFixed(0)} ms`,
  )
  line(`  ratio:                     ${(b.median / a.median).toFixed(2)}, ${(b.late / a.late).toFixed(2)}\n`)
}

async function besideSlow(): Promise<void> {
  const fast = fake('openai:fast', 256, A_LONG_PIECE)
  const slow = fake('groq:slow', 16, 5_000)
  await compared(
    `A model beside one of another provider for which ${NOISE} requests wait that hardly gets one answered:`,
    [fast.model, slow.model],
    (bot) =>
      Promise.all(Array.from({ length: NOISE }, (_, index) => ask(bot, 'v', `c${index % 10}`, 'groq:slow'))),
  )
}

async function besideNoisy(): Promise<void> {
  const { model } = fake('openai:sea', 16, A_LONG_PIECE)
  await compared(
    'A quiet channel beside one that keeps 80 requests waiting at the same provider, which carries 16 at once:',
    [model],
    (bot, isOver) =>
      Promise.all(
        Array.from({ length: 80 }, async () => {
          while (!isOver()) await ask(bot, 'w', 'noisy')
        }),
      ),
  )
}

function memory(): { readonly resident: number; readonly inUse: number } {
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { resident: rss, inUse: heapUsed + external }
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1_000
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0).padStart(6)} MB`
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function line(text: string): void {
  process.stdout.write(`${text}\n`)
}
