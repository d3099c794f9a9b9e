/**
 * Our bot beside a rival on a chat platform, with all mentions of a round sent at once. Each bot runs in a process of
 * its own, with a fake platform of its own in another; the fake model is in this one.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { createPhraseDetector } from '../src/refusal/phrase-detector.ts'
import { startProviderServer } from '../test/fakes/provider-server.ts'
import { answerOf, type BotOrder, holds, questionNumber, type RoundResult } from './chat-messages.ts'
import type { Measured } from './chat-report.ts'

const WARM_UP = 3

/** Characters of one delta, about a token and a half. */
const DELTA = 6

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

/** How such an answer ends, to be known whole by. */
export const ANSWER_END = ANSWER.slice(-DELTA)

/** For `parseArgs`. */
export const CONTEST_OPTIONS = {
  rounds: { type: 'string', default: '20' },
  'at-once': { type: 'string', default: '16' },
  profile: { type: 'string' },
} as const

export interface ContestValues {
  readonly rounds: string
  readonly 'at-once': string
  /** A folder for CPU profiles. */
  readonly profile?: string | undefined
}

/** Plays one round, whose questions have numbers from the given one on. */
type Contestant<Played extends Measured> = (firstQuestion: number, count: number) => Promise<Played>

/** What a contestant is made of. */
export interface Ground {
  readonly order: BotOrder
  readonly startCrowd: (file: string, args: readonly string[]) => ChildProcess
  readonly startBot: (file: string, order: object) => ChildProcess
}

export interface Contest<Kind extends string, Played extends Measured> {
  readonly platform: string
  readonly kinds: readonly Kind[]
  /** Milliseconds before each delta; which, depends on the question alone, so that all bots get the same. */
  readonly waits: readonly number[]
  readonly enter: (kind: Kind, ground: Ground) => Promise<Contestant<Played>>
}

/** Plays all rounds and prints what the report makes of them. */
export async function playContest<Kind extends string, Played extends Measured>(
  { platform, kinds, waits, enter }: Contest<Kind, Played>,
  values: ContestValues,
  report: (rounds: readonly ReadonlyMap<Kind, Played>[]) => string,
): Promise<void> {
  const rounds = z.coerce.number().int().positive().parse(values.rounds)
  const atOnce = z.coerce.number().int().positive().parse(values['at-once'])
  const folder = await mkdtemp(join(tmpdir(), 'recourse-bench-'))
  const children: ChildProcess[] = []
  const provider = await startProviderServer()
  provider.answer(({ prompt }) => ({
    text: ANSWER,
    chunkSize: DELTA,
    delay: waits[questionNumber(prompt) % waits.length] ?? 0,
  }))

  const start = (file: string, args: readonly string[], execArgv: readonly string[] = []) => {
    const child = fork(new URL(file, import.meta.url), args, { execArgv: [...process.execArgv, ...execArgv] })
    children.push(child)
    return child
  }
  const groundOf = (kind: Kind): Ground => ({
    order: { providerUrl: provider.url, folder, releasedAt: releasedAt() },
    startCrowd: (file, args) => start(file, args),
    startBot: (file, order) => start(file, [JSON.stringify(order)], profiling(values.profile, kind)),
  })

  try {
    const contestants = new Map<Kind, Contestant<Played>>()
    for (const kind of kinds) contestants.set(kind, await enter(kind, groundOf(kind)))
    const results: ReadonlyMap<Kind, Played>[] = []
    for (let round = 0; round < WARM_UP + rounds; round += 1) {
      const result = new Map<Kind, Played>()
      // In turns, another one first each time, so that a slow moment of the machine strikes all.
      const turns = [...contestants].map((_, turn, all) => all[(turn + round) % all.length] ?? all[turn])
      for (const turn of turns) if (turn) result.set(turn[0], await turn[1](round * atOnce, atOnce))
      provider.reset()
      if (round >= WARM_UP) results.push(result)
    }
    process.stdout.write(
      `${platform}, ${atOnce} mentions at once, ${rounds} rounds after ${WARM_UP}, ${new Date().toISOString().slice(0, 10)}.\n` +
        `Every answer has ${ANSWER.length} characters in deltas of ${DELTA}, ${Math.min(...waits)} to ${Math.max(...waits)} ms apart; its opening is held back until character ${releasedAt()}.\n\n` +
        report(results),
    )
  } finally {
    await Promise.all(children.map(ended))
    await provider.close()
    await rm(folder, { recursive: true })
  }
}

/** A round as the crowd saw it, with what the bot tells of it. */
export async function measuredRound(round: RoundResult, bot: ChildProcess): Promise<Measured> {
  const held = new Map((await answerOf(bot, holds, {})).holds)
  return {
    answersPerSecond: (round.firstTexts.length * 1000) / round.milliseconds,
    firstTexts: round.firstTexts.map(([, milliseconds]) => milliseconds),
    firstTextsUnheld: round.firstTexts.map(
      ([question, milliseconds]) => milliseconds - (held.get(question) ?? Number.NaN),
    ),
    holds: [...held.values()],
  }
}

function profiling(folder: string | undefined, kind: string): readonly string[] {
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(folder, kind)}`]
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
