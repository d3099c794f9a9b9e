import { z } from 'zod'
import { NOBODY_TO_ASK } from '../src/appeals.ts'
import { APPEALS_OFF, MOST_QUORUM, quorumOf } from '../src/crowd/appeal.ts'
import { InputError } from '../src/errors.ts'
import { isDirect, isNarrower } from '../src/places.ts'
import { defineCommand } from './define-command.ts'
import { channelScopeOption, scopeName } from './scope-option.ts'

export const appeals = defineCommand({
  name: 'appeals',
  description: 'Show or set how many votes decide whether a refused request was harmless',
  options: z.object({
    what: z
      .enum([APPEALS_OFF, 'default'])
      .optional()
      .meta({ description: 'off, or default for what is set more widely', rest: true }),
    quorum: z
      .string()
      .regex(/^\d{1,2}$/)
      .refine((number) => Number(number) >= 1 && Number(number) <= MOST_QUORUM)
      .optional()
      .describe(`Votes it takes, 1 to ${MOST_QUORUM}; two thirds of them have to say harmless`),
    scope: channelScopeOption,
  }),
  examples: ['appeals', 'appeals quorum:3', 'appeals off'],
  access: 'everyone',
  visibility: 'private',
  async *run({ what, quorum, scope }, { caller, services }) {
    if (what !== undefined && quorum !== undefined) {
      throw new InputError('Choose one of the two: a quorum, or off.')
    }
    const chosen = quorum === undefined ? what : String(Number(quorum))
    if (chosen !== undefined) {
      const value = chosen === 'default' ? undefined : chosen
      await services.changeSetting(caller, scope, 'appeals', value)
    }
    const { value, from } = await services.settingAt(caller.place, 'appeals')
    const isKept = chosen !== undefined && from !== 'default' && isNarrower(from, scope)
    const changed = isKept
      ? `Changed for the ${scopeName(scope, caller)}, but this ${scopeName(from, caller)} keeps its own choice. `
      : ''
    const here = isDirect(caller.place) ? NOBODY_TO_ASK : sentence(value)
    yield { type: 'text', markdown: `${changed}${here}` }
  },
})

function sentence(value: string): string {
  const quorum = quorumOf(value)
  if (quorum === undefined) return 'Refusals cannot be appealed here.'
  const votes = quorum === 1 ? '**1** vote decides' : `**${quorum}** votes decide`
  return `A refusal can be appealed here: ${votes} whether the request was harmless. Two thirds have to say so, and whoever asked is not counted.`
}
