import { z } from 'zod'
import { defineCommand } from './define-command.ts'
import { channelScopeOption, scopeName } from './scope-option.ts'

export const purpose = defineCommand({
  name: 'purpose',
  description: 'Show or set what this channel is for, which models are told as a trusted fact',
  options: z.object({
    scope: channelScopeOption,
    purpose: z
      .string()
      .max(300)
      .optional()
      .meta({ description: 'One sentence of at most 300 characters, or none', rest: true }),
  }),
  examples: ['purpose', 'purpose Support for the operators of our build servers', 'purpose none'],
  access: 'everyone',
  visibility: 'private',
  async *run(options, { caller, services }) {
    if (options.purpose === undefined) {
      const { value, from } = await services.settingAt(caller.place, 'purpose')
      yield {
        type: 'text',
        markdown:
          value === '' || from === 'default'
            ? 'No purpose is set here.'
            : `Purpose of this ${scopeName(from, caller)}: ${value}`,
      }
      return
    }
    const value = options.purpose === 'none' ? undefined : options.purpose
    await services.changeSetting(caller, options.scope, 'purpose', value)
    yield { type: 'text', markdown: value === undefined ? 'The purpose is removed.' : 'The purpose is set.' }
  },
})
