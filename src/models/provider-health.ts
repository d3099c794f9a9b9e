import { describeError } from '../errors.ts'
import { withoutPath } from './base-url.ts'
import { findOllama } from './ollama.ts'
import type { ModelOptions } from './providers.ts'

/** Milliseconds for which the last call, or the last look, says how a provider is. */
const FRESH_FOR = 30_000

/** Milliseconds a look may take. */
const LOOK_TIMEOUT = 1_500

/** How failed calls show that a provider cannot be used; any other answer, a limit too, shows that it is there. */
const DOWN: Readonly<Record<string, string>> = {
  connection: 'The last call could not reach it.',
  timeout: 'The last call had no answer in time.',
  unavailable: 'The last call met a fault of its own.',
  unauthorized: 'It does not accept the key.',
  forbidden: 'It does not let this key use the model.',
  unknown_model: 'It does not have the model.',
}

/** Results of calls that say nothing of the provider. */
const MUTE = new Set(['aborted', 'budget_spent', 'internal'])

/** What is known of providers from the calls that are made anyway, and from a look at their list of models. */
export interface ProviderHealth {
  /** A call has ended: `finished`, `cut_short` or the code of what failed. */
  note(model: string, result: string): void
  /** Why the provider of a model cannot be used, as far as that is known. Never costs a token. */
  problemOf(model: string): Promise<string | undefined>
}

export interface ProviderHealthOptions {
  readonly models: ModelOptions
  /** Monotonic, in milliseconds. */
  readonly timer?: () => number
  readonly freshFor?: number
}

export function createProviderHealth({
  models,
  timer = () => performance.now(),
  freshFor = FRESH_FOR,
}: ProviderHealthOptions): ProviderHealth {
  const last = new Map<string, { readonly at: number; readonly problem: string | undefined }>()

  return {
    note(model, result) {
      if (!MUTE.has(result)) last.set(providerOf(model), { at: timer(), problem: DOWN[result] })
    },
    async problemOf(model) {
      const provider = providerOf(model)
      const known = last.get(provider)
      if (known && timer() - known.at < freshFor) return known.problem
      const problem =
        provider === 'ollama' ? await lookAtOllama(model, models) : await look(listOf(provider, models))
      last.set(provider, { at: timer(), problem })
      return problem
    },
  }
}

function providerOf(model: string): string {
  return model.split(':', 1)[0] ?? ''
}

interface ModelList {
  readonly url: string
  readonly key?: string | undefined
}

/** Where a provider lists its models; to read it costs nothing. */
function listOf(provider: string, options: ModelOptions): ModelList | undefined {
  const base = (given: string | undefined, usual: string, added: RegExp) => withoutPath(given ?? usual, added)
  switch (provider) {
    case 'openai':
      return {
        url: `${base(options.openaiBaseUrl, 'https://api.openai.com/v1', /$^/)}/models`,
        key: options.openaiApiKey,
      }
    case 'groq':
      return {
        url: `${base(options.groqBaseUrl, 'https://api.groq.com', /\/openai(?:\/v1)?$/)}/openai/v1/models`,
        key: options.groqApiKey,
      }
    case 'cohere':
      return {
        url: `${base(options.cohereBaseUrl, 'https://api.cohere.com', /\/v[12]$/)}/v1/models?page_size=1`,
        key: options.cohereApiKey,
      }
    // A scripted stand-in or a recording is always there.
    default:
      return undefined
  }
}

/** Ollama also lacks models that nobody has fetched yet. */
async function lookAtOllama(model: string, { ollamaUrl }: ModelOptions): Promise<string | undefined> {
  const found = await findOllama(ollamaUrl, { timeout: LOOK_TIMEOUT })
  if (!found) return 'Ollama does not answer.'
  const name = model.slice(model.indexOf(':') + 1)
  const isThere = found.models.some((one) => one === name || one === `${name}:latest`)
  return isThere ? undefined : `Ollama does not have it: ollama pull ${name}`
}

async function look(list: ModelList | undefined): Promise<string | undefined> {
  if (!list) return undefined
  const { url, key } = list
  try {
    const response = await fetch(url, {
      headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(LOOK_TIMEOUT),
    })
    await response.body?.cancel()
    const { status } = response
    if (status === 401 || status === 403) return `It does not accept the key (HTTP ${status}).`
    // A server of one's own may have no such list; that it answers is enough.
    return status >= 500 ? `It answers with HTTP ${status}.` : undefined
  } catch (error) {
    return `It cannot be reached at ${new URL(url).host} (${whyOf(error)}).`
  }
}

/** Such as `ECONNREFUSED`, which `fetch` keeps a level down. */
function whyOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const isCoded = cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
  return isCoded ? String(cause.code) : describeError(error)
}
