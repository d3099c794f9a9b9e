import { defineStrategy, notApplicable } from './define-strategy.ts'
import { composeMessages, opening } from './messages.ts'
import { senseLine, sensesOf } from './senses.ts'
import type { Strategy } from './strategy.ts'

/**
 * Tells the model what the alarming word means in this sentence, and no more. The ignore-word recipe of XSB
 * turned round: the word is not to be ignored but understood, and the sentence is still to be judged.
 */
export const senseNote: Strategy = defineStrategy({
  name: 'sense-note',
  version: 'sense-note/1',
  summary: 'Asks again with one note on what the alarming word means in this sentence.',
  source: 'arXiv 2510.08158 (XSB, ignore-word instructions), as a note on the sense',
  levels: ['clearly_fine', 'borderline_fine'],
  async propose({ request }, { systemPrompt }) {
    const { harmless, alarming } = sensesOf(opening(request.prompt))
    if (alarming.length > 0) return notApplicable('the alarming word is the act, or is done to somebody')
    if (harmless.length === 0) return notApplicable('no harmless sense of an alarming word was read')
    const note = [
      `Sense note: in the next message ${harmless.map(senseLine).join('; ')}.`,
      'Judge the full sentence: the sense of one word settles nothing about the rest of it.',
      'Where the sentence is harmless, answer it directly; where it is not, decline and say why.',
    ].join(' ')
    return {
      kind: 'reprompt',
      messages: composeMessages({ request, system: [systemPrompt, note] }),
      howAsked: 'with a note on what the alarming word means here',
    }
  },
})
