import { z } from 'zod'
import type { PersonsVote } from '../src/bot-types.ts'
import { entryLabelled } from '../src/crowd/codebook.ts'
import { defineCommand } from './define-command.ts'

const SHOWN = 10

export const votes = defineCommand({
  name: 'votes',
  description: 'Show my latest votes',
  options: z.object({}),
  examples: ['votes'],
  access: 'everyone',
  visibility: 'private',
  async *run(_, { caller, services }) {
    const [mine, codebook] = await Promise.all([
      services.votesOf(caller.person, SHOWN),
      services.codebookAt(caller.place),
    ])
    const meaningOf = (vote: PersonsVote) => entryLabelled(vote.label, codebook)?.meaning ?? ''
    const markdown =
      mine.length === 0
        ? 'You have no votes here yet. React to an answer with an emoji of the codebook (`/codebook`) to give one.'
        : [
            '**Your latest votes**',
            '',
            ...mine.map((vote) => `- ${line(vote)} ${meaningOf(vote)}`.trim()),
          ].join('\n')
    yield { type: 'text', markdown }
  },
})

function line({ emoji, at }: PersonsVote): string {
  return `${emoji} on ${new Date(at).toISOString().slice(0, 16).replace('T', ' at ')} UTC.`
}
