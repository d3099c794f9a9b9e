/**
 * Our bot in Slack beside a bare Bolt app that relays the same model with Slack's streaming: answers a second,
 * time to the first visible text, and time to acknowledge, with all mentions of a round sent at once. Each bot runs
 * in a process of its own, with a fake Slack of its own in another; the fake model is in this one.
 * Run: node bench/slack.ts [--http] [--rounds N] [--at-once N] [--profile FOLDER]
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { SLACK_EVENTS } from '../src/platforms/slack/manifest.ts'
import { createPhraseDetector } from '../src/refusal/phrase-detector.ts'
import { startProviderServer } from '../test/fakes/provider-server.ts'
import {
  answerOf,
  type BotKind,
  type BotOrder,
  botKinds,
  botReady,
  holds,
  questionNumber,
  roundResult,
  slackAddress,
} from './slack-messages.ts'
import { type BenchRound, type Measured, report } from './slack-report.ts'

const WARM_UP = 3

/** Characters of one delta, about a token and a half. */
const DELTA = 6

/** Milliseconds before each delta; which, depends on the question alone, so that all bots get the same. */
const WAITS = [2, 3, 4, 5] as const

const ANSWER = [
  'A Python process that runs on your machine can be stopped in several ways, and the gentle ones come first.',
  'If it runs in a terminal, press Ctrl and C there: the interpreter raises KeyboardInterrupt, and code that cleans up still runs.',
  'If it runs in the background, find its process id with `pgrep -fl python` and look at the command line beside each number, so that you pick the right one.',
  'Then send it the usual signal with `kill PID`. The process may catch it, write its files and end by itself.',
  'Wait a few seconds and look again with `ps -p PID`; nothing but the heading means that it is gone.',
  'Only if it does not react, use `kill -9 PID`. The kernel then ends it at once, and nothing is cleaned up: temporary files stay, and a half-written file stays half-written.',
  'On Windows the same is done with `taskkill /PID number`, and with `/F` where force is needed.',
  'From Python itself, keep the object that `subprocess.Popen` gave you, call `terminate()` on it, and `kill()` after a timeout.',
  'A service that starts the process again by itself has to be stopped instead, for example with `systemctl stop name`.',
  'If you tell me how you started it, I can name the one command that fits.',
].join(' ')

const { values } = parseArgs({
  options: {
    http: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '20' },
    'at-once': { type: 'string', default: '16' },
    profile: { type: 'string' },
  },
})
const rounds = z.coerce.number().int().positive().parse(values.rounds)
const atOnce = z.coerce.number().int().positive().parse(values['at-once'])
const transport = values.http ? 'http' : 'socket'

const folder = await mkdtemp(join(tmpdir(), 'recourse-bench-'))
const children: ChildProcess[] = []
const provider = await startProviderServer()
provider.answer(({ prompt }) => ({
  text: ANSWER,
  chunkSize: DELTA,
  delay: WAITS[questionNumber(prompt) % WAITS.length] ?? WAITS[0],
}))

try {
  const contestants = new Map<BotKind, Contestant>()
  for (const kind of botKinds) contestants.set(kind, await enter(kind))
  const results: BenchRound[] = []
  for (let round = 0; round < WARM_UP + rounds; round += 1) {
    const result = new Map<BotKind, Measured>()
    // In turns, another one first each time, so that a slow moment of the machine strikes all.
    for (let turn = 0; turn < botKinds.length; turn += 1) {
      const kind = botKinds[(turn + round) % botKinds.length] ?? 'recourse'
      const measured = await contestants.get(kind)?.(round * atOnce)
      if (measured) result.set(kind, measured)
    }
    provider.reset()
    if (round >= WARM_UP) results.push(result)
  }
  process.stdout.write(
    `${transport === 'http' ? 'HTTP' : 'Socket Mode'}, ${atOnce} mentions at once, ${rounds} rounds after ${WARM_UP}, ${new Date().toISOString().slice(0, 10)}.\n` +
      `Every answer has ${ANSWER.length} characters in deltas of ${DELTA}, ${WAITS[0]} to ${WAITS.at(-1)} ms apart; its opening is held back until character ${releasedAt()}.\n\n` +
      report(results),
  )
} finally {
  await Promise.all(children.map(ended))
  await provider.close()
  await rm(folder, { recursive: true })
}

/** Plays one round, whose questions have numbers from the given one on. */
type Contestant = (firstQuestion: number) => Promise<Measured>

async function enter(kind: BotKind): Promise<Contestant> {
  // The rival subscribes to what it needs and no more.
  const subscriptions = kind === 'recourse' ? SLACK_EVENTS : ['app_mention']
  const crowd = start('./slack-crowd.ts', subscriptions)
  const slack = await answerOf(crowd, slackAddress)
  const order: BotOrder = {
    kind,
    transport,
    slack,
    providerUrl: provider.url,
    folder,
    releasedAt: releasedAt(),
  }
  const profiling =
    values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(values.profile, kind)}`]
  const bot = start('./slack-bots.ts', [JSON.stringify(order)], profiling)
  const { url } = await answerOf(bot, botReady)
  if (url !== undefined) await answerOf(crowd, z.object({}), { deliverTo: url })
  return async (firstQuestion) => {
    const round = await answerOf(crowd, roundResult, { firstQuestion, count: atOnce })
    const held = new Map((await answerOf(bot, holds, {})).holds)
    return {
      answersPerSecond: (atOnce * 1000) / round.milliseconds,
      firstTexts: round.firstTexts.map(([, milliseconds]) => milliseconds),
      firstTextsUnheld: round.firstTexts.map(
        ([question, milliseconds]) => milliseconds - (held.get(question) ?? Number.NaN),
      ),
      holds: [...held.values()],
      acknowledgements: round.acknowledgements,
      unacknowledged: round.unacknowledged,
    }
  }
}

function start(file: string, args: readonly string[], execArgv: readonly string[] = []): ChildProcess {
  const child = fork(new URL(file, import.meta.url), args, { execArgv: [...process.execArgv, ...execArgv] })
  children.push(child)
  return child
}

/** A child ends by itself once nobody talks to it. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.disconnect()
  })
}

/** The number of characters at which the refusal detector lets the answer through. */
function releasedAt(): number {
  const watch = createPhraseDetector().watch()
  for (let end = DELTA; end < ANSWER.length; end += DELTA) {
    if (watch.push(ANSWER.slice(end - DELTA, end)) === 'compliance') return end
  }
  return ANSWER.length
}
