/**
 * Our bot beside a rival on a chat platform, with all mentions of a round sent at once. Each bot runs in a process of
 * its own, with a fake platform of its own in another; the fake model is in this one.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { startProviderServer } from '../test/fakes/provider-server.ts'
import { ANSWER, DELTA, releasedAt } from './chat-answer.ts'
import { answerOf, type BotOrder, holds, questionNumber, type RoundResult } from './chat-messages.ts'
import type { Measured } from './chat-report.ts'

const WARM_UP = 3

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
