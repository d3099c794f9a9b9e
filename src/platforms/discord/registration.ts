import { isDeepStrictEqual } from 'node:util'
import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord.js'
import { z } from 'zod'

/** A command as Discord gives it back, with much that it adds itself. */
export const registeredCommandShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.number().default(ApplicationCommandType.ChatInput),
})
export type RegisteredCommand = z.output<typeof registeredCommandShape>

export interface CommandDifference {
  readonly added: readonly RESTPostAPIApplicationCommandsJSONBody[]
  readonly changed: readonly ChangedCommand[]
  readonly removed: readonly RegisteredCommand[]
}

export interface ChangedCommand {
  readonly id: string
  readonly command: RESTPostAPIApplicationCommandsJSONBody
  /** Names of the fields that differ. */
  readonly fields: readonly string[]
}

/**
 * What has to be done so that what is registered is what is wanted. Only fields that are wanted are compared, with
 * what Discord takes them for where they are left out.
 */
export function compareCommands(
  registered: readonly RegisteredCommand[],
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
): CommandDifference {
  const ours = new Map(registered.map((command) => [keyOf(command), command]))
  const added = wanted.filter((command) => !ours.has(keyOf(command)))
  const changed = wanted.flatMap((command) => {
    const found = ours.get(keyOf(command))
    const fields = found ? differingFields(found, command) : []
    return found && fields.length > 0 ? [{ id: found.id, command, fields }] : []
  })
  const keys = new Set(wanted.map(keyOf))
  // Discord makes the entry point of an activity by itself; it is no command of a bot.
  const removed = registered.filter(
    (command) => !keys.has(keyOf(command)) && command.type !== ApplicationCommandType.PrimaryEntryPoint,
  )
  return { added, changed, removed }
}

/** A line for each difference: what is done to which command. */
export function describeCommand(command: {
  readonly name: string
  readonly type?: number | undefined
}): string {
  const { name, type = ApplicationCommandType.ChatInput } = command
  if (type === ApplicationCommandType.ChatInput) return `/${name}`
  return `“${name}” (${type === ApplicationCommandType.Message ? 'menu of a message' : 'menu of a user'})`
}

/** A name belongs to one command of each type. */
function keyOf({
  name,
  type = ApplicationCommandType.ChatInput,
}: {
  readonly name: string
  readonly type?: number | undefined
}): string {
  return `${type} ${name}`
}

function differingFields(
  registered: RegisteredCommand,
  wanted: RESTPostAPIApplicationCommandsJSONBody,
): readonly string[] {
  return Object.entries(wanted)
    .filter(([field]) => field !== 'name' && field !== 'type')
    .filter(([field, value]) => !isDeepStrictEqual(asKept(field, registered[field]), asKept(field, value)))
    .map(([field]) => field)
}

const choiceShape = z.object({ name: z.string(), value: z.union([z.string(), z.number()]) })

const optionShape = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string().default(''),
  required: z.boolean().nullish().transform(Boolean),
  autocomplete: z.boolean().nullish().transform(Boolean),
  choices: z
    .array(choiceShape)
    .nullish()
    .transform((choices) => choices ?? []),
  min_length: z.number().nullish().transform(orNull),
  max_length: z.number().nullish().transform(orNull),
})

/** A field in the one form in which it can be compared. */
function asKept(field: string, value: unknown): unknown {
  switch (field) {
    case 'options':
      return z.array(optionShape).safeParse(value ?? []).data
    case 'contexts':
    case 'integration_types':
      return z
        .array(z.number())
        .safeParse(value)
        .data?.toSorted((a, b) => a - b)
    case 'nsfw':
      return value === true
    default:
      return orNull(value)
  }
}

function orNull<Value>(value: Value | null | undefined): Value | null {
  return value ?? null
}
