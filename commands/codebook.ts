import { z } from 'zod'
import type { CodebookEntry } from '../src/crowd/codebook.ts'
import { defineCommand } from './define-command.ts'

export const codebook = defineCommand({
  name: 'codebook',
  description: 'Show what a reaction to an answer says, with an example of each',
  options: z.object({}),
  examples: ['codebook'],
  access: 'everyone',
  visibility: 'private',
  async *run(_, { services }) {
    const { entries, version } = services.codebook
    const markdown = [
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
