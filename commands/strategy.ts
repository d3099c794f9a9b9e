import { z } from 'zod'
import { InputError } from '../src/errors.ts'
import { defineCommand } from './define-command.ts'
import { scopeOption } from './scope-option.ts'

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
      const where = from === 'default' ? 'the default' : `chosen for this ${from}`
      const list = known.map(({ name, summary, source }) => `- \`${name}\`: ${summary} (${source})`)
      yield { type: 'text', markdown: [`**${value}** is used here (${where}).`, '', ...list].join('\n') }
      return
    }
    const names = [...known.map(({ name }) => name), 'auto', 'none', 'default']
    if (!names.includes(options.strategy)) {
      throw new InputError(
        `There is no strategy “${options.strategy.slice(0, 40)}”. Choose one of: ${names.join(', ')}.`,
      )
    }
    const chosen = options.strategy === 'default' ? undefined : options.strategy
    await services.changeSetting(caller, options.scope, 'strategy', chosen)
    const { value } = await services.settingAt(caller.place, 'strategy')
    yield { type: 'text', markdown: `A refusal here is asked again with **${value}** from now on.` }
  },
})
