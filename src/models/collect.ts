import type { ChatMessage, Usage } from '../domain.ts'
import type { ChatModel, GenerateOptions, ProviderRefusal } from './chat-model.ts'

/** A whole completion. */
export interface Collected {
  readonly text: string
  /** Set where the provider itself reported a refusal; its wording is then part of `text`. */
  readonly refusal?: ProviderRefusal
  readonly finish: 'stop' | 'length' | 'refusal'
  readonly usage?: Usage
}

/**
 * Waits for a whole completion: for short calls nobody watches, such as a judge's.
 * @throws {ModelError} as the model does.
 */
export async function collect(
  model: ChatModel,
  messages: readonly ChatMessage[],
  options: GenerateOptions = {},
): Promise<Collected> {
  let text = ''
  let refusal: ProviderRefusal | undefined
  let finish: Collected['finish'] = 'stop'
  let usage: Usage | undefined
  for await (const event of model.stream(messages, options)) {
    if (event.type === 'text') text += event.text
    else if (event.type === 'refusal') {
      text += event.text ?? ''
      refusal ??= event.signal
    } else {
      finish = event.finish
      usage = event.usage
    }
  }
  return { text, finish, ...(refusal ? { refusal } : {}), ...(usage ? { usage } : {}) }
}
