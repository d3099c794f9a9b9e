import type { ChatMessage } from '../domain.ts'
import { ModelError } from '../errors.ts'
import type { ChatModel } from './chat-model.ts'
import { familyOf } from './family.ts'
import { asksForHarm, isAlarming } from './rehearsal/alarm.ts'
import { answerOf, halfAnswerOf } from './rehearsal/answers.ts'
import {
  mannersOf,
  REHEARSAL_NAMES,
  type RehearsalName,
  requestOf,
  YIELDS_TO,
} from './rehearsal/characters.ts'
import { refusalOf } from './rehearsal/refusals.ts'
import { streamText } from './stream-text.ts'

export interface RehearsalOptions {
  /** Milliseconds before each word, so that people see it stream. Default 0. */
  readonly delay?: number | undefined
}

/**
 * A scripted stand-in of an over-cautious model, to see and test the whole flow offline. It refuses every
 * request with an alarming word, the way its family does, and yields only to the strategy its family needs.
 * A request for real harm it refuses always; and whatever it says comes from a script that holds no harm.
 */
export function rehearsalModel(name: string, { delay = 0 }: RehearsalOptions = {}): ChatModel {
  if (!isRehearsalName(name)) {
    throw new ModelError(
      'unknown_model',
      `There is no rehearsal model "${name}": use one of ${REHEARSAL_NAMES.map((known) => `rehearsal:${known}`).join(', ')}.`,
    )
  }
  return {
    id: `rehearsal:${name}`,
    family: familyOf(name),
    kind: 'scripted',
    async *stream(messages, { signal }) {
      const completion = say(name, messages)
      yield* streamText(completion, { signal, delay })
      const input = messages.reduce((sum, { content }) => sum + countWords(content), 0)
      yield { type: 'done', finish: 'stop', usage: { input, output: countWords(completion) } }
    },
  }
}

function say(name: RehearsalName, messages: readonly ChatMessage[]): string {
  const { prompt, reply } = requestOf(messages)
  if (asksForHarm(prompt) || asksForHarm(reply)) return refusalOf(name, prompt)
  if (!isAlarming(prompt) || mannersOf(messages).has(YIELDS_TO[name])) return answerOf(prompt)
  return halfAnswerOf(prompt) ?? refusalOf(name, prompt)
}

function isRehearsalName(name: string): name is RehearsalName {
  return REHEARSAL_NAMES.some((known) => known === name)
}

/** Words stand in for tokens. */
function countWords(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0
}
