import { Routes } from 'discord.js'
import type { Command } from '../../commands/command.ts'
import { InputError } from '../errors.ts'
import { discordCommands } from '../platforms/discord/command-options.ts'
import { inviteUrl } from '../platforms/discord/permissions.ts'
import {
  type CommandDifference,
  compareCommands,
  describeCommand,
} from '../platforms/discord/registration.ts'
import { readApplication, readCommands } from './discord-application.ts'
import { APPLICATIONS, type DiscordCaller, discordCaller, type Route } from './discord-call.ts'
import { write } from './output.ts'

/** Milliseconds for one answer of Discord's. */
const API_TIMEOUT = 15_000

/** Milliseconds. Discord lets only a few commands a bot be written every 20 seconds. */
const PATIENCE = 60_000

export interface Registration {
  readonly token: string | undefined
  readonly apiUrl?: string
  /** Only in this server, where changes show at once. */
  readonly guild?: string
  readonly dryRun: boolean
  /** Milliseconds for one answer. */
  readonly timeout?: number
}

/** Makes Discord know the commands that there are: tells each difference, and changes nothing else. */
export async function registerDiscord(
  terminal: { readonly stdout: NodeJS.WritableStream },
  commands: readonly Command[],
  { token, apiUrl, guild, dryRun, timeout = API_TIMEOUT }: Registration,
): Promise<void> {
  if (token === undefined) {
    throw new InputError(
      `DISCORD_TOKEN is not set: make a token at ${APPLICATIONS} → your application → Bot.`,
    )
  }
  const call = discordCaller({ token, timeout, patience: PATIENCE, ...(apiUrl !== undefined && { apiUrl }) })
  const { id } = await readApplication(call)
  const route =
    guild === undefined ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, guild)
  const absent = `The bot is not in the server ${guild}, or may have no commands there: invite it with ${inviteUrl(id)}.`
  const registered = await readCommands(call, route, { 10004: absent, 50001: absent })
  const wanted = discordCommands(commands, guild === undefined ? 'everywhere' : 'one server')
  const difference = compareCommands(registered, wanted)
  const steps = stepsOf(difference, call, route)
  if (steps.length === 0) {
    await write(terminal.stdout, `nothing to change: all ${wanted.length} commands are registered\n`)
  }
  for (const { intent, done, command, run } of steps) {
    if (!dryRun) await run()
    await write(terminal.stdout, `${dryRun ? `would ${intent}` : done} ${command}\n`)
  }
}

interface Step {
  readonly intent: string
  readonly done: string
  readonly command: string
  run(): Promise<unknown>
}

/** What is gone makes room first: there is a most of commands. */
function stepsOf(difference: CommandDifference, call: DiscordCaller, route: Route): readonly Step[] {
  return [
    ...difference.removed.map((command) => ({
      intent: 'remove',
      done: 'removed',
      command: describeCommand(command),
      run: () => call.delete(`${route}/${command.id}`),
    })),
    ...difference.changed.map(({ id, command, fields }) => ({
      intent: 'change',
      done: 'changed',
      command: `${describeCommand(command)}: ${fields.join(', ').replaceAll('_', ' ')}`,
      run: () => call.patch(`${route}/${id}`, command),
    })),
    ...difference.added.map((command) => ({
      intent: 'add',
      done: 'added',
      command: describeCommand(command),
      run: () => call.post(route, command),
    })),
  ]
}
