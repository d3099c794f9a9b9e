import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { ChatMessage } from '../../src/domain.ts'
import { ModelError } from '../../src/errors.ts'
import type { ChatModel, GenerateOptions, ModelEvent } from '../../src/models/chat-model.ts'
import { collect } from '../../src/models/collect.ts'
import type { Timeouts } from '../../src/models/live-stream.ts'
import { type ProviderServer, type Reply, startProviderServer } from '../fakes/provider-server.ts'

export interface ModelUnderTest {
  readonly model: ChatModel
  /** Messages this model answers with several pieces of text. */
  readonly messages: readonly ChatMessage[]
  readonly text: string
}

/** What every model keeps to, live or not. */
export function chatModelContract(name: string, setUp: () => ModelUnderTest | Promise<ModelUnderTest>): void {
  describe(`${name} as a chat model`, () => {
    test('streams its text in order and ends with exactly one done', async () => {
      const { model, messages, text } = await setUp()
      const events = await drain(model, messages)
      const texts = events.flatMap((event) => (event.type === 'text' ? [event.text] : []))
      expect(texts.join('')).toBe(text)
      expect(texts.length).toBeGreaterThan(1)
      expect(texts).not.toContain('')
      expect(events.filter(({ type }) => type === 'done')).toHaveLength(1)
      expect(events.at(-1)).toMatchObject({ type: 'done', finish: 'stop' })
    })

    test('answers the same call again', async () => {
      const { model, messages, text } = await setUp()
      await collect(model, messages)
      await expect(collect(model, messages)).resolves.toMatchObject({ text, finish: 'stop' })
    })

    test('throws `aborted` when its signal has fired before the call', async () => {
      const { model, messages } = await setUp()
      const error = await failure(model, messages, { signal: AbortSignal.abort() })
      expect(error.code).toBe('aborted')
    })

    test('throws `aborted` and no further text when its signal fires in mid-answer', async () => {
      const { model, messages } = await setUp()
      const controller = new AbortController()
      const seen: ModelEvent[] = []
      const reading = async () => {
        for await (const event of model.stream(messages, { signal: controller.signal })) {
          seen.push(event)
          controller.abort()
        }
      }
      await expect(reading()).rejects.toMatchObject({ code: 'aborted' })
      expect(seen).toHaveLength(1)
    })
  })
}

export interface LiveSetUp {
  /** A model of this provider at `url`, whose name within the provider is `house-model`. */
  create(url: string, timeouts: Timeouts): ChatModel
  /** The finish reason for a full token limit. */
  readonly lengthFinish: string
  /** The finish reason by which this provider reports a refusal, and what it becomes. */
  readonly refusalFinish: { readonly reason: string; readonly signal: string }
  /** What a 401 must name so that people know what to mend. */
  readonly remedyFor401: string
}

const MESSAGES: readonly ChatMessage[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'What is in my-private-note?' },
]
const TEXT = 'Ink, two stamps — and\n\n```js\nlet naïve = "日本"\n```\n'
/** So long that no test runs into them by accident. */
const PATIENT: Timeouts = { firstToken: 15_000, idle: 15_000 }

