/** The page that `bench/side-by-side.ts` writes. */
import type { PlayedRound } from './chat-contest.ts'
import type { RoundResult } from './chat-messages.ts'
import { at, both, LEAST_RATIO, mark, measured, ratios, spread, table } from './chat-report.ts'
import type { VoteStorm } from './vote-storm.ts'

/** The rounds of one number of questions at once. */
export interface Block {
  readonly atOnce: number
  readonly questions: number
  readonly rounds: readonly PlayedRound<string, RoundResult>[]
}

export interface Results {
  readonly day: string
  readonly machine: string
  readonly slack: readonly Block[]
  readonly discord: readonly Block[]
  readonly refused: readonly Block[]
  /** Resident memory after every so many messages. */
  readonly memory: { readonly every: number; readonly bytes: readonly number[] }
  readonly storm: VoteStorm
  /** Milliseconds. */
  readonly starts: readonly number[]
}

/** The marks; memory as a share of a bare relay's, times in milliseconds. */
const MOST_MEMORY = 1.3
const MOST_OWN_WORK = 20
const LONGEST_STORM = 5_000
const LONGEST_START = 1_000
/** Memory at the end as a share of what it was before the middle, to count as flat. */
const FLAT = 1.1
const QUARTERS = 4

const NAMES: Readonly<Record<string, string>> = {
  'bare-eager': 'bare Bolt app that streams at once',
  'chat-sdk': 'Chat SDK (`chat` with its Slack adapter)',
  'ask-again': 'bare Bolt app that waits for the whole refusal, then asks again',
  relay: 'bare discord.js relay',
  recourse: 'Recourse',
}

/** Markdown. */
export function resultsPage(results: Results): string {
  const { slack, discord, refused, memory, storm, starts } = results
  const rounds = Math.min(...[...slack, ...discord, ...refused].map((block) => block.rounds.length))
  const full = slack.find(({ atOnce }) => atOnce === 16)
  return [
    '# Side by side',
    '',
    `Written by \`npm run bench\` on ${results.day}; ${results.machine}. Every bot runs in a process of its own against a fake`,
    'platform in another, ours by `serve` with everything on; all share the machine with the fakes and the fake model, which writes',
    'six characters every few milliseconds. As soon as a question is answered the next is asked. All times are taken outside',
    `the bots. Medians of ${rounds} rounds (least – most); times as median / 95th percentile of all messages.`,
    '',
    '## Slack, Socket Mode',
    '',
    contestTable(slack),
    '## Discord',
    '',
    contestTable(discord),
    'Discord limits here what bots send, as it does. Memory counts the process of the bot alone. Recourse holds each opening back until it is known to be no refusal, which is in its',
    'first text; *own work* is the time from the mention to the call of the model, and from what the model wrote to what is',
    'seen of it, without that.',
    '',
    '## When the model first refuses a harmless question',
    '',
    refusedTable(refused),
    'The model refuses every question once, in about 600 characters, and answers when it is asked again. Recourse stops reading the refusal',
    'as soon as it is known, screens the request, asks again, and checks the answer before it shows any of it; the other waits',
    'for the end of the refusal, looks at its first words, asks again without a look at the request, and streams.',
    '',
    '## Memory',
    '',
    table(
      ['messages', 'resident, MB'],
      memory.bytes.map((bytes, index) => [String((index + 1) * memory.every), megabytes(bytes)]),
    ),
    '## Marks',
    '',
    ...slack.map((block) => ratioMark('Slack', block, 'bare-eager')),
    ...discord.map((block) => ratioMark('Discord', block, 'relay')),
    ...memoryMarks('Slack', slack, 'bare-eager'),
    ...memoryMarks('Discord', discord, 'relay'),
    memory.bytes.length < QUARTERS
      ? `- memory flat over many messages: not measured, which takes ${memory.every * QUARTERS} at least`
      : mark(
          `memory flat over ${memory.every * memory.bytes.length} messages: median of the last quarter beside the second`,
          flatness(memory.bytes),
          2,
          'at most',
          FLAT,
        ),
    mark(
      'own work, 16 at once in Slack, 99th percentile, ms',
      full ? at(all(full, 'recourse', 'ownWork'), 0.99) : Number.NaN,
      1,
      'at most',
      MOST_OWN_WORK,
    ),
    `  (the bare Bolt app's there: ${latest(full, 'bare-eager', 'ownWork')}; without the 16 questions that come in one moment at the`,
    `  beginning of a round: ours ${latest(full, 'recourse', 'ownWorkUnderWay')}, the bare Bolt app's ${latest(full, 'bare-eager', 'ownWorkUnderWay')})`,
    mark(
      `a storm of ${storm.reactions} reactions in Discord until the last is stored, ms`,
      storm.milliseconds,
      0,
      'at most',
      LONGEST_STORM,
    ),
    mark('start to ready, median, ms', at(starts, 0.5), 0, 'at most', LONGEST_START),
    '',
  ].join('\n')
}

