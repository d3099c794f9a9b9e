import { z } from 'zod'
import type { Caller } from '../src/bot-types.ts'
import { InputError } from '../src/errors.ts'
import { defineCommand } from './define-command.ts'
import { optionFields, usage } from './option-fields.ts'
import { scopeName } from './scope-option.ts'

export const help = defineCommand({
  name: 'help',
  description: 'Show what Recourse does and which commands there are',
  options: z.object({
    command: z
      .string()
      .optional()
      .meta({ description: 'One command to explain', rest: true, suggest: 'commands' }),
  }),
  examples: ['help', 'help ask'],
  access: 'everyone',
  visibility: 'private',
  async *run(options, { caller, services }) {
    if (options.command === undefined) {
      const list = services.commands.map((command) => `- \`${usage(command)}\`: ${command.description}`)
      const markdown = [
        'Write a message and this channel’s model answers. When it refuses something that was safe to ask, Recourse ' +
          'asks again in the way that works for that model, tells you so, and keeps the first refusal one click away. ' +
          'A harmful request keeps its refusal. React to an answer to say whether it was a good one.',
        '',
        ...list,
      ].join('\n')
      yield { type: 'text', markdown: inWordsOf(caller, markdown) }
      return
    }
    const name = options.command.replace(/^\//, '')
    const command = services.commands.find((candidate) => candidate.name === name)
    if (!command)
      throw new InputError(`There is no command /${name.slice(0, 30)}. Type /help to see what there is.`)
    const fields = optionFields(command).map((field) => {
      const choices = field.choices.length > 0 ? ` (${field.choices.join(', ')})` : ''
      return `- \`${field.name}\`${field.required ? '' : ', optional'}: ${field.description}${choices}`
    })
    const examples = command.examples.map((example) => `- \`/${example}\``)
    const markdown = [
      `**${usage(command)}**`,
      `${command.description}.`,
      '',
      ...fields,
      '',
      'Examples:',
      ...examples,
    ].join('\n')
    yield { type: 'text', markdown: inWordsOf(caller, markdown) }
  },
})

/** Help is all our own text, so every workspace in it is what the caller's platform has another word for. */
function inWordsOf(caller: Caller, markdown: string): string {
  return markdown.replaceAll(/\bworkspace\b/g, scopeName('workspace', caller))
}
