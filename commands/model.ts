import { z } from 'zod'
import type { CommandServices } from '../src/bot-types.ts'
import { defineCommand } from './define-command.ts'
import { changeSetting, origin, scopeOption } from './scope-option.ts'

export const model = defineCommand({
  name: 'model',
  description: 'Show or choose the model that answers here',
  options: z.object({
    scope: scopeOption,
    model: z
      .string()
      .optional()
      .meta({ description: 'The model to use from now on, or default', rest: true, suggest: 'models' }),
  }),
  examples: ['model', 'model rehearsal:gemma', 'model scope:workspace ollama:gemma2', 'model default'],
  access: 'everyone',
  visibility: 'private',
  async *run(options, { caller, services }) {
    if (options.model === undefined) {
      const { value, from } = await services.settingAt(caller.place, 'model')
      yield {
        type: 'text',
        markdown: [`**${value}** answers here (${origin(from, caller)}).`, '', ...listing(services)].join(
          '\n',
        ),
      }
      return
    }
    const value = options.model === 'default' ? undefined : options.model
    const change = { name: 'model', scope: options.scope, value } as const
    const markdown = await changeSetting(
      { caller, services },
      change,
      (id) => `**${id}** answers here from now on.`,
    )
    yield { type: 'text', markdown }
  },
})

function listing(services: CommandServices): readonly string[] {
  return services.models().map(({ id, family, scripted, unavailable }) => {
    const remarks = [
      family,
      ...(scripted ? ['scripted stand-in'] : []),
      ...(unavailable ? [unavailable] : []),
    ]
    return `- \`${id}\` (${remarks.join('; ')})`
  })
}