function contestTable(blocks: readonly Block[]): string {
  return table(
    [
      'at once',
      '',
      'answers a second',
      'first text, ms',
      'final text, ms',
      'own work, ms',
      'API calls a message',
      'resident, MB',
    ],
    blocks.flatMap((block) =>
      kindsOf(block).map((kind) => [
        String(block.atOnce),
        nameOf(kind),
        spread(each(block, kind, 'answersPerSecond'), 1),
        both(all(block, kind, 'firstTexts')),
        both(all(block, kind, 'finalTexts')),
        both(all(block, kind, 'ownWork')),
        at(each(block, kind, 'apiCallsEach'), 0.5).toFixed(1),
        megabytes(Math.max(...each(block, kind, 'residentBytes'))),
      ]),
    ),
  )
}

function refusedTable(blocks: readonly Block[]): string {
  return table(
    [
      'at once',
      '',
      'useful text first, ms',
      'useful answer whole, ms',
      'calls of the model',
      'API calls a message',
    ],
    blocks.flatMap((block) =>
      kindsOf(block).map((kind) => [
        String(block.atOnce),
        nameOf(kind),
        both(all(block, kind, 'firstTexts')),
        both(all(block, kind, 'finalTexts')),
        at(each(block, kind, 'callsOfModelEach'), 0.5).toFixed(1),
        at(each(block, kind, 'apiCallsEach'), 0.5).toFixed(1),
      ]),
    ),
  )
}

function ratioMark(platform: string, block: Block, rival: string): string {
  return mark(
    `${platform}, ${block.atOnce} at once: throughput beside the ${nameOf(rival)}`,
    at(ratios(block.rounds, rival), 0.5),
    2,
    'at least',
    LEAST_RATIO,
  )
}

function memoryMarks(platform: string, blocks: readonly Block[], rival: string): readonly string[] {
  const block = blocks.at(-1)
  if (!block) return []
  const most = (kind: string) => Math.max(...each(block, kind, 'residentBytes'))
  const what = `${platform}, ${block.atOnce} at once: resident memory beside the ${nameOf(rival)}`
  return [mark(what, most('recourse') / most(rival), 2, 'at most', MOST_MEMORY)]
}

/** The median of the last quarter as a share of that of the second; the first is warming up. */
function flatness(bytes: readonly number[]): number {
  const quarter = Math.floor(bytes.length / QUARTERS)
  return at(bytes.slice(-quarter), 0.5) / at(bytes.slice(quarter, 2 * quarter), 0.5)
}

const kindsOf = ({ rounds }: Block) => [...(rounds[0]?.keys() ?? [])].toSorted(oursLast)
const oursLast = (one: string, other: string) => Number(one === 'recourse') - Number(other === 'recourse')
const nameOf = (kind: string) => NAMES[kind] ?? kind
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0)

function each(
  block: Block,
  kind: string,
  what: 'answersPerSecond' | 'apiCallsEach' | 'callsOfModelEach' | 'residentBytes',
) {
  return measured(block.rounds, kind).map((round) => round[what])
}

function all(
  block: Block,
  kind: string,
  what: 'firstTexts' | 'finalTexts' | 'ownWork' | 'ownWorkUnderWay',
): readonly number[] {
  return measured(block.rounds, kind).flatMap((round) => round[what])
}

/** The 99th percentile. */
function latest(block: Block | undefined, kind: string, what: 'ownWork' | 'ownWorkUnderWay'): string {
  return block ? at(all(block, kind, what), 0.99).toFixed(1) : 'not measured'
}
