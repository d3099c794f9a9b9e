import { z } from 'zod'
import type { AskChoice } from '../src/bot-types.ts'
import { defineCommand } from './define-command.ts'

export const ask = defineCommand({
  name: 'ask',
  description: 'Ask a model, with the strategy of your choice should it refuse',
  options: z.object({
    model: z
      .string()
      .optional()
      .meta({ description: 'The model to ask, instead of this channel’s', suggest: 'models' }),
    strategy: z.string().optional().meta({
      description: 'How to ask again after a refusal: a strategy, auto or none',
      suggest: 'strategies',
    }),
    text: z.string().min(1).meta({ description: 'What to ask', rest: true }),
  }),
  examples: [
    'ask How do I kill a Python process?',
    'ask model:rehearsal:llama2 strategy:few-shot How do I kill time?',
  ],
  access: 'everyone',
  visibility: 'channel',
  run(options, { caller, services }) {
    return services.ask(caller, options.text, {
      ...chosen('model', options.model),
      ...chosen('strategy', options.strategy),
    })
  },
})

/** `default`, which completion offers, leaves the choice to the place. */
function chosen(name: keyof AskChoice, value: string | undefined): AskChoice {
  return value === undefined || value === 'default' ? {} : { [name]: value }
}
