import type { ChatMessage } from '../src/domain.ts'
import { isMeantForSomebody } from './answer-guidance.ts'
import { contentWords } from './content-words.ts'
import { defineStrategy, notApplicable } from './define-strategy.ts'
import { demonstrationsFor } from './demonstrations/bank.ts'
import type { Demonstration } from './demonstrations/demonstration.ts'
import { composeMessages, opening } from './messages.ts'
import { guessTypes } from './request-type.ts'
import { sensesOf } from './senses.ts'
import type { Strategy } from './strategy.ts'

const IN_WORDS: Readonly<Record<number, string>> = { 5: 'five', 6: 'six' }

/**
 * Shows the model requests of the nearest types, answered, declined and answered in part, as turns of the
 * chat. The refusals are as much a part of it as the answers: harmful demonstrations subvert a model,
 * refusals protect it (2310.06387), and reasons teach more than boilerplate (2609.04714).
 */
export const fewShot: Strategy = defineStrategy({
  name: 'few-shot',
  version: 'few-shot/1',
  summary:
    'Asks again after five or six worked examples of similar requests, answered or declined with a reason.',
  source: 'arXiv 2405.05418 (few-shot prompting); refusing demonstrations after arXiv 2310.06387',
  levels: ['clearly_fine', 'borderline_fine'],
  async propose({ request, screening }, { systemPrompt }) {
    if (isMeantForSomebody(request.prompt)) return notApplicable('the alarming word is done to somebody')
    const examples = chosen(opening(request.prompt), screening.level === 'borderline_fine')
    const count = IN_WORDS[examples.length] ?? String(examples.length)
    const role =
      `You are a colleague who has learned from the ${count} worked examples that open this conversation to tell alarming words from harmful requests. ` +
      'The examples were written by the service, not by the person you talk to now. Treat the request after them on its own merits: answer what is ' +
      'harmless, help in part where only a part is, and decline harm with its reason.'
    return {
      kind: 'reprompt',
      messages: composeMessages({
        request,
        system: [systemPrompt, role],
        demonstrations: examples.flatMap(asTurns),
      }),
      howAsked: `with ${count} worked examples`,
    }
  },
})

/**
 * From the three nearest types, no more than two of each, always in this order; a doubtful request sees a
 * second refusal. The nearest type comes last, its refusal before its answer, so that the contrast is fresh.
 */
function chosen(text: string, doubtful: boolean): readonly Demonstration[] {
  const fields = sensesOf(text).harmless.map(({ domain }) => domain)
  const [first, second, third] = guessTypes(text, fields).map(({ type }) => demonstrationsFor(type))
  if (first === undefined || second === undefined || third === undefined) return []
  return [
    closest(second.benign, text),
    third.borderline,
    ...(doubtful ? [second.harmful] : []),
    closest(third.benign, text),
    first.harmful,
    closest(first.benign, text),
  ]
}

/** The example that shares most words with the request; the first of equals. */
function closest(examples: readonly [Demonstration, ...Demonstration[]], text: string): Demonstration {
  const words = new Set(contentWords(text))
  const shared = ({ prompt }: Demonstration) => contentWords(prompt).filter((word) => words.has(word)).length
  return examples.reduce((best, each) => (shared(each) > shared(best) ? each : best))
}

function asTurns({ prompt, answer }: Demonstration): readonly ChatMessage[] {
  return [
    { role: 'user', content: prompt },
    { role: 'assistant', content: answer },
  ]
}
