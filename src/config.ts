import { isIP } from 'node:net'
import { z } from 'zod'
import { type AdminChannel, parseAdminChannels } from './admin-channels.ts'
import { ConfigError } from './errors.ts'
import { isLimit } from './load/limit-values.ts'
import { DEFAULT_LOAD, type LoadSettings, loadSettings, parseCallsAtOnce } from './load/load-settings.ts'
import { parseShards, type Shards } from './platforms/discord/shards.ts'
import { type SlackSecrets, slackTokenProblems } from './platforms/slack/token-problems.ts'
import { isLoopback, webExposureProblem } from './platforms/web/exposure.ts'
import { isTimeZone, parseSchedule, type Schedule } from './schedule.ts'
import { type SystemPrompt, systemPromptFrom } from './system-prompt.ts'

export type LogLevel = (typeof LOG_LEVELS)[number]
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** Everything the environment decides, checked. */
export interface Config {
  readonly cohereApiKey?: string
  readonly cohereBaseUrl?: string
  readonly groqApiKey?: string
  readonly groqBaseUrl?: string
  readonly openaiApiKey?: string
  readonly openaiBaseUrl?: string
  readonly ollamaUrl: string
  readonly slackBotToken?: string
  /** Socket Mode, where it is set; else HTTP with the signing secret. */
  readonly slackAppToken?: string
  readonly slackSigningSecret?: string
  readonly slackApiUrl?: string
  /** With these any workspace can install the app, in place of the one whose bot token is set. */
  readonly slackClientId?: string
  readonly slackClientSecret?: string
  /** Signs what a browser brings back from Slack; derived from the key of encryption where it is absent. */
  readonly slackStateSecret?: string
  /** Encrypts the tokens of workspaces that have installed the Slack app. */
  readonly encryptionKey?: string
  /** Earlier ones, under which some may still be encrypted. */
  readonly encryptionKeyBefore: readonly string[]
  /** Where the web server is reached from outside, without a slash at the end. */
  readonly publicUrl?: string
  readonly discordToken?: string
  /** Without the version, and without a slash at the end. */
  readonly discordApiUrl?: string
  readonly discordShards: Shards
  /** The model of a place that has chosen none; absent: the first that works. */
  readonly model?: string
  /** A model id, `none`, or absent for the answering model itself. */
  readonly judgeModel?: string
  readonly guardModel?: string
  readonly systemPrompt: SystemPrompt
  /** Share of choices of a strategy that the learned policy leaves to exploration, 0 to 1. */
  readonly policyExploration: number
  /** A path, `file:` URL or `postgres://` URL. */
  readonly databaseUrl: string
  /** Where expiring state is kept: Redis where it is named, else the database file; beside PostgreSQL this process. */
  readonly stateUrl: string
  readonly host: string
  readonly port: number
  readonly webToken?: string
  /** Opens `/metrics` and the details of `/readyz`; without it they are for this machine alone. */
  readonly metricsToken?: string
  readonly pseudonymKey?: string
  /** Keys that were in use before it, the latest first. */
  readonly pseudonymKeysBefore: readonly string[]
  /** Days for which text is kept; until somebody wants to be forgotten, where it is absent. */
  readonly retentionDays?: number
  /** `platform:user`, or a bare user id that counts on every platform. */
  readonly admins: readonly string[]
  /** When models are watched for drift; never, where it is absent. */
  readonly driftSchedule?: Schedule
  readonly driftSample: DriftSample
  /** Absent: the models in use. */
  readonly driftModels?: readonly string[]
  readonly adminChannels: readonly AdminChannel[]
  readonly load: LoadSettings
  readonly logLevel: LogLevel
  /** How long the work of a process that died waits before another one takes it up, in milliseconds. */
  readonly lease?: number
}

/** The prompts by which models are watched: how many are drawn from our own, and by which seed. */
export interface DriftSample {
  readonly items: number
  readonly seed: number
}

