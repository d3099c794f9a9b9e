/**
 * Our bot, as `serve` runs it with everything on, beside bare relays of Slack's and Discord's SDKs and beside the Chat
 * SDK, on the same fakes in the same run; the second hearing beside waiting for the whole refusal; and what must hold
 * of ours alone: memory over many messages, a storm of votes, the start. Writes `bench/RESULTS.md`.
 * Run: node bench/side-by-side.ts [--rounds N] [--messages N] [--out FILE]
 */
import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Contest, openContest, type Playing } from './chat-contest.ts'
import type { RoundResult } from './chat-messages.ts'
import { discordContest } from './discord-contest.ts'
import { startTimes } from './serve-start.ts'
import { type Block, type Results, resultsPage } from './side-by-side-report.ts'
import { slackContest } from './slack-contest.ts'
import { voteStorm } from './vote-storm.ts'

/** How many questions are open at a time, and how many a round has. */
const STAGES = [
  { atOnce: 1, questions: 8 },
  { atOnce: 16, questions: 64 },
  { atOnce: 256, questions: 512 },
] as const

/** Milliseconds before each delta of six characters: a model of some 300 to 700 tokens a second. */
const WAITS = [2, 3, 4, 5]
/** Slower, so that most answers take longer than the time between two edits. */
const DISCORD_WAITS = [4, 6, 8, 10]

/** Messages between two looks at the memory. */
const LOOK_EVERY = 2_500

/** Answers that three people react to each; 10,000 reactions and a little. */
const STORM_ANSWERS = 3_334

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    messages: { type: 'string', default: '50000' },
    out: { type: 'string', default: join(import.meta.dirname, 'RESULTS.md') },
  },
})
const positive = z.coerce.number().int().positive()
const rounds = positive.parse(values.rounds)
const messages = positive.parse(values.messages)
const say = (line: string) => process.stderr.write(`${line}\n`)

async function stages<Kind extends string, Seen extends RoundResult>(
  contest: Contest<Kind, Seen>,
  wanted: readonly Pick<Playing, 'atOnce' | 'questions'>[],
  common: Pick<Playing, 'waits' | 'manner'>,
): Promise<readonly Block[]> {
  const open = await openContest(contest)
  try {
    const blocks: Block[] = []
    for (const stage of wanted) {
      say(`${contest.kinds.join(', ')}: ${stage.atOnce} at once`)
      const warmUp = stage.atOnce > 16 ? 1 : 2
      blocks.push({ ...stage, rounds: await open.play({ ...common, ...stage, rounds, warmUp }) })
    }
    return blocks
  } finally {
    await open.close()
  }
}

/** Resident memory after every few thousand messages. */
async function memoryOver(count: number): Promise<readonly number[]> {
  say(`memory over ${count} messages`)
  const open = await openContest(slackContest({ kinds: ['recourse'], transport: 'socket' }))
  try {
    const looks = Math.ceil(count / LOOK_EVERY)
    const played = await open.play({
      rounds: looks,
      warmUp: 0,
      questions: LOOK_EVERY,
      atOnce: 64,
      waits: [0],
      manner: 'short',
    })
    return played.map((round) => round.get('recourse')?.residentBytes ?? Number.NaN)
  } finally {
    await open.close()
  }
}

const results: Results = {
  day: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`,
  slack: await stages(
    slackContest({ kinds: ['bare-eager', 'chat-sdk', 'recourse'], transport: 'socket' }),
    STAGES,
    { waits: WAITS },
  ),
  discord: await stages(discordContest({ kinds: ['relay', 'recourse'], limited: true }), STAGES, {
    waits: DISCORD_WAITS,
  }),
  refused: await stages(
    slackContest({ kinds: ['ask-again', 'recourse'], transport: 'socket', usefulOnly: true }),
    STAGES.slice(0, 2),
    { waits: WAITS, manner: 'refusing' },
  ),
  memory: { every: LOOK_EVERY, bytes: await memoryOver(messages) },
  storm: await voteStorm(STORM_ANSWERS),
  starts: await startTimes(),
}
const page = resultsPage(results)
await writeFile(values.out, page)
process.stdout.write(page)