/** What every provider reached over HTTP keeps to, shown against a fake that speaks its protocol. */
export function liveModelContract(name: string, live: LiveSetUp): void {
  let provider: ProviderServer
  beforeAll(async () => {
    provider = await startProviderServer()
  })
  afterAll(() => provider.close())
  beforeEach(() => provider.reset())

  const create = (reply: Reply | readonly Reply[], timeouts: Timeouts = PATIENT) => {
    provider.answer(reply)
    return live.create(provider.url, timeouts)
  }
  const lastRequest = () => {
    const request = provider.requests.at(-1)
    if (!request) throw new Error('No request arrived.')
    return request
  }

  chatModelContract(name, () => ({ model: create({ text: TEXT }), messages: MESSAGES, text: TEXT }))

  describe(`${name} over the wire`, () => {
    test('sends the messages, the limit and the temperature it was given', async () => {
      await collect(create({ text: TEXT }), MESSAGES, { maxTokens: 77, temperature: 0.25 })
      expect(lastRequest().model).toBe('house-model')
      expect(lastRequest().messages).toEqual(MESSAGES)
      expect(lastRequest().body).toMatchObject({ stream: true, temperature: 0.25 })
      expect(Object.values(lastRequest().body)).toContain(77)
    })

    test('asks for structured output by the schema it was given', async () => {
      const jsonSchema = { type: 'object', properties: { level: { type: 'string' } }, required: ['level'] }
      await collect(create({ text: '{}' }), [{ role: 'user', content: 'Answer in JSON.' }], { jsonSchema })
      expect(lastRequest().body['response_format']).toMatchObject({ type: expect.stringMatching(/^json_/) })
    })

    test('reports the usage the provider counted', async () => {
      const { usage } = await collect(create({ text: TEXT, usage: { input: 12, output: 34 } }), MESSAGES)
      expect(usage).toEqual({ input: 12, output: 34 })
    })

    test('reports no usage where the provider says none', async () => {
      const collected = await collect(create({ text: TEXT, usage: null }), MESSAGES)
      expect(collected).not.toHaveProperty('usage')
    })

    test('puts characters together that were split over chunks', async () => {
      const { text } = await collect(create({ text: TEXT, chunkSize: 3 }), MESSAGES)
      expect(text).toBe(TEXT)
    })

    test('says when the answer was cut at the token limit', async () => {
      const { finish } = await collect(create({ text: TEXT, finish: live.lengthFinish }), MESSAGES)
      expect(finish).toBe('length')
    })

    test('reports a refusal that the provider marks by its finish', async () => {
      const events = await drain(create({ finish: live.refusalFinish.reason }), MESSAGES)
      expect(events).toMatchObject([
        { type: 'refusal', signal: live.refusalFinish.signal },
        { type: 'done', finish: 'refusal' },
      ])
    })

    test('makes one connection for calls one after the other, also where the end comes by itself', async () => {
      const own = await startProviderServer()
      onTestFinished(() => own.close())
      own.answer({ text: TEXT, endsAfter: 5 })
      const model = live.create(own.url, PATIENT)
      for (let calls = 0; calls < 5; calls += 1) {
        await collect(model, MESSAGES)
        await own.requests.at(-1)?.over
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      expect(own.connections).toBe(1)
    })

    test('closes the connection when its signal fires', async () => {
      const model = create({ text: TEXT.repeat(50), delay: 1 })
      const controller = new AbortController()
      let read = 0
      const error = await failure(model, MESSAGES, { signal: controller.signal }, (event) => {
        read += event.type === 'text' ? event.text.length : 0
        controller.abort()
      })
      expect(error.code).toBe('aborted')
      const { closedByClient, charactersWritten } = await lastRequest().over
      expect(closedByClient).toBe(true)
      expect(charactersWritten).toBeGreaterThanOrEqual(read)
      expect(charactersWritten).toBeLessThan(TEXT.length * 50)
    })

    test('closes the connection when its reader walks away', async () => {
      const model = create({ text: TEXT.repeat(50), delay: 1 })
      for await (const _ of model.stream(MESSAGES, {})) break
      await expect(lastRequest().over).resolves.toMatchObject({ closedByClient: true })
    })

    test('closes the connection when its signal fires before any answer', async () => {
      const controller = new AbortController()
      provider.answer(() => {
        controller.abort()
        return { stallAfter: 0 }
      })
      const error = await failure(live.create(provider.url, PATIENT), MESSAGES, { signal: controller.signal })
      expect(error.code).toBe('aborted')
      await expect(lastRequest().over).resolves.toMatchObject({ closedByClient: true })
    })

    test.each([
      ['headers', { stallAfter: 0 }, { firstToken: 50, idle: 60_000 }, /no sign of an answer in 0.05 s/],
      [
        'the next text',
        { stallAfter: 4, text: TEXT },
        { firstToken: 60_000, idle: 50 },
        /fell silent for 0.05 s/,
      ],
    ])('gives up when the provider stalls before %s', async (_, reply, timeouts, message) => {
      const error = await failure(create(reply, timeouts), MESSAGES)
      expect(error).toMatchObject({ code: 'timeout', message: expect.stringMatching(message) })
      await expect(lastRequest().over).resolves.toMatchObject({ closedByClient: true })
    })

    test('counts the opening of a stream as no sign of an answer', async () => {
      const model = create({ text: TEXT, stallAfter: 'opening' }, { firstToken: 50, idle: 60_000 })
      expect((await failure(model, MESSAGES)).message).toMatch(/no sign of an answer in 0.05 s/)
    })

    test('does not mistake a slow reader for a slow provider', async () => {
      const model = create({ text: 'one two three' }, { firstToken: 5_000, idle: 30 })
      let text = ''
      for await (const event of model.stream(MESSAGES, {})) {
        if (event.type === 'text') text += event.text
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
      expect(text).toBe('one two three')
    })

    test.each([
      ['cuts the connection before answering', { dropAfter: 0 }, 'connection'],
      ['cuts the connection in mid-answer', { dropAfter: 4, text: TEXT }, 'connection'],
      ['ends the stream without a finish', { endAfter: 4, text: TEXT }, 'connection'],
      ['ends the stream before it began', { endAfter: 0 }, 'empty'],
      ['finishes without a word', { text: '' }, 'empty'],
      ['sends what nobody can read', { text: TEXT, intrude: { after: 4, data: '{"cut' } }, 'unavailable'],
    ])('fails with a stable code when the provider %s: %j → %s', async (_, reply, code) => {
      expect((await failure(create(reply), MESSAGES)).code).toBe(code)
      expect(provider.requests).toHaveLength(1)
    })

    test.each([
      [400, 'bad_request'],
      [401, 'unauthorized'],
      [402, 'no_credit'],
      [403, 'forbidden'],
      [404, 'unknown_model'],
      [408, 'timeout'],
      [413, 'bad_request'],
      [422, 'bad_request'],
      [429, 'rate_limited'],
      [500, 'unavailable'],
      [503, 'unavailable'],
    ])('turns status %i into `%s`, without a second try', async (status, code) => {
      const error = await failure(create([{ status }, { text: TEXT }]), MESSAGES)
      expect(error.code).toBe(code)
      expect(provider.requests).toHaveLength(1)
    })

    test('says what to do about a key that is not accepted', async () => {
      const error = await failure(create({ status: 401 }), MESSAGES)
      expect(error.message).toContain(live.remedyFor401)
    })

    test('names the model that the provider does not know', async () => {
      const error = await failure(create({ status: 404 }), MESSAGES)
      expect(error.message).toContain('"house-model"')
    })

    test('passes on how long to wait, given in seconds', async () => {
      const error = await failure(create({ status: 429, headers: { 'retry-after': '7' } }), MESSAGES)
      expect(error).toMatchObject({ retryAfter: 7000, message: expect.stringContaining('wait 7 s') })
    })

    test('passes on how long to wait, given as a date', async () => {
      const date = new Date(Date.now() + 3_600_000).toUTCString()
      const { retryAfter } = await failure(
        create({ status: 503, headers: { 'retry-after': date } }),
        MESSAGES,
      )
      expect(retryAfter).toBeGreaterThan(3_000_000)
      expect(retryAfter).toBeLessThanOrEqual(3_600_000)
    })

    test('keeps the key and the user’s text out of its errors', async () => {
      const body = { error: { message: 'cannot serve "What is in my-private-note?" with secret-key' } }
      for (const reply of [
        { status: 400, body },
        { status: 401, body },
        { status: 500, body },
        { dropAfter: 0 },
      ]) {
        expect(everything(await failure(create(reply), MESSAGES))).not.toMatch(/my-private-note|secret-key/)
      }
    })

    test('says where it looked when nobody answers there', async () => {
      const gone = await startProviderServer()
      await gone.close()
      const error = await failure(live.create(gone.url, PATIENT), MESSAGES)
      expect(error.code).toBe('connection')
      expect(error.message).toContain(new URL(gone.url).host)
    })
  })
}

/** All events of one call. */
export async function drain(model: ChatModel, messages: readonly ChatMessage[]): Promise<ModelEvent[]> {
  const events: ModelEvent[] = []
  for await (const event of model.stream(messages, {})) events.push(event)
  return events
}

/** The error a call ends with. */
export async function failure(
  model: ChatModel,
  messages: readonly ChatMessage[],
  options: GenerateOptions = {},
  onEvent: (event: ModelEvent) => void = () => {},
): Promise<ModelError> {
  try {
    for await (const event of model.stream(messages, options)) onEvent(event)
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
  throw new Error('The call did not fail.')
}

/** All that a logger could print of an error: its message, stack and fields, and those of its causes. */
function everything(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return [error.message, error.stack, JSON.stringify(error), everything(error.cause)].join('\n')
}
