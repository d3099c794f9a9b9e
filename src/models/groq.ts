import type Groq from 'groq-sdk'
import type { ChatMessage } from '../domain.ts'
import { withoutPath } from './base-url.ts'
import type { ChatModel, GenerateOptions } from './chat-model.ts'
import { familyOf } from './family.ts'
import { streamLive, type Timeouts } from './live-stream.ts'
import type { ProviderFacts } from './model-failure.ts'
import { jsonSchemaFormat, openAiStyleBody, readOpenAiStyleChunk } from './openai-style.ts'

export interface GroqOptions {
  readonly apiKey: string
  /** With or without the `/openai/v1` that the SDK adds. */
  readonly baseUrl?: string | undefined
  readonly timeouts?: Timeouts | undefined
}

const GROQ_URL = 'https://api.groq.com'

/** Models served by Groq. */
export function groqModels({
  apiKey,
  baseUrl = GROQ_URL,
  timeouts,
}: GroqOptions): (name: string) => ChatModel {
  const provider: ProviderFacts = {
    name: 'Groq',
    url: baseUrl,
    keyName: 'GROQ_API_KEY',
    urlName: 'GROQ_BASE_URL',
    whenUnreachable: 'check the network and GROQ_BASE_URL.',
    whenUnknown: () => 'check its spelling in the list of models on console.groq.com.',
  }
  let client: Promise<Groq> | undefined
  const connect = async () => {
    // Loaded at the first call: start-up must not wait for it.
    const { default: Client } = await import('groq-sdk')
    return new Client({
      apiKey,
      baseURL: withoutPath(baseUrl, /\/openai(?:\/v1)?$/),
      maxRetries: 0,
      logLevel: 'off',
    })
  }

  return (name) => ({
    id: `groq:${name}`,
    family: familyOf(name),
    kind: 'live',
    stream: (messages, options) =>
      streamLive(
        {
          provider,
          model: name,
          open: async (signal) => {
            client ??= connect()
            const body = {
              ...openAiStyleBody(name, messages, options, 'max_completion_tokens'),
              ...structuredOutput(name, messages, options),
            }
            return (await client).chat.completions.create(body, { signal })
          },
          read: readOpenAiStyleChunk,
        },
        options,
        timeouts,
      ),
  })
}

/**
 * Groq enforces a schema on some of its models only; on the others it enforces JSON, and that only where a
 * message speaks of JSON (console.groq.com/docs/structured-outputs).
 */
function structuredOutput(name: string, messages: readonly ChatMessage[], { jsonSchema }: GenerateOptions) {
  if (jsonSchema === undefined) return {}
  if (/gpt-oss|llama-4|kimi-k2/.test(name)) return { response_format: jsonSchemaFormat(jsonSchema) }
  const asksForJson = messages.some(({ content }) => /json/i.test(content))
  return asksForJson ? { response_format: { type: 'json_object' as const } } : {}
}
