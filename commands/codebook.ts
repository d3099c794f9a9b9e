import { z } from 'zod'
import { type CodebookEntry, LABELS } from '../src/crowd/codebook.ts'
import { emojiSetting } from '../src/crowd/workspace-codebook.ts'
import { InputError } from '../src/errors.ts'
import { defineCommand } from './define-command.ts'
import { scopeName } from './scope-option.ts'

export const codebook = defineCommand({
  name: 'codebook',
  description: 'Show what reactions to an answer say, or choose another emoji for one of them',
  options: z.object({
    label: z.enum(LABELS).optional().meta({ description: 'What is to have another emoji' }),
    emoji: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'One emoji, also one of your own where there are such, or default' }),
  }),
  examples: [
    'codebook',
    'codebook label:refused_harmless emoji:🙅',
    'codebook label:refused_harmless emoji:default',
  ],
  access: 'everyone',
  visibility: 'private',
  async *run({ label, emoji }, { caller, services }) {
    if ((label === undefined) !== (emoji === undefined)) {
      throw new InputError(
        'Say both what to change and to what, such as: /codebook label:refused_harmless emoji:🙅',
      )
    }
    if (label !== undefined) {
      const value = emoji === 'default' ? undefined : emoji
      await services.changeSetting(caller, 'workspace', emojiSetting(label), value)
    }
    const { entries, version } = await services.codebookAt(caller.place)
    const changed = label && entries.find((entry) => entry.label === label)
    const markdown = changed
      ? `${changed.emoji} says “${changed.name}” in this ${scopeName('workspace', caller)} from now on. This is version ${version} of the codebook; votes given before keep what they said.`
      : [
          '**What a reaction to an answer says**',
          '',
          ...entries.flatMap(explained),
          '',
          `Of several reactions of one person to one answer the latest counts. This is version ${version} of the codebook; every vote is stored with its version.`,
        ].join('\n')
    yield { type: 'text', markdown }
  },
})

function explained({ emoji, meaning, example }: CodebookEntry): readonly string[] {
  return [`- ${emoji} ${meaning}`, `  Such as: ${example}`]
}
