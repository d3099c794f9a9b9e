/**
 * A model provider on loopback. One server speaks all the protocols, told apart by path: OpenAI-style chat
 * completions (`…/chat/completions`, as OpenAI, Groq and Ollama serve them), Cohere's chat v2 (`/v2/chat`) and
 * Ollama's list of models (`/api/tags`). It knows nothing of the bot.
 *
 *     const provider = await startProviderServer()
 *     provider.answer({ text: 'Hello.' })                          // every request from here on
 *     provider.answer((request) => ({ text: request.prompt }))     // by request
 *     provider.answer([{ status: 500 }, { text: 'Now I can.' }])   // in turn; the last one stays
 *     new OpenAI({ baseURL: `${provider.url}/v1` })                // Groq, Cohere and Ollama: provider.url
 *     provider.requests.at(-1)?.messages
 *     await provider.close()
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { cohereFrames, type Frame, openAiFrames } from './provider-frames.ts'

/** What the provider does with one request. */
export interface Reply {
  /** The completion. Absent or empty: the answer holds no text. */
  readonly text?: string
  /** Characters in a chunk; default: one word a chunk. */
  readonly chunkSize?: number
  /** Milliseconds before each chunk; default 0. */
  readonly delay?: number
  /** Called after each chunk of text, with the characters written so far. */
  readonly onWritten?: (characters: number) => void
  /** OpenAI-style only: wording sent in the `refusal` field, after any text. */
  readonly refusal?: string
  /** The finish reason in the protocol's own spelling; default `stop` or `COMPLETE`. */
  readonly finish?: string
  /** Default: the words of the messages and of the text. `null`: the provider does not say. */
  readonly usage?: { readonly input: number; readonly output: number } | null
  /** Answers with this HTTP status and no completion. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The JSON body that goes with `status`. */
  readonly body?: unknown
  /**
   * Falls silent once this many characters of text are written; 0: before anything, headers included;
   * `opening`: after the events that come before the text.
   */
  readonly stallAfter?: number | 'opening'
  /** Cuts the connection once this many characters of text are written; 0: before anything. */
  readonly dropAfter?: number
  /** Sends this as the data of an event once this many characters of text are written, and ends. */
  readonly intrude?: { readonly after: number; readonly data: string }
  /** Milliseconds between the last event and the end of the answer, which come together by default. */
  readonly endsAfter?: number
  /** Ends properly, but without a finish or anything after this many characters of text. */
  readonly endAfter?: number
}

/** One request as it arrived, and what became of its answer. */
export interface ReceivedRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Readonly<Record<string, unknown>>
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  /** Content of the last user message. */
  readonly prompt: string
  /** Characters of completion (or refusal field) written so far. */
  readonly charactersWritten: number
  /** Resolves when the answer is over: by itself, or because the client closed the connection. */
  readonly over: Promise<{ readonly closedByClient: boolean; readonly charactersWritten: number }>
}

type Answer = Reply | readonly Reply[] | ((request: ReceivedRequest) => Reply | Promise<Reply>)

export interface ProviderServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  /** Chat requests in order of arrival. */
  readonly requests: readonly ReceivedRequest[]
  /** How many connections were ever made. */
  readonly connections: number
  /** Sets what is answered from now on. Before the first call every answer is `OK.` */
  answer(answer: Answer): void
  /** Sets the names that `/api/tags` lists. Before the first call it answers 404, as no Ollama would. */
  listModels(names: readonly string[]): void
  /** Forgets the requests. */
  reset(): void
  /** Cuts every connection. */
  close(): Promise<void>
}

