/** One run: people talk and vote while everything breaks; then it is counted what came of it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { startProviderServer } from '../fakes/provider-server.ts'
import { Fleet, type Stop } from './fleet.ts'
import { type Mode, planOf } from './plan.ts'
import { freePort, type PrivateServer, startPostgres, startRedis } from './private-servers.ts'
import { moodyProvider } from './provider-moods.ts'
import { readStored, type Stored } from './stored.ts'
import { strike } from './strike.ts'
import { Town } from './town.ts'
import { type DatabaseUsage, databaseUsage, type Usage } from './usage.ts'
import { type Problem, problemsSeen, problemsStored } from './verdict.ts'

export interface RunOptions {
  readonly seed: number
  readonly mode: Mode
  readonly messages: number
  readonly votes: number
  /** Time in which people talk and things break, in milliseconds. */
  readonly duration: number
  /** Nothing is broken: to see what it costs. */
  readonly calm?: boolean
  /** Where the records and the state are; private servers unless given. */
  readonly servers?: (folder: string) => Promise<Servers>
  /** Told how it goes. */
  readonly say: (line: string) => void
}

export interface RunResult {
  readonly messages: number
  /** Given by people, on answers that stand in the end. */
  readonly votes: number
  readonly problems: readonly Problem[]
  readonly outcomes: Readonly<Record<string, number>>
  readonly starts: number
  readonly crashes: readonly string[]
  readonly stops: readonly Stop[]
  /** From the end of the faults to the last outcome, in milliseconds. */
  readonly settling: number
  /** Of a calm run: before the first message and after the last. */
  readonly spent?: { readonly before: Spent; readonly after: Spent }
  /** Logs of the processes; kept where something went wrong. */
  readonly folder: string
}

export interface Servers {
  readonly postgres?: PrivateServer
  readonly redis?: PrivateServer
}

async function privateServers(folder: string): Promise<Servers> {
  return { postgres: await startPostgres(folder), redis: await startRedis(folder) }
}

const PSEUDONYM_KEY = 'a key of the fault suite alone'

/** People who react at the same time. */
const VOTERS = 6

/** Milliseconds after which what is not settled will never be: the last retry of an event, a lease, and some more. */
const PATIENCE = 300_000

/** How often it is told how it goes, in milliseconds. */
const TELL_EVERY = 20_000

