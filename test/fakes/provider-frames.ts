/** The wire format of streamed answers: server-sent events as OpenAI-style servers and Cohere v2 write them. */
import type { ReceivedRequest, Reply } from './provider-server.ts'

/** One server-sent event, and how many characters of completion it carries. */
export interface Frame {
  readonly data: string
  readonly characters: number
}

/** Chat-completion chunks; usage comes in a chunk of its own where asked for, and in Groq's field. */
export function openAiFrames(reply: Reply, request: ReceivedRequest): Frame[] {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: request.model }
  const chunk = (delta: object, finish: string | null = null, more: object = {}) =>
    JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: finish }], ...more })
  const usage = usageOf(reply, request)
  const counted = usage && {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
  }
  const options = request.body['stream_options'] as { include_usage?: boolean } | undefined
  const isGroq = request.path.startsWith('/openai/')
  return [
    event(chunk({ role: 'assistant', content: '' })),
    ...pieces(reply.text, reply).map((content) => event(chunk({ content }), content.length)),
    ...pieces(reply.refusal, reply).map((refusal) => event(chunk({ refusal }), refusal.length)),
    event(
      chunk({}, reply.finish ?? 'stop', isGroq && counted ? { x_groq: { id: 'req_1', usage: counted } } : {}),
    ),
    ...(options?.include_usage && counted
      ? [event(JSON.stringify({ ...head, choices: [], usage: counted }))]
      : []),
    event('[DONE]'),
  ]
}

/** Cohere's typed events (docs.cohere.com/v2/docs/streaming). */
export function cohereFrames(reply: Reply, request: ReceivedRequest): Frame[] {
  const typed = (type: string, more: object, characters = 0) =>
    event(JSON.stringify({ type, ...more }), characters, type)
  const usage = usageOf(reply, request)
  const tokens = usage && { input_tokens: usage.input, output_tokens: usage.output }
  return [
    typed('message-start', { id: '1', delta: { message: { role: 'assistant', content: [] } } }),
    typed('content-start', { index: 0, delta: { message: { content: { type: 'text', text: '' } } } }),
    ...pieces(reply.text, reply).map((text) =>
      typed('content-delta', { index: 0, delta: { message: { content: { text } } } }, text.length),
    ),
    typed('content-end', { index: 0 }),
    typed('message-end', {
      delta: {
        finish_reason: reply.finish ?? 'COMPLETE',
        ...(tokens ? { usage: { billed_units: tokens, tokens } } : {}),
      },
    }),
    event('[DONE]'),
  ]
}

function event(data: string, characters = 0, type?: string): Frame {
  return { data: `${type ? `event: ${type}\n` : ''}data: ${data}\n\n`, characters }
}

function pieces(text: string | undefined, { chunkSize }: Reply): string[] {
  if (!text) return []
  if (chunkSize === undefined) return text.match(/\s*\S+\s*$|\s*\S+|\s+/g) ?? []
  return Array.from({ length: Math.ceil(text.length / chunkSize) }, (_, index) =>
    text.slice(index * chunkSize, (index + 1) * chunkSize),
  )
}

function usageOf(reply: Reply, request: ReceivedRequest): { input: number; output: number } | undefined {
  if (reply.usage !== undefined) return reply.usage ?? undefined
  const words = (text: string | undefined) => text?.match(/\S+/g)?.length ?? 0
  return {
    input: request.messages.reduce((sum, { content }) => sum + words(content), 0),
    output: words(reply.text),
  }
}
