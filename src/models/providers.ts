import type { ModelChoice } from '../bot-types.ts'
import { ModelError } from '../errors.ts'
import { nearestName } from '../nearest-name.ts'
import type { ChatModel } from './chat-model.ts'
import { cohereModels } from './cohere.ts'
import { familyOf } from './family.ts'
import { groqModels } from './groq.ts'
import type { Timeouts } from './live-stream.ts'
import { findOllama, ollamaModels } from './ollama.ts'
import { openAiModels } from './openai.ts'
import { REHEARSAL_NAMES } from './rehearsal/characters.ts'
import { rehearsalModel } from './rehearsal.ts'
import { replayModel } from './replay.ts'

/** What the models need of the configuration; a whole `Config` will do. Absent keys leave their provider out. */
export interface ModelOptions {
  readonly cohereApiKey?: string | undefined
  readonly cohereBaseUrl?: string | undefined
  readonly groqApiKey?: string | undefined
  readonly groqBaseUrl?: string | undefined
  readonly openaiApiKey?: string | undefined
  readonly openaiBaseUrl?: string | undefined
  readonly ollamaUrl?: string | undefined
  /** Ids the operator chose. Listed first, and the recordings among them may be opened. */
  readonly model?: string | undefined
  readonly judgeModel?: string | undefined
  readonly guardModel?: string | undefined
  /**
   * Opens every recording anybody names: for tools run by the operator. Off by default, since people in a
   * channel choose models too, and must not have the bot open any file of the machine.
   */
  readonly anyRecording?: boolean | undefined
  /** The system prompt of `direct` attempts, which recordings have to know. */
  readonly directSystemPrompt?: string | undefined
  /** For every live provider; by default each has its own. */
  readonly timeouts?: Timeouts | undefined
  /** Milliseconds before each word of a rehearsal model; default 0. */
  readonly rehearsalDelay?: number | undefined
}

/** All models there are, by id. */
export interface ModelCatalog {
  /**
   * The model of an id; always the same object for the same id.
   * @throws {ModelError} `unknown_model`, saying what is wrong with the id or which variable is missing.
   */
  get(id: string): ChatModel
  /** Models worth offering: those named by the operator, of every provider the typical ones, and Ollama's. */
  choices(): readonly ModelChoice[]
  /** The model to use where nobody chose one: the first of {@link choices} that can be used. */
  defaultId(): string
  /** Looks for Ollama again and lists its models. Takes 0.3 s at most, and never throws. */
  refresh(): Promise<void>
}

/** One provider: what its ids begin with, what it needs, how its models are made, which ones are offered. */
export interface Provider {
  readonly prefix: string
  /** What to do before it can be used; undefined when nothing is missing. */
  readonly missing?: (options: ModelOptions) => string | undefined
  readonly open: (options: ModelOptions) => (name: string) => ChatModel
  readonly listed: (options: ModelOptions, ofOllama: readonly string[]) => readonly string[]
}

/** To add a provider, add its entry here. The order is the order of preference. */
// biome-ignore format: one entry reads as one paragraph
const PROVIDERS: readonly Provider[] = [
  { prefix: 'cohere', missing: (o) => (o.cohereApiKey ? undefined : 'set COHERE_API_KEY'),
    open: (o) => cohereModels({ apiKey: o.cohereApiKey ?? '', baseUrl: o.cohereBaseUrl, timeouts: o.timeouts }),
    listed: () => ['command-r-plus-08-2024', 'command-r-08-2024', 'command-a-03-2025'] },
  { prefix: 'groq', missing: (o) => (o.groqApiKey ? undefined : 'set GROQ_API_KEY'),
    open: (o) => groqModels({ apiKey: o.groqApiKey ?? '', baseUrl: o.groqBaseUrl, timeouts: o.timeouts }),
    listed: () => ['llama-3.3-70b-versatile', 'llama-3.1-8b-instant', 'openai/gpt-oss-20b'] },
  { prefix: 'openai', missing: (o) => (o.openaiApiKey || o.openaiBaseUrl ? undefined : 'set OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint of your own'),
    open: (o) => openAiModels({ apiKey: o.openaiApiKey, baseUrl: o.openaiBaseUrl, timeouts: o.timeouts }),
    listed: (o) => (o.openaiBaseUrl ? [] : ['gpt-4o-mini', 'gpt-4.1-mini']) },
  { prefix: 'ollama',
    open: (o) => ollamaModels({ url: o.ollamaUrl, timeouts: o.timeouts }),
    listed: (_, ofOllama) => ofOllama },
  { prefix: 'rehearsal',
    open: (o) => (name) => rehearsalModel(name, { delay: o.rehearsalDelay }),
    listed: () => ['command-r-plus', ...REHEARSAL_NAMES.filter((name) => name !== 'command-r-plus')] },
  { prefix: 'replay',
    open: (o) => (name) => replayModel(name, { directSystemPrompt: o.directSystemPrompt }),
    listed: () => [] },
]

