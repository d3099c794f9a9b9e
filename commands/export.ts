import { z } from 'zod'
import type { ExportedFile } from '../src/bot-types.ts'
import type { CommandContext } from './command.ts'
import { defineCommand } from './define-command.ts'
import { scopeName } from './scope-option.ts'

/** Not named for its command, whose name the language keeps for itself. */
export const exportCommand = defineCommand({
  name: 'export',
  description: 'Hand out the votes, the labelled items or the data-set card, or share people’s words in it',
  options: z.object({
    rows: z.enum(['votes', 'items', 'card']).default('votes').meta({
      description: 'votes, items with their labels, or the card that describes both',
      rest: true,
    }),
    format: z.enum(['csv', 'jsonl']).default('csv').meta({ description: 'How rows are written' }),
    share: z.enum(['on', 'off', 'default']).optional().meta({
      description: 'Whether exports hold what people wrote here; default is what is set more widely',
    }),
    scope: z
      .enum(['channel', 'workspace'])
      .default('channel')
      .meta({ description: 'Where share holds: channel or workspace' }),
  }),
  examples: ['export', 'export format:jsonl items', 'export card', 'export share:on'],
  access: 'admin',
  visibility: 'private',
  async *run({ rows, format, share, scope }, context) {
    if (share !== undefined) {
      yield { type: 'text', markdown: await changeSharing(share, scope, context) }
      return
    }
    const { caller, services } = context
    const what: ExportedFile = rows === 'card' ? { rows } : { rows, format }
    const file = {
      votes: { name: `votes.${format}`, holds: 'Every vote that stands in' },
      items: { name: `items.${format}`, holds: 'Every answer and refusal, with its label, of' },
      card: { name: 'data-set-card.md', holds: 'The data-set card (what there is and how it was made) of' },
    }[rows]
    const here = scopeName('workspace', caller)
    yield {
      type: 'file',
      name: file.name,
      mediaType: rows === 'card' ? 'text/markdown' : format === 'csv' ? 'text/csv' : 'application/jsonl',
      description: `${file.holds} this ${here}. What people wrote is only in it for channels with \`/export share:on\`.`,
      ifTooLarge: `This is too large to be sent here. Whoever runs Recourse can write it to a file: \`recourse export --rows ${rows === 'card' ? 'votes' : rows} --format ${format} --workspace ${caller.place.workspace} --out ${file.name}\`.`,
      content: () => services.exported(caller.place, what),
    }
  },
})

async function changeSharing(
  share: 'on' | 'off' | 'default',
  scope: 'channel' | 'workspace',
  { caller, services }: CommandContext,
): Promise<string> {
  await services.changeSetting(caller, scope, 'share', share === 'default' ? undefined : share)
  const here = scopeName(scope, caller)
  if (share === 'default')
    return `Sharing is no longer set for this ${here}; what is set more widely holds, else nothing is shared.`
  if (share === 'off')
    return `Exports hold nothing that people wrote in this ${here}: ids, labels and the models’ text only.`
  const except =
    scope === 'workspace' ? ' Direct messages and channels with a setting of their own are left out.' : ''
  return (
    `From now on exports hold what people wrote in this ${here}: requests, also earlier ones, and the reasons given ` +
    `for votes.${except} Tell the people here, and mind the platform’s terms. \`/export share:off\` ends it for later exports.`
  )
}
