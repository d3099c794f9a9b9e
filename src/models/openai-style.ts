import type { ChatMessage, Usage } from '../domain.ts'
import type { GenerateOptions } from './chat-model.ts'
import type { ChunkContent } from './live-stream.ts'

/** The parts of a chat-completion chunk that OpenAI, Groq and compatible servers share. */
export interface OpenAiStyleChunk {
  readonly choices?: readonly OpenAiStyleChoice[] | null
  readonly usage?: OpenAiStyleUsage | null
  /** Where Groq puts its usage. */
  readonly x_groq?: { readonly usage?: OpenAiStyleUsage | null } | null
}

interface OpenAiStyleChoice {
  readonly delta?: {
    readonly content?: string | null
    readonly refusal?: string | null
    /** Groq, Ollama and others stream thoughts here … */
    readonly reasoning?: string | null
    /** … and DeepSeek, vLLM and others here. */
    readonly reasoning_content?: string | null
  } | null
  readonly finish_reason?: string | null
}

interface OpenAiStyleUsage {
  readonly prompt_tokens?: number | null
  readonly completion_tokens?: number | null
}

/** Reads one chunk. Only the first choice counts, as only one is ever asked for. */
export function readOpenAiStyleChunk(chunk: OpenAiStyleChunk): ChunkContent {
  const choice = chunk.choices?.[0]
  const delta = choice?.delta
  return {
    text: delta?.content ?? undefined,
    refusal: delta?.refusal ?? undefined,
    thinking: Boolean(delta?.reasoning || delta?.reasoning_content),
    finish: finishOf(choice?.finish_reason),
    usage: usageOf(chunk.usage ?? chunk.x_groq?.usage),
  }
}

/** What every OpenAI-style request of ours has in common. The limit of tokens goes by two names. */
export function openAiStyleBody(
  model: string,
  messages: readonly ChatMessage[],
  options: GenerateOptions,
  tokenLimitName: 'max_tokens' | 'max_completion_tokens',
) {
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true as const,
    ...(options.maxTokens === undefined ? {} : { [tokenLimitName]: options.maxTokens }),
    ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
  }
}

/** Structured output by schema. Not `strict`: that mode rejects schemas with optional fields. */
export function jsonSchemaFormat(schema: Readonly<Record<string, unknown>>) {
  return { type: 'json_schema' as const, json_schema: { name: 'answer', schema: { ...schema } } }
}

function finishOf(reason: string | null | undefined): ChunkContent['finish'] {
  if (reason === null || reason === undefined || reason === '') return undefined
  if (reason === 'length' || reason === 'content_filter') return reason
  return 'stop'
}

function usageOf(usage: OpenAiStyleUsage | null | undefined): Usage | undefined {
  if (typeof usage?.prompt_tokens !== 'number' || typeof usage.completion_tokens !== 'number')
    return undefined
  return { input: usage.prompt_tokens, output: usage.completion_tokens }
}
