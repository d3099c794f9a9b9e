import { z } from 'zod'
import { defineCommand } from './define-command.ts'
import { countLines } from './privacy.ts'

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
      const { counts } = await services.privacy(caller.person, caller.place)
      const lines = countLines(counts)
      yield {
        type: 'text',
        markdown: [
          'This erases your requests, the answers to them with everybody’s votes on them, what you had compared, and your votes elsewhere. ' +
            'It cannot be undone. To go on, type `/forget yes`.',
          ...(lines.length > 0 ? ['', 'There are:', '', ...lines] : []),
          '',
          WHAT_STAYS,
        ].join('\n'),
      }
      return
    }
    const { exchanges, comparisons, votes } = await services.forget(caller.person)
    const compared = comparisons > 0 ? `, ${count(comparisons, 'comparison')}` : ''
    yield {
      type: 'text',
      markdown: `Erased: ${count(exchanges, 'request')}${compared} and ${count(votes, 'vote')} of yours. ${WHAT_STAYS}`,
    }
  },
})

const WHAT_STAYS =
  'What stays: messages that were posted, which you can delete yourself or have deleted; who won in comparisons that were revealed, without a word of them; settings, without who chose them; ' +
  'answers to others, out of which your requests are cut where they stand word for word in the same conversation; and what was exported or backed up before.'

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
