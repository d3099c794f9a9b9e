import { ModelError } from '../../src/errors.ts'
import type { ChatModel, ModelEvent } from '../../src/models/chat-model.ts'

/** A model that answers only when it is let. */
export function heldModel(id = 'openai:held') {
  const open: PromiseWithResolvers<void>[] = []
  const asked: string[] = []
  const told: (readonly string[])[] = []
  let underWay = 0
  let most = 0
  const model: ChatModel = {
    id,
    family: 'unknown',
    kind: 'live',
    async *stream(messages, { signal }): AsyncGenerator<ModelEvent> {
      asked.push(messages.at(-1)?.content ?? '')
      told.push(messages.map(({ content }) => content))
      underWay += 1
      most = Math.max(most, underWay)
      const turn = Promise.withResolvers<void>()
      open.push(turn)
      signal?.addEventListener('abort', () => turn.reject(new ModelError('aborted', 'stopped')))
      try {
        await turn.promise
        yield { type: 'text', text: 'Use the task manager for it.' }
        yield { type: 'done', finish: 'stop', usage: { input: 5, output: 5 } }
      } finally {
        underWay -= 1
      }
    },
  }
  return {
    model,
    asked,
    /** Everything that each call was sent. */
    told,
    most: () => most,
    answerOne: () => open.shift()?.resolve(),
    /** Answers until nobody asks any more. */
    async answerAll(done: () => boolean) {
      while (!done()) {
        open.shift()?.resolve()
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}
