import { z } from 'zod'
import type { PersonsVote } from '../src/bot-types.ts'
import { defineCommand } from './define-command.ts'

const SHOWN = 10

export const votes = defineCommand({
  name: 'votes',
  description: 'Show what the reactions mean, and my latest votes',
  options: z.object({}),
  examples: ['votes'],
  access: 'everyone',
  visibility: 'private',
  async *run(_, { caller, services }) {
    const mine = await services.votesOf(caller.person, SHOWN)
    const meanings = services.codebook.entries.map(({ emoji, meaning }) => `- ${emoji} ${meaning}`)
    const latest = mine.map((vote) => `- ${line(vote)}`)
    const markdown = [
      '**What a reaction to an answer says**',
      '',
      ...meanings,
      '',
      latest.length === 0 ? 'You have no votes here yet.' : '**Your latest votes**',
      ...(latest.length === 0 ? [] : ['', ...latest]),
    ].join('\n')
    yield { type: 'text', markdown }
  },
})

function line({ emoji, at }: PersonsVote): string {
  return `${emoji} on ${new Date(at).toISOString().slice(0, 16).replace('T', ' at ')} UTC`
}
