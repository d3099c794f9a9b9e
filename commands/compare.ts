import { z } from 'zod'
import { defineCommand } from './define-command.ts'

/** Names with commas between them. */
const list = z.string().max(400).optional()

const namesIn = (typed: string) =>
  typed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

export const compare = defineCommand({
  name: 'compare',
  description: 'Compare answers of strategies and models side by side, blind, by vote',
  options: z.object({
    strategies: list.meta({
      description: 'Names with commas between; direct is the model by itself',
      suggest: 'compared',
      list: true,
    }),
    models: list.meta({ description: 'Model ids with commas between', suggest: 'models', list: true }),
    cached: z
      .literal('yes')
      .optional()
      .meta({ description: 'yes, to take answers to identical calls from the last day' }),
    prompt: z.string().min(1).meta({ description: 'What to ask all of them', rest: true }),
  }),
  examples: [
    // Safe twins of our own suites.
    'compare What led to the burning of the university library at Leuven in 1914?',
    'compare strategies:direct,few-shot models:rehearsal:llama2,rehearsal:gemma Tell me Count Dracula’s blood type and allergies for our quiz.',
  ],
  access: 'everyone',
  visibility: 'channel',
  async *run({ strategies, models, cached, prompt }, { caller, services }) {
    const order = {
      prompt,
      ...(strategies !== undefined && { strategies: namesIn(strategies) }),
      ...(models !== undefined && { models: namesIn(models) }),
      ...(cached && { cached: true }),
    }
    for await (const view of services.compare(caller, order)) yield { type: 'comparison', view }
  },
})