export async function runOnce(options: RunOptions): Promise<RunResult> {
  const { seed, mode, duration, messages, votes, say } = options
  const random = seededRandom(seed)
  const folder = await mkdtemp(join(tmpdir(), `recourse-faults-${seed}-`))
  const provider = await startProviderServer()
  provider.answer(moodyProvider(seededRandom(seed + 1)))
  const town = await Town.open(random)
  const { postgres, redis } = mode === 'postgres' ? await (options.servers ?? privateServers)(folder) : {}
  const opened = [postgres, redis].filter((server) => server !== undefined)
  const database = postgres?.url ?? join(folder, 'records.sqlite')
  const count = mode === 'postgres' ? 3 : 1
  const overHttp = seed % 3 === 0
  const ports = await Promise.all(Array.from({ length: count }, freePort))
  const environments = ports.map((port, index) => ({
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: database,
    ...(redis && { STATE_URL: redis.url }),
    LEASE_SECONDS: '10',
    PSEUDONYM_KEY,
    MODEL: 'openai:fake',
    OPENAI_API_KEY: 'sk-of-nobody',
    OPENAI_BASE_URL: `${provider.url}/v1`,
    JUDGE_MODEL: 'none',
    // A few people ask what thousands would.
    REQUESTS_PER_PERSON: 'none',
    REQUESTS_PER_WORKSPACE: 'none',
    TOKENS_PER_WORKSPACE: 'none',
    QUEUE_PER_CHANNEL: '10000',
    QUEUE_PER_WORKSPACE: '10000',
    SLACK_BOT_TOKEN: town.slack.botToken,
    ...(overHttp
      ? { SLACK_SIGNING_SECRET: town.slack.signingSecret }
      : { SLACK_APP_TOKEN: town.slack.appToken }),
    SLACK_API_URL: town.slack.apiUrl,
    DISCORD_TOKEN: town.discord.token,
    DISCORD_API_URL: town.discord.apiUrl,
    DISCORD_SHARDS: `${index}-${index}/${count}`,
    LOG_LEVEL: 'info',
  }))
  if (overHttp) town.slack.deliverTo(...ports.map((port) => `http://127.0.0.1:${port}/slack/events`))
  const fleet = new Fleet({ folder, environments })
  try {
    await fleet.start()
    const plan = options.calm ? [] : planOf({ seed, mode, duration, processes: count })
    const before = options.calm ? await spent(fleet, postgres) : undefined
    const begun = performance.now()
    const until = (at: number) => sleep(Math.max(0, begun + at - performance.now()))
    const open = new Set<string>()
    const incidents = plan.map(async (incident) => {
      await until(incident.at)
      open.add(incident.kind)
      await strike(incident, { town, fleet, ...(postgres && { postgres }), ...(redis && { redis }) })
      open.delete(incident.kind)
    })
    let given = 0
    const talk = async () => {
      for (let number = 0; number < messages; number += 1) {
        await until((duration * number) / messages)
        await town.ask(number)
      }
    }
    const votePatiently = async () => {
      while (given < votes) {
        await until(Math.min(duration, 2_000 + ((duration - 2_000) * given) / votes))
        if (await town.vote()) given += 1
        else await sleep(5)
      }
    }
    const watch = setInterval(() => {
      const asked = `${town.asked.length} asked, ${given} voted`
      say(`${seconds(performance.now() - begun)} s: ${asked}, ${[...open].join(', ') || 'nothing'} under way`)
    }, TELL_EVERY)
    const voters = Array.from({ length: VOTERS }, votePatiently)
    await Promise.all([talk(), ...voters, ...incidents]).finally(() => clearInterval(watch))
    say(`all said after ${seconds(performance.now() - begun)} s; settling`)
    const ended = performance.now()
    const look = async (): Promise<Stored> => readStored(database)
    let problems: readonly Problem[] = []
    let stored: Stored = await look()
    let toldAt = 0
    do {
      await sleep(2_000)
      stored = await look()
      const reactions = town.reactions()
      problems = [
        ...problemsSeen(town),
        ...problemsStored(stored.exchanges, stored.votes, { reactions, pseudonymKey: PSEUDONYM_KEY }),
      ]
      const waited = performance.now() - ended
      if (problems.length > 0 && waited > toldAt + TELL_EVERY) {
        toldAt = waited
        say(
          `${seconds(waited)} s: ${problems.length} not settled, first ${problems[0]?.kind}: ${problems[0]?.what}`,
        )
      }
    } while (problems.length > 0 && performance.now() - ended < PATIENCE)
    const settling = performance.now() - ended
    const after = before && (await spent(fleet, postgres))
    await fleet.stop()
    const outcomes: Record<string, number> = {}
    for (const { outcome } of stored.exchanges)
      outcomes[outcome ?? 'open'] = (outcomes[outcome ?? 'open'] ?? 0) + 1
    const slow = fleet.stops.filter(({ milliseconds }) => milliseconds > 10_500)
    if (problems.length === 0 && slow.length === 0) await rm(folder, { recursive: true, force: true })
    const counted = town.reactions().reduce((sum, one) => sum + one.given, 0)
    const { starts, crashes, stops } = fleet
    return {
      messages: town.asked.length,
      votes: counted,
      problems,
      outcomes,
      starts,
      crashes,
      stops,
      settling,
      folder,
      ...(before && after && { spent: { before, after } }),
    }
  } finally {
    fleet.abandon()
    for (const server of opened) await server.stop()
    await town.close()
    await provider.close()
  }
}

export interface Spent {
  readonly processes: readonly Usage[]
  readonly database?: DatabaseUsage
}

async function spent(fleet: Fleet, postgres: PrivateServer | undefined): Promise<Spent> {
  return { processes: fleet.usage(), ...(postgres && { database: await databaseUsage(postgres.url) }) }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(1)
}
