import { z } from 'zod'
import { InputError } from '../src/errors.ts'
import { whySentence } from '../src/policy/why.ts'
import type { CommandContext } from './command.ts'
import { defineCommand } from './define-command.ts'
import { changeSetting, origin, scopeOption } from './scope-option.ts'

/** Versions that a message names. */
const MOST_VERSIONS = 7

export const strategy = defineCommand({
  name: 'strategy',
  description: 'Show, choose or explain how a refused request is asked again here',
  options: z.object({
    scope: scopeOption,
    version: z.string().optional().meta({
      description: 'For admins: the version of the learned order to use everywhere, or paper, or learning',
    }),
    strategy: z.string().optional().meta({
      description: 'A strategy, auto (what was learned), none (never ask again), default, or why (explains)',
      rest: true,
      suggest: 'strategy-settings',
    }),
  }),
  examples: [
    'strategy',
    'strategy why',
    'strategy few-shot',
    'strategy scope:workspace none',
    'strategy default',
    'strategy version:paper',
  ],
  access: 'everyone',
  visibility: 'private',
  async *run(options, { caller, services }) {
    if (options.version !== undefined) {
      if (options.strategy !== undefined) throw new InputError('Give a version or a strategy, one at a time.')
      await services.usePolicyVersion(caller, options.version)
      const markdown = `Strategies are ordered by version \`${options.version}\` from now on, everywhere; other processes follow within a minute of their next request.`
      yield { type: 'text', markdown }
      return
    }
    const known = services.strategies()
    if (options.strategy === undefined) {
      const { value, from } = await services.settingAt(caller.place, 'strategy')
      const list = known.map(({ name, summary, source }) => `- \`${name}\`: ${summary} (${source})`)
      const lines = [
        `**${value}** is used here (${origin(from, caller)}).`,
        ...(value === 'auto' ? [await versionWords(services)] : []),
      ]
      yield { type: 'text', markdown: [lines.join(' '), '', ...list].join('\n') }
      return
    }
    if (options.strategy === 'why') {
      yield { type: 'text', markdown: await whyHere({ caller, services }) }
      return
    }
    const names = [...known.map(({ name }) => name), 'auto', 'none', 'default', 'why']
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

async function versionWords(services: CommandContext['services']): Promise<string> {
  const { inUse, names } = await services.policyVersions()
  const shown = names.slice(0, MOST_VERSIONS).map((name) => `\`${name}\``)
  return `Their order is version \`${inUse}\` (${names.length > MOST_VERSIONS ? 'the newest are' : 'there are'} ${shown.join(', ')}); \`/strategy why\` explains it.`
}

/** What is chosen here by name needs no explaining, and nothing learned has a say in it. */
async function whyHere({ caller, services }: CommandContext): Promise<string> {
  const { value, from } = await services.settingAt(caller.place, 'strategy')
  if (value !== 'auto') {
    const what = value === 'none' ? 'Nothing is asked again here' : `**${value}** is used here`
    return `${what}, as ${origin(from, caller)}; \`/strategy auto\` leaves it to what was learned.`
  }
  const { choice, when } = await services.choiceAt(caller.place)
  return whySentence(choice, when)
}

function inForce(value: string): string {
  if (value === 'none') return 'A refusal here stands from now on; nothing is asked again.'
  if (value === 'auto') return 'A refusal here is asked again in the way that fits the model.'
  return `A refusal here is asked again with **${value}** from now on.`
}
