import { ModelError, type ModelErrorCode } from '../../src/errors.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'

/** A model whose calls all break down after the first word, so that none is made again. */
export function brokenModel(code: ModelErrorCode): ChatModel {
  return {
    id: 'openai:broken',
    family: 'unknown',
    kind: 'live',
    async *stream() {
      yield { type: 'text', text: 'Well' }
      throw new ModelError(code, 'The connection broke.')
    },
  }
}
