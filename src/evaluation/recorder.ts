import { digestOf } from '../digest.ts'
import type { ChatMessage, Usage } from '../domain.ts'
import { ModelError } from '../errors.ts'
import { aboutTokens } from '../models/about-tokens.ts'
import type { ChatModel, GenerateOptions, ModelEvent } from '../models/chat-model.ts'
import type { CellClock } from './cell-clock.ts'
import { eventsOf, type RecordedCall, storedEvents } from './recorded-calls.ts'

/** Keeps a call that was made just now, and is told what it has cost. */
export type KeepCall = (call: RecordedCall, cost: Usage) => void

/** The calls of one unit that were made before: by another arm, or before the run was stopped. */
export interface CallBook {
  readonly unit: string
  readonly calls: Map<string, RecordedCall>
  /** Puts the call where nothing can lose it. */
  readonly keep: KeepCall
}

/** What a cell has cost, recorded calls included: what it would cost by itself. */
export interface Meter {
  calls: number
  input: number
  output: number
  /** The last failure of the model itself, if any. */
  failure?: ModelError
}

export interface RecorderOptions {
  readonly book: CallBook
  /** Calls with another scope are other calls, even of the same messages. */
  readonly scope: (digest: string, nth: number) => string
  readonly clock: CellClock
  readonly meter: Meter
}

/**
 * A model whose finished calls are kept, and given again in place of the same call: piece by piece as they came, with
 * the time that they took. A call that the flow cut short is kept as far as it came; one that failed is not kept.
 */
export function recordingModel(model: ChatModel, options: RecorderOptions): ChatModel {
  const { book, scope, clock, meter } = options
  const asked = new Map<string, number>()
  return {
    id: model.id,
    family: model.family,
    kind: model.kind,
    async *stream(messages, generate) {
      const digest = callDigest(model.id, messages, generate)
      const nth = asked.get(digest) ?? 0
      asked.set(digest, nth + 1)
      const key = `${scope(digest, nth)}:${nth}:${digest}`
      const events: ModelEvent[] = []
      meter.calls += 1
      const known = book.calls.get(key)
      if (known) {
        clock.shift(known.milliseconds)
        try {
          for (const event of eventsOf(known)) {
            events.push(event)
            yield event
          }
        } finally {
          charge(meter, messages, events)
        }
        return
      }
      const started = clock.now()
      let failed = false
      try {
        for await (const event of model.stream(messages, generate)) {
          events.push(event)
          yield event
        }
      } catch (error) {
        failed = true
        if (error instanceof ModelError && error.code !== 'aborted') meter.failure = error
        throw error
      } finally {
        const cost = charge(meter, messages, events)
        if (!failed) {
          const milliseconds = Math.round((clock.now() - started) * 10) / 10
          const call = { unit: book.unit, key, events: storedEvents(events), milliseconds }
          book.calls.set(key, call)
          book.keep(call, cost)
        }
      }
    },
  }
}

/** What a call is known by: everything that decides the answer. */
export function callDigest(
  model: string,
  messages: readonly ChatMessage[],
  { maxTokens, temperature, jsonSchema }: GenerateOptions,
): string {
  return digestOf([model, messages, maxTokens, temperature, jsonSchema]).slice(0, 32)
}

/** Tokens of one call, as the provider counted them or, of a call that was cut short, about so many. */
function charge(meter: Meter, messages: readonly ChatMessage[], events: readonly ModelEvent[]): Usage {
  const end = events.at(-1)
  const cost = (end?.type === 'done' ? end.usage : undefined) ?? {
    input: aboutTokens(messages.map(({ content }) => content)),
    output: aboutTokens(events.map((event) => (event.type === 'done' ? '' : (event.text ?? '')))),
  }
  meter.input += cost.input
  meter.output += cost.output
  return cost
}
