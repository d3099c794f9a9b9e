import type OpenAI from 'openai'
import type { ChatModel, GenerateOptions } from './chat-model.ts'
import { fetchKeepingConnections } from './connections-kept.ts'
import { familyOf } from './family.ts'
import { streamLive, type Timeouts } from './live-stream.ts'
import type { ProviderFacts } from './model-failure.ts'
import { jsonSchemaFormat, openAiStyleBody, readOpenAiStyleChunk } from './openai-style.ts'

export interface OpenAiOptions {
  /** `openai`, or the prefix of another provider that is reached the same way. */
  readonly prefix?: string
  readonly apiKey: string | undefined
  /** Any compatible endpoint, up to and with its `/v1`. Default: OpenAI itself. */
  readonly baseUrl?: string | undefined
  readonly timeouts?: Timeouts | undefined
  readonly facts?: Partial<ProviderFacts>
}

const OPENAI_URL = 'https://api.openai.com/v1'

/** Models of OpenAI, or of any endpoint that speaks its chat-completions protocol. */
export function openAiModels(options: OpenAiOptions): (name: string) => ChatModel {
  const { prefix = 'openai', baseUrl = OPENAI_URL, timeouts } = options
  const provider: ProviderFacts = {
    name: baseUrl === OPENAI_URL ? 'OpenAI' : 'OpenAI-compatible endpoint',
    url: baseUrl,
    urlName: 'OPENAI_BASE_URL',
    ...(options.apiKey === undefined ? {} : { keyName: 'OPENAI_API_KEY' }),
    whenUnreachable: 'check the network and OPENAI_BASE_URL.',
    whenUnknown: () => 'check its spelling, and that OPENAI_BASE_URL is right (most end in /v1).',
    ...options.facts,
  }
  let client: Promise<OpenAI> | undefined
  const connect = async () => {
    // Loaded at the first call: start-up must not wait for it.
    const { default: Client } = await import('openai')
    return new Client({
      apiKey: options.apiKey ?? 'none',
      baseURL: baseUrl,
      maxRetries: 0,
      logLevel: 'off',
      fetch: fetchKeepingConnections,
      // Left out, these would be read from the environment, which only src/config.ts reads.
      adminAPIKey: null,
      organization: null,
      project: null,
    })
  }

  return (name) => ({
    id: `${prefix}:${name}`,
    family: familyOf(name),
    kind: 'live',
    stream: (messages, generate) =>
      streamLive(
        {
          provider,
          model: name,
          open: async (signal) => {
            client ??= connect()
            const body = {
              ...openAiStyleBody(name, messages, adapted(name, generate), tokenLimitName(baseUrl)),
              stream_options: { include_usage: true },
              ...(generate.jsonSchema ? { response_format: jsonSchemaFormat(generate.jsonSchema) } : {}),
            }
            return (await client).chat.completions.create(body, { signal })
          },
          read: readOpenAiStyleChunk,
        },
        generate,
        timeouts,
      ),
  })
}

/** OpenAI's newer models know only the second name, many compatible servers only the first. */
function tokenLimitName(baseUrl: string): 'max_tokens' | 'max_completion_tokens' {
  return baseUrl === OPENAI_URL ? 'max_completion_tokens' : 'max_tokens'
}

/** OpenAI's reasoning models reject every temperature but their own. */
function adapted(name: string, options: GenerateOptions): GenerateOptions {
  if (!/^(o\d|gpt-5)/.test(name)) return options
  const { temperature: _, ...rest } = options
  return rest
}