/** Starts a provider on a free port of 127.0.0.1. */
export async function startProviderServer(): Promise<ProviderServer> {
  let choose: (request: ReceivedRequest) => Reply | Promise<Reply> = () => ({ text: 'OK.' })
  let models: readonly string[] | undefined
  const requests: ReceivedRequest[] = []

  const server = createServer((incoming, response) => {
    const handled =
      incoming.url === '/api/tags'
        ? sendTags(response, models)
        : incoming.method === 'GET' && incoming.url?.endsWith('/models')
          ? sendModels(response)
          : chat(incoming, response)
    handled.catch(() => response.destroy())
  })

  let connections = 0
  server.on('connection', () => {
    connections += 1
  })

  async function chat(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const frames = incoming.url?.endsWith('/v2/chat') ? cohereFrames : openAiFrames
    const received = await receive(incoming, response)
    requests.push(received)
    const reply = await choose(received)
    if (reply.status !== undefined) return sendStatus(response, reply)
    await send(response, frames(reply, received), reply, received)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections
    },
    answer(answer) {
      choose = chooser(answer)
    },
    listModels(names) {
      models = names
    },
    reset() {
      requests.length = 0
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

interface Recording extends ReceivedRequest {
  charactersWritten: number
}

function chooser(answer: Answer): (request: ReceivedRequest) => Reply | Promise<Reply> {
  if (typeof answer === 'function') return answer
  const replies: Reply[] = 'length' in answer ? [...answer] : [answer as Reply]
  return () => (replies.length > 1 ? replies.shift() : replies[0]) ?? {}
}

async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<Recording> {
  let text = ''
  for await (const piece of incoming.setEncoding('utf8')) text += piece
  const body = JSON.parse(text)
  const messages: ReceivedRequest['messages'] = body.messages ?? []
  const recording: Recording = {
    path: incoming.url ?? '',
    headers: incoming.headers,
    body,
    model: String(body.model),
    messages,
    prompt: messages.findLast(({ role }) => role === 'user')?.content ?? '',
    charactersWritten: 0,
    over: new Promise((resolve) => {
      response.once('close', () => {
        const closedByClient = !response.writableFinished && !response.errored
        resolve({ closedByClient, charactersWritten: recording.charactersWritten })
      })
    }),
  }
  return recording
}

async function send(
  response: ServerResponse,
  frames: readonly Frame[],
  reply: Reply,
  recording: Recording,
): Promise<void> {
  if (reply.stallAfter === 0) return
  if (reply.dropAfter === 0) return drop(response)
  response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.headers })
  response.flushHeaders()
  for (const frame of frames) {
    const written = recording.charactersWritten
    if (
      reply.stallAfter === 'opening'
        ? frame.characters > 0
        : written > 0 && reached(written, reply.stallAfter)
    )
      return
    if (written > 0 && reached(written, reply.dropAfter)) return drop(response)
    if (reached(written, reply.endAfter)) break
    if (reply.intrude && reached(written, reply.intrude.after)) {
      response.write(`data: ${reply.intrude.data}\n\n`)
      break
    }
    // Also without a delay each chunk travels alone, as over a real network.
    await (reply.delay ? sleep(reply.delay) : nextTurn())
    if (response.destroyed) return
    response.write(frame.data)
    recording.charactersWritten += frame.characters
    if (frame.characters > 0) reply.onWritten?.(recording.charactersWritten)
  }
  if (reply.endsAfter !== undefined) await sleep(reply.endsAfter)
  response.end()
}

function reached(written: number, mark: number | undefined): boolean {
  return mark !== undefined && written >= mark
}

function drop(response: ServerResponse): void {
  response.destroy(new Error('dropped on purpose'))
}

function sendStatus(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status ?? 500, { 'content-type': 'application/json', ...reply.headers })
  response.end(JSON.stringify(reply.body ?? { error: { message: 'an error on purpose' } }))
}

/** The list of models that OpenAI and Groq give at `…/models`. */
async function sendModels(response: ServerResponse): Promise<void> {
  sendStatus(response, { status: 200, body: { object: 'list', data: [] } })
}

async function sendTags(response: ServerResponse, models: readonly string[] | undefined): Promise<void> {
  const body = { models: models?.map((name) => ({ name, model: name })) }
  sendStatus(response, models ? { status: 200, body } : { status: 404 })
}
