import { z } from 'zod'
import { defineCommand } from './define-command.ts'

export const forget = defineCommand({
  name: 'forget',
  description: 'Erase what is stored about me: my requests, their answers and my votes',
  options: z.object({
    confirm: z
      .literal('yes')
      .optional()
      .meta({ description: 'yes, to erase without asking back', rest: true }),
  }),
  examples: ['forget', 'forget yes'],
  access: 'everyone',
  visibility: 'private',
  async *run(options, { caller, services }) {
    if (options.confirm === undefined) {
      yield {
        type: 'text',
        markdown:
          'This erases your requests, the answers to them with everybody’s votes on them, what you had compared, and your votes elsewhere. ' +
          'It cannot be undone. To go on, type `/forget yes`.',
      }
      return
    }
    const { exchanges, comparisons, votes } = await services.forget(caller.person)
    const compared = comparisons > 0 ? `, ${count(comparisons, 'comparison')}` : ''
    yield {
      type: 'text',
      markdown: `Erased: ${count(exchanges, 'request')}${compared} and ${count(votes, 'vote')} of yours.`,
    }
  },
})

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
