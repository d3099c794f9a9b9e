import { ModelError } from '../errors.ts'
import type { ChatModel } from './chat-model.ts'

/** A model that answers only so often. */
export interface BudgetedModel extends ChatModel {
  /** How many calls are left. */
  remaining(): number
}

/**
 * Lets at most `limit` calls through to a model; a failed call counts too, since it may have been paid for.
 * The stream of a call beyond the limit throws {@link ModelError} `budget_spent`.
 */
export function withBudget(model: ChatModel, limit: number): BudgetedModel {
  let spent = 0
  return {
    id: model.id,
    family: model.family,
    kind: model.kind,
    remaining: () => Math.max(0, limit - spent),
    async *stream(messages, options) {
      if (spent >= limit) {
        throw new ModelError(
          'budget_spent',
          `No call of "${model.id}" is left for this request (limit ${limit}).`,
        )
      }
      spent += 1
      yield* model.stream(messages, options)
    },
  }
}
