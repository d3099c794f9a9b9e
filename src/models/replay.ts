import type { ChatMessage } from '../domain.ts'
import { ModelError } from '../errors.ts'
import type { ChatModel } from './chat-model.ts'
import { familyOf } from './family.ts'
import { promptKey, type Recordings, readRecordings } from './recordings.ts'
import { streamText } from './stream-text.ts'

export interface ReplayOptions {
  /** The system prompt of a `direct` attempt, where there is one. */
  readonly directSystemPrompt?: string | undefined
}

/**
 * Recorded completions of a real model: `FILE`, or `FILE#MODEL` where a file holds those of several.
 *
 * A replay never answers what was not recorded. What was recorded is one prompt, asked by itself; so the
 * only calls it answers are a single user message with that prompt, alone or under the system prompt of the
 * direct attempt. Anything else — a conversation, a strategy's reprompt, which is another input even where
 * its last message is the same — throws {@link ModelError} `not_recorded`.
 *
 * The file is read at the first call, once.
 */
export function replayModel(name: string, { directSystemPrompt }: ReplayOptions = {}): ChatModel {
  const { file, model: recorded } = recordingOf(name)
  let recordings: Promise<Recordings> | undefined
  return {
    id: `replay:${name}`,
    family: recorded === undefined ? familyOf(file) : familyOf(recorded),
    kind: 'recorded',
    async *stream(messages, { signal }) {
      const prompt = recordedPrompt(messages, directSystemPrompt)
      if (prompt === undefined) {
        throw new ModelError(
          'not_recorded',
          'This is a recording: it answers single prompts, not conversations or second attempts.',
        )
      }
      recordings ??= readRecordings(file, recorded)
      const completion = (await recordings).get(promptKey(prompt))
      if (completion === undefined) {
        throw new ModelError(
          'not_recorded',
          'This is a recording, and this prompt is not in it; ask a live model.',
        )
      }
      if (completion.trim() === '') throw new ModelError('empty', 'The recorded answer is empty.')
      yield* streamText(completion, { signal })
      yield { type: 'done', finish: 'stop' }
    },
  }
}

/** What a model named so replays: a file, and of a file with the answers of several models which. */
export function recordingOf(name: string): { readonly file: string; readonly model: string | undefined } {
  const [, file = name, model] = /^(.*\.\w+)#([^#]+)$/.exec(name) ?? []
  return { file, model }
}

function recordedPrompt(
  messages: readonly ChatMessage[],
  directSystemPrompt: string | undefined,
): string | undefined {
  const [first, ...rest] = messages
  const asked = first?.role === 'system' && first.content === directSystemPrompt ? rest : messages
  return asked.length === 1 && asked[0]?.role === 'user' ? asked[0].content : undefined
}
