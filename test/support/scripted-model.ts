import type { ChatMessage, ModelFamily } from '../../src/domain.ts'
import { ModelError } from '../../src/errors.ts'
import type { ChatModel, ModelEvent } from '../../src/models/chat-model.ts'
import { logWatch } from './watched-logs.ts'

export interface ScriptedModel extends ChatModel {
  /** The messages of every call so far. */
  readonly calls: readonly (readonly ChatMessage[])[]
  /** How many streams were abandoned or aborted before their end. */
  readonly aborted: () => number
}

/** What one call does: give a text in small pieces, give events, fail, or decide by what it was sent. */
export type Script = string | readonly ModelEvent[] | Error | ((messages: readonly ChatMessage[]) => string)

/** A model of kind `live` whose calls follow a script, one entry a call; the last entry repeats. */
export function scriptedModel(script: readonly Script[], family: ModelFamily = 'unknown'): ScriptedModel {
  const calls: (readonly ChatMessage[])[] = []
  let aborted = 0
  return {
    id: `openai:scripted-${family}`,
    family,
    kind: 'live',
    calls,
    aborted: () => aborted,
    async *stream(messages, { signal }) {
      calls.push(messages)
      const given = script[Math.min(calls.length, script.length) - 1] ?? ''
      const step = typeof given === 'function' ? given(messages) : given
      if (typeof step === 'string') logWatch.plant(step)
      if (step instanceof Error) throw step
      let ended = false
      try {
        for (const event of typeof step === 'string' ? pieces(step) : step) {
          await Promise.resolve()
          if (signal?.aborted) throw new ModelError('aborted', 'cancelled')
          yield event
        }
        ended = true
      } finally {
        if (!ended) aborted += 1
      }
    },
  }
}

/** A text as a provider streams it, a few characters at a time. */
export function pieces(text: string): readonly ModelEvent[] {
  const parts = text.match(/[\s\S]{1,6}/gu) ?? []
  return [
    ...parts.map((part) => ({ type: 'text' as const, text: part })),
    { type: 'done', finish: 'stop', usage: { input: 10, output: parts.length } },
  ]
}
