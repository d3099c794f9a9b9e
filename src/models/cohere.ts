import type { Cohere, CohereClientV2 } from 'cohere-ai'
import { withoutPath } from './base-url.ts'
import type { ChatModel, GenerateOptions } from './chat-model.ts'
import { fetchKeepingConnections } from './connections-kept.ts'
import { familyOf } from './family.ts'
import { type ChunkContent, streamLive, type Timeouts } from './live-stream.ts'
import type { ProviderFacts } from './model-failure.ts'

export interface CohereOptions {
  readonly apiKey: string
  /** With or without the `/v2` that the SDK adds. */
  readonly baseUrl?: string | undefined
  readonly timeouts?: Timeouts | undefined
}

/** Seconds until the first byte; above every time-out of ours, and short, since it can outlive its request. */
const SDK_TIMEOUT = 60

const COHERE_URL = 'https://api.cohere.com'

/** Cohere's models by its chat API, version 2. */
export function cohereModels({
  apiKey,
  baseUrl = COHERE_URL,
  timeouts,
}: CohereOptions): (name: string) => ChatModel {
  const provider: ProviderFacts = {
    name: 'Cohere',
    url: baseUrl,
    keyName: 'COHERE_API_KEY',
    urlName: 'COHERE_BASE_URL',
    whenUnreachable: 'check the network and COHERE_BASE_URL.',
    whenUnknown: () => 'check its spelling in the list of models on docs.cohere.com.',
  }
  let client: Promise<CohereClientV2> | undefined
  const connect = async () => {
    // Loaded at the first call: start-up must not wait for it.
    const { CohereClientV2: Client } = await import('cohere-ai')
    return new Client({
      token: apiKey,
      baseUrl: withoutPath(baseUrl, /\/v[12]$/),
      maxRetries: 0,
      logging: { silent: true },
      fetch: fetchKeepingConnections,
    })
  }

  return (name) => ({
    id: `cohere:${name}`,
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
              model: name,
              messages: messages.map(({ role, content }) => ({ role, content })),
              ...sampling(options),
            }
            // The SDK keeps its own timer running after a lost connection; ours is the one that counts.
            return (await client).chatStream(body, { abortSignal: signal, timeoutInSeconds: SDK_TIMEOUT })
          },
          read: readChunk,
        },
        options,
        timeouts,
      ),
  })
}

function sampling({ maxTokens, temperature, jsonSchema }: GenerateOptions) {
  return {
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(jsonSchema === undefined
      ? {}
      : { responseFormat: { type: 'json_object' as const, jsonSchema: { ...jsonSchema } } }),
  }
}

function readChunk(event: Cohere.V2ChatStreamResponse): ChunkContent {
  if (event.type === 'content-delta') {
    const content = event.delta?.message?.content
    return { text: content?.text, thinking: Boolean(content?.thinking) }
  }
  if (event.type === 'message-end') {
    const { finishReason, usage } = event.delta ?? {}
    // Billed units leave out what Cohere adds to a prompt by itself; tokens count everything.
    const { inputTokens, outputTokens } = usage?.tokens ?? usage?.billedUnits ?? {}
    return {
      finish: finishOf(finishReason),
      usage:
        inputTokens === undefined || outputTokens === undefined
          ? undefined
          : { input: inputTokens, output: outputTokens },
    }
  }
  return {}
}

/**
 * The SDK's type names six reasons and lets others pass. `ERROR_TOXIC` and `ERROR_LIMIT` come from the older
 * protocol, which some deployments still answer with.
 */
function finishOf(reason: string | undefined): ChunkContent['finish'] {
  switch (reason) {
    case 'ERROR_TOXIC':
      return 'toxic_error'
    case 'MAX_TOKENS':
    case 'ERROR_LIMIT':
      return 'length'
    case 'ERROR':
      return 'failed'
    case 'TIMEOUT':
      return 'timed_out'
    default:
      return 'stop'
  }
}
