/**
 * Our bot beside rivals on a chat platform. Each bot runs in a process of its own, with a fake platform of its own in
 * another; the fake model is in this one. All times are taken from outside: where people see text, and where the
 * model is asked.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type ProviderServer, type Reply, startProviderServer } from '../test/fakes/provider-server.ts'
import { ANSWER, DELTA, REFUSAL, releasedAt, SHORT_ANSWER } from './chat-answer.ts'
import { startRecourse } from './chat-bots.ts'
import { moment, questionNumber, type RoundOrder, type RoundResult } from './chat-messages.ts'
import type { Measured } from './chat-report.ts'

/** Rounds that are not counted, unless said otherwise. */
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

/** A bot with its platform. */
export interface Contestant<Seen extends RoundResult> {
  readonly bot: ChildProcess
  readonly play: (order: RoundOrder) => Promise<Seen>
}

/** What a contestant is made of. */
export interface Ground {
  readonly providerUrl: string
  /** The bot's own, where our bot keeps its database. */
  readonly folder: string
  readonly startCrowd: (file: string, args: readonly string[]) => ChildProcess
  readonly startBot: (file: string, order: object) => ChildProcess
  readonly startRecourse: (
    env: Readonly<Record<string, string>>,
  ) => Promise<{ readonly child: ChildProcess; readonly url: string }>
}

export interface Contest<Kind extends string, Seen extends RoundResult> {
  readonly kinds: readonly Kind[]
  readonly enter: (kind: Kind, ground: Ground) => Promise<Contestant<Seen>>
  /** Whether a bot shows nothing before as many characters as our detector needs. */
  readonly gathers: (kind: Kind) => boolean
}

/** How rounds are played. */
export interface Playing {
  readonly rounds: number
  /** Rounds before them that are not counted; default 3. */
  readonly warmUp?: number
  /** Questions of one round, and how many of them are open at a time. */
  readonly questions: number
  readonly atOnce: number
  /** Milliseconds before each delta; which, depends on the question alone, so that all bots get the same. */
  readonly waits: readonly number[]
  /** `refusing`: the model refuses each question once. `short`: what it answers is short and comes at once. */
  readonly manner?: 'usual' | 'refusing' | 'short'
}

/** One bot in one round, with what its own platform has to say beyond the rest. */
export type Played<Seen extends RoundResult> = Measured & { readonly seen: Seen }
export type PlayedRound<Kind extends string, Seen extends RoundResult> = ReadonlyMap<Kind, Played<Seen>>

export interface OpenContest<Kind extends string, Seen extends RoundResult> {
  play(playing: Playing): Promise<readonly PlayedRound<Kind, Seen>[]>
  close(): Promise<void>
}

/** When the model was asked a question first, and wrote the texts that a bot can show first. */
interface Served {
  readonly arrivedAt: number
  firstChunkAt: number
  /** When as much was written as the detector needs. */
  enoughAt: number
  calls: number
}

