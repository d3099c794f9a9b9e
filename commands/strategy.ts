import { z } from 'zod'
import { InputError } from '../src/errors.ts'
import { defineCommand } from './define-command.ts'
import { changeSetting, origin, scopeOption } from './scope-option.ts'

export const strategy = defineCommand({
  name: 'strategy',
  description: 'Show or choose how a refused request is asked again here',
  options: z.object({
    scope: scopeOption,
    strategy: z.string().optional().meta({
      description: 'A strategy, auto (the one that fits the model), none (never ask again) or default',
      rest: true,
      suggest: 'strategies',
    }),
  }),
  examples: ['strategy', 'strategy few-shot', 'strategy scope:workspace none', 'strategy default'],
  access: 'everyone',
  visibility: 'private',
  async *run(options, { caller, services }) {
    const known = services.strategies()
    if (options.strategy === undefined) {
      const { value, from } = await services.settingAt(caller.place, 'strategy')
      const list = known.map(({ name, summary, source }) => `- \`${name}\`: ${summary} (${source})`)
      yield {
        type: 'text',
        markdown: [`**${value}** is used here (${origin(from, caller)}).`, '', ...list].join('\n'),
      }
      return
    }
    const names = [...known.map(({ name }) => name), 'auto', 'none', 'default']
    if (!names.includes(options.strategy)) {
      throw new InputError(
        `There is no strategy “${options.strategy.slice(0, 40)}”. Choose one of: ${names.join(', ')}.`,
      )
    }
    const value = options.strategy === 'default' ? undefined : options.strategy
    const change = { name: 'strategy', scope: options.scope, value } as const
    yield { type: 'text', markdown: await changeSetting({ caller, services }, change, inForce) }
  },
})

function inForce(value: string): string {
  if (value === 'none') return 'A refusal here stands from now on; nothing is asked again.'
  if (value === 'auto') return 'A refusal here is asked again in the way that fits the model.'
  return `A refusal here is asked again with **${value}** from now on.`
}
