/** The commands that the application has registered, for everybody and in each guild. */
import { type Json, objectsOf, stringOf } from '../shared/json.ts'
import { checkCommand, commandLimits } from './command-limits.ts'
import { ApiError, failures, Problems } from './errors.ts'
import { applicationId, type Snowflakes } from './world.ts'

export type Command = Json

/** Where commands hold: a guild's id, or `global`. */
export type Scope = string

export class Commands {
  private readonly scopes = new Map<Scope, Command[]>()
  private readonly snowflakes: Snowflakes

  constructor(snowflakes: Snowflakes) {
    this.snowflakes = snowflakes
  }

  in(scope: Scope): readonly Command[] {
    return this.scopes.get(scope) ?? []
  }

  /** The command that somebody means in a guild, or in direct messages. */
  find(guildId: string | undefined, name: string, type: number): Command | undefined {
    const meant = (command: Command) => command['name'] === name && command['type'] === type
    return this.in(guildId ?? '').find(meant) ?? this.in('global').find(meant)
  }

  get(scope: Scope, id: string): Command {
    const command = this.in(scope).find((one) => one['id'] === id)
    if (command === undefined) throw failures.unknownCommand()
    return command
  }

  /** Replaces all; a command that keeps its name and type keeps its id. */
  overwrite(scope: Scope, given: readonly Json[]): readonly Command[] {
    const problems = new Problems()
    given.forEach((command, index) => {
      checkCommand(command, `${index}.`, problems)
    })
    const keys = given.map(keyOf)
    keys.forEach((key, index) => {
      if (keys.indexOf(key) < index)
        problems.add(
          `${index}`,
          'APPLICATION_COMMANDS_DUPLICATE_NAME',
          'Application command names must be unique',
        )
    })
    problems.raise()
    const before = this.in(scope)
    const after = given.map((command) =>
      this.make(
        scope,
        command,
        before.find((one) => keyOf(one) === keyOf(command)),
      ),
    )
    checkCounts(after)
    this.scopes.set(scope, after)
    return after
  }

  /** Creates, or replaces what has the same name and type. */
  create(scope: Scope, given: Json): { readonly command: Command; readonly created: boolean } {
    const problems = new Problems()
    checkCommand(given, '', problems)
    problems.raise()
    const before = this.in(scope).find((one) => keyOf(one) === keyOf(given))
    const command = this.make(scope, given, before)
    const after = [...this.in(scope).filter((one) => one !== before), command]
    checkCounts(after)
    this.scopes.set(scope, after)
    return { command, created: before === undefined }
  }

  change(scope: Scope, id: string, given: Json): Command {
    const before = this.get(scope, id)
    const merged = { ...before, ...given, type: before['type'] }
    const problems = new Problems()
    checkCommand(merged, '', problems)
    problems.raise()
    const command = this.make(scope, merged, before)
    this.scopes.set(
      scope,
      this.in(scope).map((one) => (one === before ? command : one)),
    )
    return command
  }

  remove(scope: Scope, id: string): void {
    const gone = this.get(scope, id)
    this.scopes.set(
      scope,
      this.in(scope).filter((one) => one !== gone),
    )
  }

  /** A command as Discord keeps it: what is false or absent by default is left out of its options. */
  private make(scope: Scope, given: Json, before: Command | undefined): Command {
    const type = Number(given['type'] ?? 1)
    const options = objectsOf(given['options']).map(optionAsKept)
    return {
      id: stringOf(before?.['id']) || this.snowflakes.next(),
      application_id: applicationId,
      ...(scope === 'global' ? {} : { guild_id: scope }),
      version: this.snowflakes.next(),
      default_member_permissions: given['default_member_permissions'] ?? null,
      type,
      name: given['name'],
      name_localizations: given['name_localizations'] ?? null,
      description: stringOf(given['description']),
      description_localizations: given['description_localizations'] ?? null,
      ...(scope === 'global'
        ? {
            dm_permission: given['dm_permission'] ?? true,
            contexts: given['contexts'] ?? null,
            integration_types: given['integration_types'] ?? [0],
          }
        : {}),
      nsfw: given['nsfw'] ?? false,
      ...(options.length > 0 ? { options } : {}),
    }
  }
}

const keyOf = (command: Json): string => `${Number(command['type'] ?? 1)} ${stringOf(command['name'])}`

function optionAsKept(option: Json): Json {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(option)) {
    const nothing = value === false || value === null || value === undefined
    if (nothing || (Array.isArray(value) && value.length === 0)) continue
    kept[name] = name === 'options' ? objectsOf(value).map(optionAsKept) : value
  }
  return kept
}

function checkCounts(commands: readonly Command[]): void {
  for (const [type, limit] of Object.entries(commandLimits)) {
    if (commands.filter((one) => one['type'] === Number(type)).length > limit)
      throw new ApiError(400, 30032, `Maximum number of application commands reached (${limit}).`)
  }
}