export const DEFAULT_DRIFT_SAMPLE: DriftSample = { items: 120, seed: 1 }

export const DEFAULT_DATABASE = 'recourse.sqlite'
/** One choice in twenty: what a mistaken belief costs at the least, and what corrects it. */
const DEFAULT_EXPLORATION = 0.05
export const DEFAULT_OLLAMA_URL = 'http://127.0.0.1:11434'

const SCHEDULE_REMEDY =
  'give five parts, minute hour day month weekday, such as 0 3 * * 1 for Mondays at 3:00, or a name such as @weekly'

const RANDOM_KEY = 'make one with: openssl rand -hex 32'

const httpUrl = z.url({ protocol: /^https?$/ })

const bound = z.coerce.number().int().min(1).max(1_000_000)
const BOUND_REMEDY = 'give a whole number of requests, 1 or more'

const limitValue = z.string().refine(isLimit)
const LIMIT_REMEDY = 'give a whole number, 1 or more, or none'

/** One check a variable, each with what to do about it. */
const VARIABLES = {
  COHERE_API_KEY: [z.string(), ''],
  COHERE_BASE_URL: [httpUrl, 'give a whole http:// or https:// URL'],
  GROQ_API_KEY: [z.string(), ''],
  GROQ_BASE_URL: [httpUrl, 'give a whole http:// or https:// URL'],
  OPENAI_API_KEY: [z.string(), ''],
  OPENAI_BASE_URL: [httpUrl, 'give a whole http:// or https:// URL, such as http://127.0.0.1:8000/v1'],
  OLLAMA_URL: [httpUrl, `give a whole URL, such as ${DEFAULT_OLLAMA_URL}`],
  // Looked at together: they are easily mistaken for one another.
  SLACK_BOT_TOKEN: [z.string(), ''],
  SLACK_APP_TOKEN: [z.string(), ''],
  SLACK_SIGNING_SECRET: [z.string(), ''],
  SLACK_CLIENT_ID: [z.string(), ''],
  SLACK_CLIENT_SECRET: [z.string(), ''],
  SLACK_STATE_SECRET: [z.string().min(32), `use at least 32 characters; ${RANDOM_KEY}`],
  ENCRYPTION_KEY: [
    z.string().regex(/^[^\s,]{32,}$/),
    `use at least 32 characters, without spaces and commas; ${RANDOM_KEY}`,
  ],
  ENCRYPTION_KEY_BEFORE: [
    z
      .string()
      .transform((text) => text.split(',').map((key) => key.trim()))
      .refine((keys) => keys.every((key) => /^\S{32,}$/.test(key))),
    'give what ENCRYPTION_KEY was before, several with commas between',
  ],
  PUBLIC_URL: [
    // Slack sends people back to https alone, and browsers keep the state of installing for it.
    httpUrl.refine(isSecure).transform((url) => url.replace(/\/+$/, '')),
    'give the whole https URL under which this server is reached from outside, such as https://bot.example.org',
  ],
  SLACK_API_URL: [httpUrl, 'give a whole URL that ends with /api/, or leave it out'],
  DISCORD_TOKEN: [
    z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    'give the token of your Discord application’s bot alone: three parts with dots between them',
  ],
  DISCORD_API_URL: [
    httpUrl.refine((url) => !/\/v\d+\/?$/.test(url)).transform((url) => url.replace(/\/+$/, '')),
    'give a whole URL without the version, such as https://discord.com/api, or leave it out',
  ],
  DISCORD_SHARDS: [
    z.string().transform((text, context): Shards => {
      const shards = parseShards(text)
      if (shards === undefined) context.addIssue('no shards')
      return shards ?? 'auto'
    }),
    'give auto, a number of shards, or from-to/total counted from 0, such as 0-3/16',
  ],
  MODEL: [z.string().regex(/^[a-z]+:.+$/), 'give provider:name, such as rehearsal:gemma or ollama:gemma2'],
  JUDGE_MODEL: [z.string().regex(/^(none|[a-z]+:.+)$/), 'give provider:name, or none'],
  GUARD_MODEL: [z.string().regex(/^[a-z]+:.+$/), 'give provider:name, such as ollama:llama-guard3'],
  SYSTEM_PROMPT: [z.string().max(4000), 'use at most 4,000 characters, or none'],
  POLICY_EXPLORATION: [
    z.coerce.number().min(0).max(1),
    'give a share from 0, which never explores for its own sake, to 1, such as 0.05',
  ],
  DATABASE_URL: [
    z.string().refine((url) => !/^[a-z]+:\/\//.test(url) || /^(postgres(ql)?|file):\/\//.test(url)),
    'give a file path or a postgres:// URL',
  ],
  STATE_URL: [
    z.string().regex(/^rediss?:\/\//),
    'give a redis:// URL, or leave it out to use the database file',
  ],
  HOST: [
    z.string().refine((host) => isIP(host) !== 0 || /^[a-zA-Z0-9.-]+$/.test(host)),
    'give an address or a host name, such as 127.0.0.1',
  ],
  PORT: [z.coerce.number().int().min(0).max(65535), 'give a number from 0 to 65535'],
  WEB_TOKEN: [z.string().min(16), 'use at least 16 characters; make one with: openssl rand -hex 16'],
  METRICS_TOKEN: [z.string().min(16), 'use at least 16 characters; make one with: openssl rand -hex 16'],
  PSEUDONYM_KEY: [z.string().min(16), 'use at least 16 characters; make one with: openssl rand -hex 32'],
  PSEUDONYM_KEY_BEFORE: [
    z
      .string()
      .transform(listOf)
      .refine((keys) => keys.length > 0 && keys.every((key) => key.length >= 16)),
    'give the keys that were in PSEUDONYM_KEY before, the latest first, with commas between, or as a JSON list',
  ],
  RETENTION_DAYS: [
    z.coerce.number().int().min(1).max(36_500),
    'give a whole number of days, 1 or more, or leave it out to keep text until /forget',
  ],
  ADMINS: [z.string(), ''],
  EVALUATE_CRON: [z.string().refine((cron) => parseSchedule(cron) !== undefined), SCHEDULE_REMEDY],
  EVALUATE_TIMEZONE: [z.string().refine(isTimeZone), 'give a time zone by its name, such as Europe/Berlin'],
  EVALUATE_SAMPLE: [z.coerce.number().int().min(20).max(240), 'give a number of prompts from 20 to 240'],
  EVALUATE_SEED: [z.coerce.number().int().min(0).max(1e9), 'give a whole number'],
  EVALUATE_MODELS: [
    z
      .string()
      .transform((text) => text.split(',').map((id) => id.trim()))
      .refine((ids) => ids.every((id) => /^[a-z]+:.+$/.test(id))),
    'give provider:name, several with commas between',
  ],
  ADMIN_CHANNEL: [
    z.string().transform((text, context): readonly AdminChannel[] => {
      const channels = parseAdminChannels(text)
      if (channels === undefined) context.addIssue('no channels')
      return channels ?? []
    }),
    'give slack: or discord: with the id of a channel, such as slack:C0123ABCD, several with commas between; where several workspaces have the Slack app, slack:T0123ABCD/C0123ABCD',
  ],
  CALLS_AT_ONCE: [
    z.string().transform((text, context): LoadSettings['callsAtOnce'] => {
      const calls = parseCallsAtOnce(text)
      if (calls === undefined) context.addIssue('no numbers')
      return calls ?? DEFAULT_LOAD.callsAtOnce
    }),
    'give a number from 1 to 10000 for every provider, or one of each, such as groq:30,ollama:8',
  ],
  QUEUE_PER_CHANNEL: [bound, BOUND_REMEDY],
  QUEUE_PER_WORKSPACE: [bound, BOUND_REMEDY],
  QUEUE_PER_PROCESS: [bound, BOUND_REMEDY],
  REQUESTS_PER_PERSON: [limitValue, LIMIT_REMEDY],
  REQUESTS_PER_WORKSPACE: [limitValue, LIMIT_REMEDY],
  TOKENS_PER_WORKSPACE: [limitValue, LIMIT_REMEDY],
  LEASE_SECONDS: [z.coerce.number().int().min(5).max(600), 'give a number of seconds from 5 to 600'],
  LOG_LEVEL: [z.enum(LOG_LEVELS), `use one of ${LOG_LEVELS.join(', ')}`],
} as const satisfies Record<string, readonly [z.ZodType, string]>

type Variable = keyof typeof VARIABLES

/** Every variable that is read, for `.env.example` and its test. */
export const KNOWN_VARIABLES = Object.keys(VARIABLES) as readonly Variable[]

/**
 * Reads the environment. Empty values count as absent.
 *
 * @throws {ConfigError} naming every problem at once, a line each with its remedy
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const read = <Name extends Variable>(name: Name) => {
    const value = environment[name]?.trim()
    if (value === undefined || value === '') return undefined
    const [schema, remedy] = VARIABLES[name]
    const parsed = schema.safeParse(value)
    if (!parsed.success) {
      problems.push(`${name} is not usable: ${remedy}.`)
      return undefined
    }
    return parsed.data as z.output<(typeof VARIABLES)[Name][0]>
  }
  const host = read('HOST') ?? '127.0.0.1'
  const webToken = read('WEB_TOKEN')
  const databaseUrl = read('DATABASE_URL') ?? DEFAULT_DATABASE
  const cron = read('EVALUATE_CRON')
  const timeZone = read('EVALUATE_TIMEZONE')
  const lease = read('LEASE_SECONDS')
  const problem = webExposureProblem(host, webToken)
  if (problem && !problems.some((line) => line.startsWith('WEB_TOKEN'))) problems.push(problem)
  const config: Config = {
    ...defined('cohereApiKey', read('COHERE_API_KEY')),
    ...defined('cohereBaseUrl', read('COHERE_BASE_URL')),
    ...defined('groqApiKey', read('GROQ_API_KEY')),
    ...defined('groqBaseUrl', read('GROQ_BASE_URL')),
    ...defined('openaiApiKey', read('OPENAI_API_KEY')),
    ...defined('openaiBaseUrl', read('OPENAI_BASE_URL')),
    ollamaUrl: read('OLLAMA_URL') ?? DEFAULT_OLLAMA_URL,
    ...defined('slackBotToken', read('SLACK_BOT_TOKEN')),
    ...defined('slackAppToken', read('SLACK_APP_TOKEN')),
    ...defined('slackSigningSecret', read('SLACK_SIGNING_SECRET')),
    ...defined('slackApiUrl', read('SLACK_API_URL')),
    ...defined('slackClientId', read('SLACK_CLIENT_ID')),
    ...defined('slackClientSecret', read('SLACK_CLIENT_SECRET')),
    ...defined('slackStateSecret', read('SLACK_STATE_SECRET')),
    ...defined('encryptionKey', read('ENCRYPTION_KEY')),
    encryptionKeyBefore: read('ENCRYPTION_KEY_BEFORE') ?? [],
    ...defined('publicUrl', read('PUBLIC_URL')),
    ...defined('discordToken', read('DISCORD_TOKEN')),
    ...defined('discordApiUrl', read('DISCORD_API_URL')),
    discordShards: read('DISCORD_SHARDS') ?? 'auto',
    ...defined('model', read('MODEL')),
    ...defined('judgeModel', read('JUDGE_MODEL')),
    ...defined('guardModel', read('GUARD_MODEL')),
    systemPrompt: systemPromptFrom(read('SYSTEM_PROMPT')),
    policyExploration: read('POLICY_EXPLORATION') ?? DEFAULT_EXPLORATION,
    databaseUrl,
    stateUrl: read('STATE_URL') ?? (isPostgres(databaseUrl) ? ':memory:' : databaseUrl),
    host,
    port: read('PORT') ?? 3000,
    ...defined('webToken', webToken),
    ...defined('metricsToken', read('METRICS_TOKEN')),
    ...defined('pseudonymKey', read('PSEUDONYM_KEY')),
    pseudonymKeysBefore: read('PSEUDONYM_KEY_BEFORE') ?? [],
    ...defined('retentionDays', read('RETENTION_DAYS')),
    admins: (read('ADMINS') ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
    ...defined('driftSchedule', cron === undefined ? undefined : parseSchedule(cron, timeZone)),
    driftSample: {
      items: read('EVALUATE_SAMPLE') ?? DEFAULT_DRIFT_SAMPLE.items,
      seed: read('EVALUATE_SEED') ?? DEFAULT_DRIFT_SAMPLE.seed,
    },
    ...defined('driftModels', read('EVALUATE_MODELS')),
    adminChannels: read('ADMIN_CHANNEL') ?? [],
    load: loadSettings({
      callsAtOnce: read('CALLS_AT_ONCE'),
      queuePerChannel: read('QUEUE_PER_CHANNEL'),
      queuePerWorkspace: read('QUEUE_PER_WORKSPACE'),
      queuePerProcess: read('QUEUE_PER_PROCESS'),
      requestsPerPerson: read('REQUESTS_PER_PERSON'),
      requestsPerWorkspace: read('REQUESTS_PER_WORKSPACE'),
      tokensPerWorkspace: read('TOKENS_PER_WORKSPACE'),
    }),
    logLevel: read('LOG_LEVEL') ?? 'info',
    ...defined('lease', lease === undefined ? undefined : lease * 1_000),
  }
  problems.push(...unreachable(config))
  problems.push(...slackTokenProblems(slackSecretsOf(config)))
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/** Admin channels on platforms that are not set up. */
function unreachable({
  adminChannels,
  slackBotToken,
  slackClientId,
  discordToken,
}: Config): readonly string[] {
  const without = (platform: AdminChannel['platform'], token: string | undefined, variable: string) =>
    token === undefined && adminChannels.some((one) => one.platform === platform)
      ? [`ADMIN_CHANNEL is not usable: set ${variable} too, or leave the ${platform}: channel out.`]
      : []
  return [
    ...without('slack', slackBotToken ?? slackClientId, 'SLACK_BOT_TOKEN'),
    ...without('discord', discordToken, 'DISCORD_TOKEN'),
  ]
}

/** What the variables of Slack's app hold. */
export function slackSecretsOf(config: Config): SlackSecrets {
  const { slackBotToken, slackAppToken, slackSigningSecret } = config
  const { slackClientId, slackClientSecret, encryptionKey } = config
  return {
    ...defined('botToken', slackBotToken),
    ...defined('appToken', slackAppToken),
    ...defined('signingSecret', slackSigningSecret),
    ...defined('clientId', slackClientId),
    ...defined('clientSecret', slackClientSecret),
    ...defined('encryptionKey', encryptionKey),
  }
}

function isSecure(url: string): boolean {
  const { protocol, hostname = '' } = URL.parse(url) ?? {}
  return protocol === 'https:' || isLoopback(hostname)
}

/** What stands between commas; or a JSON list, for what holds commas itself. */
function listOf(text: string): readonly string[] {
  if (!text.startsWith('[')) return text.split(',').map((one) => one.trim())
  try {
    return z.array(z.string()).parse(JSON.parse(text))
  } catch {
    return []
  }
}

function defined<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]: Value })
}

/** Whether a database URL names PostgreSQL; otherwise it is a SQLite file. */
export function isPostgres(databaseUrl: string): boolean {
  return /^postgres(ql)?:/.test(databaseUrl)
}
