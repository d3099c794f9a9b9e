import { z } from 'zod'
import { defineCommand } from './define-command.ts'

export const listen = defineCommand({
  name: 'listen',
  description: 'Answer every message of a channel, or only those that mention the bot (not in the console)',
  options: z.object({
    what: z
      .enum(['all', 'mentions', 'default'])
      .optional()
      .meta({ description: 'all, mentions, or default for what is set more widely', rest: true }),
    scope: z
      .enum(['channel', 'workspace'])
      .default('channel')
      .meta({ description: 'Where it holds: channel or workspace' }),
  }),
  examples: ['listen', 'listen all', 'listen mentions'],
  access: 'everyone',
  visibility: 'private',
  async *run({ what, scope }, { caller, services }) {
    if (what !== undefined) {
      await services.changeSetting(caller, scope, 'listen', what === 'default' ? undefined : what)
    }
    const { value, from } = await services.settingAt(caller.place, 'listen')
    const hidden = what !== undefined && scope === 'workspace' && from === 'channel'
    const changed = hidden ? 'Changed for the workspace, but this channel keeps its own choice. ' : ''
    yield { type: 'text', markdown: `${changed}${sentence(value)}` }
  },
})

function sentence(value: string): string {
  return value === 'all'
    ? 'Every message of this channel is answered.'
    : 'Messages that mention the bot are answered here, and replies in a thread it has joined.'
}