/** Starts every bot with its platform, and the model. */
export async function openContest<Kind extends string, Seen extends RoundResult>(
  { kinds, enter, gathers }: Contest<Kind, Seen>,
  profile?: string,
): Promise<OpenContest<Kind, Seen>> {
  const folder = await mkdtemp(join(tmpdir(), 'recourse-bench-'))
  const children: ChildProcess[] = []
  const provider = await startProviderServer()
  const contestants = new Map<Kind, Contestant<Seen>>()
  let asked = 0

  async function groundOf(kind: Kind): Promise<Ground> {
    const own = join(folder, kind)
    await mkdir(own)
    const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(profile, kind)}`]
    const start = (file: string, args: readonly string[], execArgv: readonly string[]) => {
      const child = fork(new URL(file, import.meta.url), args, {
        execArgv: [...process.execArgv, ...execArgv],
      })
      children.push(child)
      return child
    }
    return {
      providerUrl: provider.url,
      folder: own,
      startCrowd: (file, args) => start(file, args, []),
      startBot: (file, order) => start(file, [JSON.stringify(order)], profiling),
      async startRecourse(env) {
        const started = await startRecourse(own, provider.url, env, profiling)
        children.push(started.child)
        return started
      },
    }
  }

  async function close() {
    await Promise.all(children.map(ended))
    await provider.close()
    await rm(folder, { recursive: true })
  }

  async function playOne(kind: Kind, served: Map<number, Served>, order: RoundOrder): Promise<Played<Seen>> {
    const contestant = contestants.get(kind)
    if (!contestant) throw new Error(`${kind} did not enter`)
    const seen = await contestant.play(order)
    return {
      ...measuredOf(seen, served, gathers(kind), order.atOnce),
      residentBytes: residentBytes(contestant.bot),
      seen,
    }
  }

  try {
    for (const kind of kinds) contestants.set(kind, await enter(kind, await groundOf(kind)))
  } catch (error) {
    await close()
    throw error
  }
  return {
    async play({ rounds, warmUp = WARM_UP, questions, atOnce, waits, manner = 'usual' }) {
      const results: PlayedRound<Kind, Seen>[] = []
      for (let round = 0; round < warmUp + rounds; round += 1) {
        const result = new Map<Kind, Played<Seen>>()
        // In turns, another one first each time, so that a slow moment of the machine strikes all.
        const turns = kinds.map((_, turn) => kinds[(turn + round) % kinds.length] ?? kinds[turn])
        for (const kind of turns) {
          if (kind === undefined) continue
          const served = serve(provider, waits, manner)
          result.set(kind, await playOne(kind, served, { firstQuestion: asked, count: questions, atOnce }))
          provider.reset()
        }
        asked += questions
        if (round >= warmUp) results.push(result)
      }
      return results
    },
    close,
  }
}

/** Plays as the command line says, all questions of a round at once, and prints what the report makes of it. */
export async function playContest<Kind extends string, Seen extends RoundResult>(
  contest: Contest<Kind, Seen> & { readonly platform: string; readonly waits: readonly number[] },
  values: ContestValues,
  report: (rounds: readonly PlayedRound<Kind, Seen>[]) => string,
): Promise<void> {
  const rounds = z.coerce.number().int().positive().parse(values.rounds)
  const atOnce = z.coerce.number().int().positive().parse(values['at-once'])
  const { platform, waits } = contest
  const open = await openContest(contest, values.profile)
  try {
    const results = await open.play({ rounds, questions: atOnce, atOnce, waits })
    process.stdout.write(
      `${platform}, ${atOnce} mentions at once, ${rounds} rounds after ${WARM_UP}, ${new Date().toISOString().slice(0, 10)}.\n` +
        `Every answer has ${ANSWER.length} characters in deltas of ${DELTA}, ${Math.min(...waits)} to ${Math.max(...waits)} ms apart; its opening is held back until character ${releasedAt()}.\n\n` +
        report(results),
    )
  } finally {
    await open.close()
  }
}

/** Answers from here on, and notes when. */
function serve(
  provider: ProviderServer,
  waits: readonly number[],
  manner: NonNullable<Playing['manner']>,
): Map<number, Served> {
  const served = new Map<number, Served>()
  const enough = releasedAt()
  provider.answer(({ prompt }): Reply => {
    const question = questionNumber(prompt)
    const one = served.get(question) ?? {
      arrivedAt: moment(),
      firstChunkAt: Number.NaN,
      enoughAt: Number.NaN,
      calls: 0,
    }
    served.set(question, one)
    one.calls += 1
    const delay = waits[question % waits.length] ?? 0
    if (manner === 'short') return { text: SHORT_ANSWER, chunkSize: SHORT_ANSWER.length }
    if (manner === 'refusing' && one.calls === 1) return { text: REFUSAL, chunkSize: DELTA, delay }
    return {
      text: ANSWER,
      chunkSize: DELTA,
      delay,
      onWritten(characters) {
        if (Number.isNaN(one.firstChunkAt)) one.firstChunkAt = moment()
        if (Number.isNaN(one.enoughAt) && characters >= enough) one.enoughAt = moment()
      },
    }
  })
  return served
}

/** A round as the crowd saw it, beside what the model noted. */
function measuredOf(
  { answers, apiCalls }: RoundResult,
  served: ReadonlyMap<number, Served>,
  gathers: boolean,
  atOnce: number,
): Omit<Measured, 'residentBytes'> {
  const begun = Math.min(...answers.map(({ askedAt }) => askedAt))
  const ended = Math.max(...answers.map(({ wholeAt }) => wholeAt))
  const times = answers
    .toSorted((one, other) => one.askedAt - other.askedAt)
    .map(({ question, askedAt, firstTextAt, wholeAt }) => {
      const { arrivedAt, firstChunkAt, enoughAt } = served.get(question) ?? {
        arrivedAt: Number.NaN,
        firstChunkAt: Number.NaN,
        enoughAt: Number.NaN,
      }
      const hold = gathers ? enoughAt - firstChunkAt : 0
      return {
        hold,
        first: firstTextAt - askedAt,
        final: wholeAt - askedAt,
        own: arrivedAt - askedAt + (firstTextAt - firstChunkAt - hold),
      }
    })
  return {
    answersPerSecond: (answers.length * 1000) / (ended - begun),
    firstTexts: times.map(({ first }) => first),
    finalTexts: times.map(({ final }) => final),
    firstTextsUnheld: times.map(({ first, hold }) => first - hold),
    holds: times.map(({ hold }) => hold),
    ownWork: times.map(({ own }) => own),
    ownWorkUnderWay: times.slice(atOnce).map(({ own }) => own),
    apiCallsEach: apiCalls / answers.length,
    callsOfModelEach:
      answers.reduce((sum, { question }) => sum + (served.get(question)?.calls ?? 0), 0) / answers.length,
  }
}

/** Resident memory of a process now. */
function residentBytes({ pid }: ChildProcess): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024
}

/** A child of our own ends by itself once nobody talks to it; Recourse is told. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    if (child.connected) child.disconnect()
    else child.kill()
  })
}
