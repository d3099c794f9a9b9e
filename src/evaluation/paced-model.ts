import { ModelError } from '../errors.ts'
import type { ChatModel } from '../models/chat-model.ts'
import { type MostTries, waitBeforeRetry } from '../models/retry.ts'
import type { Pace, PaceParts } from './pace.ts'

/** How often a call is made at most. Providers at their limit ask for patience, others for a second chance. */
const MOST_TRIES: MostTries = { rate_limited: 12, unavailable: 4, connection: 4, timeout: 4 }

export interface PacedOptions extends PaceParts {
  readonly pace: Pace
  /** From 0 up to 1; spreads calls that failed at the same moment. */
  readonly random: () => number
  /** Ends all waiting of calls that have no signal of their own; those that have must be ended by it. */
  readonly signal: AbortSignal
  /** Told how long a call had to wait for its turn, in milliseconds, so that it is not counted as the model's time. */
  readonly waited: (milliseconds: number) => void
}

/**
 * A model whose calls keep to its provider's pace, and are made again where they failed before the first word by
 * something that passes. A provider at its rate limit holds all its calls for as long as it asks.
 */
export function pacedModel(model: ChatModel, options: PacedOptions): ChatModel {
  const { pace, timer, sleep, random, signal: stop, waited } = options
  return {
    id: model.id,
    family: model.family,
    kind: model.kind,
    async *stream(messages, generate) {
      const signal = generate.signal ?? stop
      let from = timer()
      for (let tries = 1; ; tries += 1) {
        await stoppable(pace.enter(signal))
        const started = timer()
        waited(started - from)
        from = started
        let begun = false
        let wait: number | undefined
        try {
          for await (const event of model.stream(messages, { ...generate, signal })) {
            begun = true
            yield event
          }
          return
        } catch (error) {
          wait = begun ? undefined : waitBeforeRetry(error, tries, MOST_TRIES, random)
          if (wait === undefined) throw error
          if (error instanceof ModelError && error.code === 'rate_limited') pace.pause(wait)
        } finally {
          pace.leave()
        }
        // Others of this provider may fare better meanwhile; at a rate limit all of them wait.
        await stoppable(sleep(wait, signal))
      }
    },
  }
}

async function stoppable(waiting: Promise<void>): Promise<void> {
  try {
    await waiting
  } catch (cause) {
    throw new ModelError('aborted', 'The call was stopped.', { cause })
  }
}
