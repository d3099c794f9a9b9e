import { z } from 'zod'
import type { LimitSetting } from '../src/bot-types.ts'
import { isLimit } from '../src/load/limit-values.ts'
import type { LimitUse } from '../src/load/limits.ts'
import { inWords } from '../src/load/load-lines.ts'
import { defineCommand } from './define-command.ts'
import { scopeName } from './scope-option.ts'

const limit = (what: string) =>
  z
    .string()
    .refine((value) => value === 'default' || isLimit(value))
    .optional()
    .describe(`${what}: a whole number, none, or default`)

export const limits = defineCommand({
  name: 'limits',
  description: 'Show how much you and this workspace may ask, and have asked; admins change it',
  options: z.object({
    person: limit('Requests of one person within a minute'),
    workspace: limit('Requests of the whole workspace within a minute'),
    tokens: limit('Tokens of the whole workspace on one day'),
  }),
  examples: ['limits', 'limits person:10', 'limits workspace:300 tokens:5000000', 'limits tokens:default'],
  access: 'everyone',
  visibility: 'private',
  async *run(given, { caller, services }) {
    const changes: readonly (readonly [LimitSetting, string | undefined])[] = [
      ['limit-person', given.person],
      ['limit-workspace', given.workspace],
      ['limit-tokens', given.tokens],
    ]
    for (const [name, value] of changes) {
      if (value === undefined) continue
      await services.changeSetting(caller, 'workspace', name, value === 'default' ? undefined : value)
    }
    yield { type: 'text', markdown: told(await services.limitsOf(caller), scopeName('workspace', caller)) }
  },
})

function told({ limits, person, workspace, tokens }: LimitUse, here: string): string {
  const minute = (used: number, most: number | undefined, endsIn: number) =>
    `${used.toLocaleString('en')}${of(most)} requests this minute${used > 0 ? `, which ends in ${inWords(endsIn)}` : ''}`
  return [
    `- **You:** ${minute(person.used, limits.person, person.endsIn)}.`,
    `- **This ${here}:** ${minute(workspace.used, limits.workspace, workspace.endsIn)}.`,
    `- **Tokens of this ${here} today:** ${tokens.used.toLocaleString('en')}${of(limits.tokens)}; the next day begins at 00:00 UTC, in ${inWords(tokens.endsIn)}.`,
  ].join('\n')
}

function of(most: number | undefined): string {
  return most === undefined ? ' (no limit)' : ` of ${most.toLocaleString('en')}`
}
