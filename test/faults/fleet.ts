/** The processes of the bot: real `serve` commands, started again whenever they end, as a supervisor would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentOf, LAUNCH } from '../support/spawn-recourse.ts'
import { type Usage, usageOf } from './usage.ts'

export interface FleetOptions {
  readonly folder: string
  /** One environment for each process. */
  readonly environments: readonly Readonly<Record<string, string>>[]
}

/** How one ordered stop went. */
export interface Stop {
  readonly milliseconds: number
  readonly status: number | null
}

export class Fleet {
  readonly stops: Stop[] = []
  /** Ends that nobody had asked for, with the exit status. */
  readonly crashes: string[] = []
  starts = 0
  readonly #folder: string
  readonly #members: Member[]

  constructor({ folder, environments }: FleetOptions) {
    this.#folder = folder
    this.#members = environments.map((env, index) => ({
      env,
      index,
      child: undefined,
      wanted: true,
      held: false,
      ready: Promise.resolve(),
      log: undefined,
    }))
  }

  get size(): number {
    return this.#members.length
  }

  /**
   * Starts all; resolves once every one is ready.
   *
   * @throws where one has ended instead: its log says why
   */
  async start(): Promise<void> {
    await Promise.all(this.#members.map((member) => this.#launch(member)))
    if (this.crashes.length > 0) throw new Error(`${this.crashes.join(', ')}; logs in ${this.#folder}`)
  }

  /** Ends a process without warning, and starts it again a moment later. */
  async kill(index: number, downFor: number): Promise<void> {
    await this.#again(index, downFor, 'SIGKILL')
  }

  /** Asks a process to stop, as a deployment does, and starts it again once it has. */
  async restart(index: number, downFor: number): Promise<void> {
    const status = await this.#again(index, downFor, 'SIGTERM')
    if (status) this.stops.push(status)
  }

  /** Holds a process still, as a machine that swaps or is moved does. */
  async pause(index: number, milliseconds: number): Promise<void> {
    const member = this.#member(index)
    const { child } = member
    // One that is on its way to its end would not end in time for having been held.
    if (!child || !member.wanted) return
    member.held = true
    child.kill('SIGSTOP')
    await sleep(milliseconds)
    child.kill('SIGCONT')
    member.held = false
  }

  /** What each process has spent so far. */
  usage(): readonly Usage[] {
    return this.#members.flatMap(({ child }) =>
      child?.pid === undefined || isGone(child) ? [] : usageOf(child.pid),
    )
  }

  /** Stops all in order. */
  async stop(): Promise<void> {
    await Promise.all(
      this.#members.map(async (member) => {
        member.wanted = false
        const { child } = member
        if (!child || isGone(child)) return
        this.stops.push(await ended(child, 'SIGTERM'))
        member.log?.end()
      }),
    )
  }

  /** Ends all at once, where something went wrong. */
  abandon(): void {
    for (const member of this.#members) {
      member.wanted = false
      member.child?.kill('SIGKILL')
    }
  }

  async #again(index: number, downFor: number, signal: NodeJS.Signals): Promise<Stop | undefined> {
    const member = this.#member(index)
    // On a busy machine a start takes longer than the time between two blows; one that never gets up shows nothing.
    await member.ready
    const { child } = member
    if (!child || isGone(child) || !member.wanted) return undefined
    // One that is held still cannot hear that it is to stop.
    if (member.held && signal !== 'SIGKILL') return undefined
    member.wanted = false
    // What came before was its start, which may be slow where the database restarts.
    const stop = await ended(child, signal)
    await sleep(downFor)
    member.wanted = true
    await this.#launch(member)
    return stop
  }

  async #launch(member: Member): Promise<void> {
    this.starts += 1
    member.log ??= createWriteStream(join(this.#folder, `process-${member.index}.log`), { flags: 'a' })
    const log = member.log
    const child = spawn(process.execPath, [LAUNCH, 'serve'], {
      cwd: this.#folder,
      env: environmentOf(member.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    member.child = child
    const ready = Promise.withResolvers<void>()
    member.ready = ready.promise
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('Recourse is ready')) ready.resolve()
    })
    child.stderr.on('data', (text: Buffer) => log.write(text))
    child.once('exit', (status, signal) => {
      ready.resolve()
      if (!member.wanted) return
      this.crashes.push(`process ${member.index}: ${signal ?? status}`)
      void sleep(1_000).then(() => (member.wanted ? this.#launch(member) : undefined))
    })
    await ready.promise
  }

  #member(index: number): Member {
    const member = this.#members[index % this.#members.length]
    if (!member) throw new Error('there is no process')
    return member
  }
}

interface Member {
  readonly env: Readonly<Record<string, string>>
  readonly index: number
  child: ChildProcess | undefined
  /** Whether it is to run: one that ends all the same is started again. */
  wanted: boolean
  held: boolean
  /** Resolves once it is ready, or has ended before. */
  ready: Promise<void>
  log: WriteStream | undefined
}

/** Sends a signal; the time is from then on. */
async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<Stop> {
  const gone = once(child, 'exit')
  const before = performance.now()
  child.kill(signal)
  await gone
  return { milliseconds: performance.now() - before, status: child.exitCode }
}

function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
