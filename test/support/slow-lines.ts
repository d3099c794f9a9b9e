import { ModelError } from '../../src/errors.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { pieces } from './scripted-model.ts'

/** A model that says a text slowly enough to be shown on the way. */
export function slowly(text: string, milliseconds = 5): ChatModel {
  return {
    id: 'openai:slow',
    family: 'unknown',
    kind: 'live',
    async *stream(_, { signal }) {
      for (const event of pieces(text)) {
        if (signal?.aborted) throw new ModelError('aborted', 'cancelled')
        await new Promise((resolve) => setTimeout(resolve, milliseconds))
        yield event
      }
    },
  }
}

/** A text whose every line is another, so that nothing can be lost, doubled or moved unnoticed. */
export function lines(count: number): string {
  return expectedLines(count).join('\n\n')
}

export function slowLines(count: number, milliseconds: number): ChatModel {
  return slowly(lines(count), milliseconds)
}

/** The lines that stand in some texts, in their order. */
export function linesIn(messages: readonly { readonly text: string }[]): readonly string[] {
  return (
    messages
      .map(({ text }) => text)
      .join('\n')
      .match(/Line \d+ of the answer\./g) ?? []
  )
}

export function expectedLines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `Line ${index + 1} of the answer.`)
}
