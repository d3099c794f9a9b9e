import type { CommandUse } from '../../commands/command.ts'
import { optionFields } from '../../commands/option-fields.ts'
import type { Bot } from '../bot-types.ts'

const COMMAND = 'compare'

/** What is compared where somebody leaves a choice open, in at most 100 characters each. */
export const LEFT_OPEN = {
  strategies: 'Left open: by itself and two that fit; with several models, each by itself.',
  models: 'Left open: the model that answers here.',
} as const

/** What somebody has chosen in a form. */
export interface ChosenComparison {
  readonly prompt: string
  readonly strategies: readonly string[]
  readonly models: readonly string[]
}

/** What can be chosen in a form. */
export function offered(
  bot: Pick<Bot, 'commands' | 'suggestions'>,
): Pick<ChosenComparison, 'strategies' | 'models'> {
  const command = bot.commands.find(({ name }) => name === COMMAND)
  const fields = command ? optionFields(command) : []
  const offeredFor = (option: 'strategies' | 'models') => {
    const kind = fields.find(({ name }) => name === option)?.suggest
    return kind === undefined ? [] : bot.suggestions(kind)
  }
  return { strategies: offeredFor('strategies'), models: offeredFor('models') }
}

/** The form as the command takes it. */
export function compareUse({ prompt, strategies, models }: ChosenComparison): CommandUse {
  return {
    name: COMMAND,
    options: {
      prompt,
      ...(strategies.length > 0 && { strategies: strategies.join(',') }),
      ...(models.length > 0 && { models: models.join(',') }),
    },
  }
}