/** Models kept at most; people can name as many as they like. */
const MOST_KEPT = 200

/**
 * The catalogue of models. Opens no connection and loads no SDK.
 * @throws {Error} when two providers share a prefix, or a prefix could not stand in an id.
 */
export function createModels(
  options: ModelOptions = {},
  providers: readonly Provider[] = PROVIDERS,
): ModelCatalog {
  checkProviders(providers)
  const openers = new Map<string, (name: string) => ChatModel>()
  const kept = new Map<string, ChatModel>()
  const named = [options.model, options.judgeModel, options.guardModel].filter((id) => id !== undefined)
  let ofOllama: readonly string[] = []

  const open = (id: string): ChatModel => {
    const { provider, name } = parse(id, providers)
    const missing = provider.missing?.(options)
    if (missing) throw unknown(`"${shown(id)}" cannot be used yet: ${missing}.`)
    if (provider.prefix === 'replay' && !options.anyRecording && !named.includes(id)) {
      throw unknown(
        'Recordings are opened only where the operator names them, in MODEL or on the command line.',
      )
    }
    const opener = openers.get(provider.prefix) ?? provider.open(options)
    openers.set(provider.prefix, opener)
    return opener(name)
  }

  const choice = (id: string): ModelChoice => {
    const { provider, name } = parse(id, providers)
    const unavailable = provider.missing?.(options)
    const scripted = provider.prefix === 'rehearsal'
    return { id, family: familyOf(name), scripted, ...(unavailable ? { unavailable } : {}) }
  }

  const choices = () => {
    const listed = providers.flatMap(({ prefix, listed }) =>
      listed(options, ofOllama).map((name) => `${prefix}:${name}`),
    )
    const answering =
      options.model !== undefined && isReadable(options.model, providers) ? [options.model] : []
    return [...new Set([...answering, ...listed])].map(choice)
  }

  return {
    get(id) {
      const wanted = id.trim()
      const known = kept.get(wanted)
      if (known) return known
      const model = open(wanted)
      const [oldest] = kept.keys()
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
      kept.set(wanted, model)
      return model
    },
    choices,
    defaultId: () =>
      choices().find(({ unavailable }) => unavailable === undefined)?.id ?? 'rehearsal:command-r-plus',
    async refresh() {
      ofOllama = (await findOllama(options.ollamaUrl))?.models ?? []
    },
  }
}

function checkProviders(providers: readonly Provider[]): void {
  const seen = new Set<string>()
  for (const { prefix } of providers) {
    if (!/^[a-z]+$/.test(prefix))
      throw new Error(`A provider's prefix is lower-case letters only: "${prefix}".`)
    if (seen.has(prefix)) throw new Error(`Two providers share the prefix "${prefix}".`)
    seen.add(prefix)
  }
}

function parse(
  id: string,
  providers: readonly Provider[],
): { readonly provider: Provider; readonly name: string } {
  const colon = id.indexOf(':')
  const prefix = id.slice(0, Math.max(0, colon))
  const name = id.slice(colon + 1)
  const provider = providers.find((each) => each.prefix === prefix)
  const prefixes = providers.map((each) => each.prefix)
  if (colon === -1) {
    throw unknown(
      `"${shown(id)}" names no provider: write provider:name, with one of ${prefixes.join(', ')} before the colon.`,
    )
  }
  if (!provider) {
    const near = nearestName(prefix, prefixes)
    throw unknown(
      `There is no provider "${shown(prefix)}"${near ? `; did you mean ${near}:${shown(name)}?` : '.'} Known are ${prefixes.join(', ')}.`,
    )
  }
  if (name === '') throw unknown(`"${shown(id)}" lacks the name of a model after the colon.`)
  return { provider, name }
}

function isReadable(id: string, providers: readonly Provider[]): boolean {
  return providers.some(({ prefix }) => id.startsWith(`${prefix}:`) && id.length > prefix.length + 1)
}

/** An id as it may stand in a one-line message. */
function shown(id: string): string {
  return id.replaceAll(/\s+/g, ' ').slice(0, 80)
}

function unknown(message: string): ModelError {
  return new ModelError('unknown_model', message)
}
