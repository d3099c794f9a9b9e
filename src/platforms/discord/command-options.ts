import {
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js'
import type { Command, CommandUse } from '../../../commands/command.ts'
import { type OptionField, optionFields } from '../../../commands/option-fields.ts'
import { COMPARE_MENU, RATE_MENU } from './names.ts'

/** What people in Discord call a workspace. */
export const WORKSPACE_WORD = 'server'

/** Most choices of an option (docs.discord.com/developers/interactions/application-commands). */
export const MOST_CHOICES = 25

/** Longest text Discord takes into an option, in characters. */
const MOST_CHARACTERS = 6000

/** What is the same for every command. Each field is written out, so that registering again restores it. */
const COMMON = { default_member_permissions: null, nsfw: false }

/** What only a command that is registered for every server can have. */
const EVERYWHERE = {
  // Not in private channels, where only an app that a person installed for themselves is heard: there the bot can
  // neither post the rest of a long answer, nor hear a reply, nor see a reaction.
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
}

/** The registry of commands as Discord is to show it, with those in the menu of a message. */
export function discordCommands(
  commands: readonly Command[],
  where: 'everywhere' | 'one server' = 'everywhere',
): readonly RESTPostAPIApplicationCommandsJSONBody[] {
  const place = where === 'everywhere' ? EVERYWHERE : {}
  return [
    ...commands.map((command) => ({ ...slashCommand(command), ...place })),
    ...[RATE_MENU, COMPARE_MENU].map((name) => ({
      type: ApplicationCommandType.Message as const,
      name,
      ...COMMON,
      ...place,
    })),
  ]
}

function slashCommand(command: Command): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return {
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: discordWords(command.description),
    options: optionFields(command).toSorted(byImportance).map(stringOption),
    ...COMMON,
  }
}

/** Discord wants what is required first; what a command is about comes before the rest. */
function byImportance(a: OptionField, b: OptionField): number {
  return Number(b.required) - Number(a.required) || Number(b.rest) - Number(a.rest)
}

function stringOption(field: OptionField): APIApplicationCommandStringOption {
  const { name, description, required, choices, maxLength } = field
  const option = {
    type: ApplicationCommandOptionType.String as const,
    name,
    description: discordWords(description),
    required,
  }
  if (isCompleted(field)) return { ...option, autocomplete: true }
  return {
    ...option,
    ...(choices.length > 0 && {
      choices: choices.map((value) => ({ name: discordWords(value), value })),
    }),
    ...(maxLength !== undefined && { max_length: Math.min(maxLength, MOST_CHARACTERS) }),
  }
}

/** Whether Discord is to ask for the choices while somebody types: they change, or are too many to register. */
export function isCompleted({ suggest, choices }: OptionField): boolean {
  return suggest !== undefined || choices.length > MOST_CHOICES
}

/** For the texts of the registry alone; what people wrote is never changed. */
function discordWords(text: string): string {
  return text.replaceAll(/\bworkspace\b/g, WORKSPACE_WORD)
}

/** An option of an interaction, as `discord.js` gives it in `interaction.options.data`. */
export interface FilledIn {
  readonly name: string
  readonly value?: string | number | boolean | undefined
}

/** What somebody filled into a slash command, as the bot takes it. Blank options count as left out. */
export function commandUse(name: string, filledIn: readonly FilledIn[]): CommandUse {
  const options = filledIn.map((option) => [option.name, String(option.value ?? '').trim()] as const)
  return { name, options: Object.fromEntries(options.filter(([, text]) => text !== '')) }
}
