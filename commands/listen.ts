import { z } from 'zod'
import { isNarrower } from '../src/places.ts'
import { defineCommand } from './define-command.ts'
import { channelScopeOption, scopeName } from './scope-option.ts'

export const listen = defineCommand({
  name: 'listen',
  description: 'Answer every message of a channel, or only those that mention the bot (not in the console)',
  options: z.object({
    what: z
      .enum(['all', 'mentions', 'default'])
      .optional()
      .meta({ description: 'all, mentions, or default for what is set more widely', rest: true }),
    scope: channelScopeOption,
  }),
  examples: ['listen', 'listen all', 'listen mentions'],
  access: 'everyone',
  visibility: 'private',
  async *run({ what, scope }, { caller, services }) {
    if (what !== undefined) {
      await services.changeSetting(caller, scope, 'listen', what === 'default' ? undefined : what)
    }
    const { value, from } = await services.settingAt(caller.place, 'listen')
    const changed =
      what !== undefined && from !== 'default' && isNarrower(from, scope)
        ? `Changed for the ${scopeName(scope, caller)}, but this ${scopeName(from, caller)} keeps its own choice. `
        : ''
    yield { type: 'text', markdown: `${changed}${sentence(value)}` }
  },
})

function sentence(value: string): string {
  return value === 'all'
    ? 'Every message of this channel is answered.'
    : 'Messages that mention the bot are answered here, and replies in a thread it has joined.'
}
