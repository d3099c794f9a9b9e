import { z } from 'zod'
import { withoutPath } from './base-url.ts'
import type { ChatModel } from './chat-model.ts'
import type { Timeouts } from './live-stream.ts'
import { openAiModels } from './openai.ts'

/** Where Ollama listens unless told otherwise. */
const OLLAMA_URL = 'http://127.0.0.1:11434'

const OWN_PATHS = /\/(?:v1|api)$/

const TAGS = z.object({ models: z.array(z.object({ name: z.string() })) })

/** A model that was not used lately is first read from disk, which takes minutes for the largest. */
const OLLAMA_TIMEOUTS: Timeouts = { firstToken: 180_000, idle: 60_000 }

export interface OllamaOptions {
  /** Ollama's own address, without `/v1`. Default: port 11434 of this machine. */
  readonly url?: string | undefined
  readonly timeouts?: Timeouts | undefined
}

/** Models that Ollama runs on this machine or another, by its OpenAI-compatible side. */
export function ollamaModels({
  url = OLLAMA_URL,
  timeouts = OLLAMA_TIMEOUTS,
}: OllamaOptions): (name: string) => ChatModel {
  return openAiModels({
    prefix: 'ollama',
    apiKey: undefined,
    baseUrl: `${withoutPath(url, OWN_PATHS)}/v1`,
    timeouts,
    facts: {
      name: 'Ollama',
      urlName: 'OLLAMA_URL',
      whenUnreachable: 'start it with `ollama serve`, or set OLLAMA_URL.',
      whenUnknown: (model) => `fetch it with \`ollama pull ${model}\`.`,
    },
  })
}

/**
 * Asks whether Ollama answers at `url` and which models it holds (`GET /api/tags`).
 * @param timeout milliseconds to wait; default 300.
 * @returns undefined when nothing, or something else, answers. Never throws.
 */
export async function findOllama(
  url: string = OLLAMA_URL,
  { timeout = 300 }: { timeout?: number } = {},
): Promise<{ models: string[] } | undefined> {
  try {
    const response = await fetch(`${withoutPath(url, OWN_PATHS)}/api/tags`, {
      signal: AbortSignal.timeout(timeout),
    })
    if (!response.ok) return undefined
    const body: unknown = await response.json()
    const found = TAGS.safeParse(body)
    return found.success ? { models: found.data.models.map(({ name }) => name) } : undefined
  } catch {
    return undefined
  }
}
