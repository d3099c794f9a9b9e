import type { Suggestion } from '../commands/option-fields.ts'
import { DIRECT } from './domain.ts'
import type { RunOptions } from './run-exchange.ts'

export interface SuggestionParts extends Pick<RunOptions, 'models' | 'strategies'> {
  readonly commands: readonly { readonly name: string }[]
}

/** What may be given for an option of a command. */
export function suggestionsFor(
  kind: Suggestion,
  { models, strategies, commands }: SuggestionParts,
): readonly string[] {
  if (kind === 'models') return [...models.choices().map((choice) => choice.id), 'default']
  if (kind === 'commands') return commands.map(({ name }) => name)
  const names = strategies.map(({ name }) => name)
  if (kind === 'compared') return [DIRECT, ...names]
  const ways = ['auto', 'none', 'default', ...names]
  return kind === 'strategy-settings' ? ['why', ...ways] : ways
}
