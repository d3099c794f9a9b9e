import { ModelError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Metrics, ModelCallFacts } from '../metrics/metrics.ts'
import { tokensSaved } from '../metrics/tokens-saved.ts'
import type { ChatModel } from './chat-model.ts'

export interface ObserverOptions {
  readonly metrics: Metrics
  readonly logger: Pick<Logger, 'debug'>
  /** Monotonic, in milliseconds. */
  readonly timer?: () => number
}

/** The models of a catalogue, with every call counted and noted in the log. */
export function observedCatalog<Catalog extends { get(id: string): ChatModel }>(
  catalog: Catalog,
  options: ObserverOptions,
): Catalog {
  const observed = new WeakMap<ChatModel, ChatModel>()
  return {
    ...catalog,
    get(id) {
      const model = catalog.get(id)
      const known = observed.get(model) ?? observedModel(model, options)
      observed.set(model, known)
      return known
    },
  }
}

/** A model whose calls are counted. */
export function observedModel(
  model: ChatModel,
  { metrics, logger, timer = () => performance.now() }: ObserverOptions,
): ChatModel {
  const { id, family, kind } = model
  return {
    id,
    family,
    kind,
    async *stream(messages, options) {
      const { purpose = 'other' } = options
      const started = timer()
      let characters = 0
      let ended: Pick<ModelCallFacts, 'result' | 'usage'> | undefined
      try {
        for await (const event of model.stream(messages, options)) {
          if (event.type === 'done') {
            ended = { result: 'finished', ...(event.usage && { usage: event.usage }) }
          } else characters += event.text?.length ?? 0
          yield event
        }
      } catch (error) {
        ended = { result: error instanceof ModelError ? error.code : 'internal' }
        throw error
      } finally {
        // Whoever reads a stream goes away before its end for one reason: what came is a refusal.
        const { result, usage } = ended ?? { result: 'cut_short' }
        const milliseconds = timer() - started
        const saved = result === 'cut_short' ? { tokensSaved: tokensSaved(family, characters) } : {}
        const call = { model: id, purpose, result, ...(usage && { usage }), ...saved }
        metrics.modelCalled({ ...call, seconds: milliseconds / 1000 })
        // Anybody may name a model as they like; one that does answer bears no words of theirs.
        const named = result === 'finished' || result === 'cut_short' ? { model: id } : {}
        logger.debug(
          {
            ...named,
            usedFor: purpose,
            result,
            ...(usage && { usage }),
            ...saved,
            milliseconds: Math.round(milliseconds),
          },
          'model called',
        )
      }
    },
  }
}
