import type { ChatMessage, ModelFamily, Usage } from '../domain.ts'

/** The port to a language model. One file per provider implements it. */
export interface ChatModel {
  /** `provider:name`, as settings and records spell it. */
  readonly id: string
  readonly family: ModelFamily
  /**
   * `live` models answer anything; `scripted` ones are rehearsal stand-ins and `recorded` ones replay a
   * file. Only a live model may judge a request; a surface says so wherever a scripted one speaks.
   */
  readonly kind: 'live' | 'scripted' | 'recorded'
  /**
   * Streams one completion. Ends with exactly one `done` event unless it throws.
   * @throws {ModelError} with a stable code; an abort by `options.signal` throws code `aborted`.
   */
  stream(messages: readonly ChatMessage[], options: GenerateOptions): AsyncIterable<ModelEvent>
}

export interface GenerateOptions {
  readonly signal?: AbortSignal
  /** Upper bound of tokens to generate. */
  readonly maxTokens?: number
  readonly temperature?: number
  /** JSON Schema the answer must satisfy, where the provider can enforce one. Callers validate anyway. */
  readonly jsonSchema?: Readonly<Record<string, unknown>>
  /** For accounts alone; no provider is told. */
  readonly purpose?: CallPurpose
}

/** What a call is for: the first answer, asking again (and what that needs), judging, or anything else. */
export type CallPurpose = 'answer' | 'strategy' | 'judge' | 'other'

export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  /**
   * The provider itself reports a refusal. `text` is its wording where it gave one; a wording that streams
   * comes in several of these events, to be joined.
   */
  | { readonly type: 'refusal'; readonly signal: ProviderRefusal; readonly text?: string }
  | { readonly type: 'done'; readonly finish: 'stop' | 'length' | 'refusal'; readonly usage?: Usage }

/** How a provider reports a refusal: a `refusal` field, a content-filter finish, or a toxic-error finish. */
export type ProviderRefusal = 'refusal_field' | 'content_filter' | 'toxic_error'
