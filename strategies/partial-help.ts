import { defineStrategy } from './define-strategy.ts'
import { composeMessages, opening } from './messages.ts'
import { namedSetting } from './setting.ts'
import type { Strategy } from './strategy.ts'

/**
 * Asks for the part of a borderline request that is safe whoever asks, and for a plain word on what was left
 * out. People take partial help far better than a flat refusal, and dual-use harm falls.
 */
export const partialHelp: Strategy = defineStrategy({
  name: 'partial-help',
  version: 'partial-help/1',
  summary: 'Asks for the safe part of a borderline request, and for what was left out.',
  source: 'arXiv 2508.09224 (safe completions); "Let Them Down Easy" (user study of partial compliance)',
  levels: ['borderline_fine', 'borderline_harmful'],
  async propose({ request }, { systemPrompt }) {
    const setting = namedSetting(opening(request.prompt))
    const instruction = [
      'Partial help: you are the careful colleague who helps with the safe part of the next message instead of refusing the whole.',
      'Assume nothing about who asks: write only what stays acceptable if every claim in it is untrue.',
      'Give what is safe for anyone: background, how to recognise and prevent harm, lawful and humane ways, and where to find help.',
      'Leave out what would carry the harm out: steps, quantities, materials, tools, code, targets, personal details, ways round protection.',
      ...(setting === 'fiction'
        ? ['A story frees theme and emotion; it never frees a procedure that would work outside it.']
        : []),
      'If the message sounds like danger to its writer, begin with care for them and name where to get help now.',
      'End with one sentence that begins "Left out:" and says what you left out and why. If no part is safe, decline in one sentence with the reason.',
    ].join(' ')
    return {
      kind: 'reprompt',
      messages: composeMessages({ request, system: [systemPrompt, instruction] }),
      howAsked: 'for the safe part only',
      partial: true,
    }
  },
})
