import { Routes } from 'discord.js'
import { z } from 'zod'
import type { Command } from '../../commands/command.ts'
import { InputError } from '../errors.ts'
import { discordCommands } from '../platforms/discord/command-options.ts'
import { messageContent } from '../platforms/discord/intents.ts'
import { inviteUrl, missingPermissions, PERMISSION_TITLES } from '../platforms/discord/permissions.ts'
import { compareCommands, describeCommand } from '../platforms/discord/registration.ts'
import type { Shards } from '../platforms/discord/shards.ts'
import { type Application, parsed, readApplication, readCommands } from './discord-application.ts'
import { APPLICATIONS, type DiscordCaller, discordCaller, WHERE_TOKEN } from './discord-call.ts'
import { greetGateway } from './discord-gateway.ts'
import type { Check, Warning } from './doctor.ts'

/** Milliseconds the doctor waits for one answer of Discord's. */
const API_TIMEOUT = 5_000

/** The share of session starts left from which on the doctor warns. */
const FEW_STARTS = 0.1

/** Servers read in one call, the most Discord gives (docs.discord.com/developers/resources/user#get-current-user-guilds). */
const PAGE = 200
const MOST_PAGES = 5

/** Servers named in one line. */
const MOST_NAMED = 5

export interface DiscordSettings {
  readonly token: string
  readonly apiUrl?: string
  readonly shards: Shards
}

/** What the doctor looks at where Discord is set up. No answer holds any of the token. */
export function discordChecks(
  { token, apiUrl, shards }: DiscordSettings,
  options: {
    readonly commands: readonly Command[]
    /** Milliseconds. */
    readonly timeout?: number
  },
): readonly Check[] {
  const { commands, timeout = API_TIMEOUT } = options
  const call = discordCaller({ token, timeout, ...(apiUrl !== undefined && { apiUrl }) })
  let asked: Promise<Identified> | undefined
  const identified = () => {
    asked ??= identify(call)
    return asked
  }
  const once = async (look: (application: Application) => Promise<string | Warning>) => {
    const { application } = await identified().catch((cause: unknown) => {
      throw new InputError('This can be seen once the token works.', { cause })
    })
    return look(application)
  }
  return [
    { name: 'discord token', look: async () => (await identified()).text },
    { name: 'discord message content', look: () => once(async (application) => checkContent(application)) },
    { name: 'discord gateway', look: () => once(() => tryGateway(call, shards, timeout)) },
    {
      name: 'discord commands',
      look: () => once((application) => checkCommands(call, application, commands)),
    },
    { name: 'discord servers', look: () => once((application) => checkServers(call, application)) },
  ]
}

interface Identified {
  readonly application: Application
  readonly text: string
}

const userShape = z.object({ username: z.string(), bot: z.boolean().default(false) })

async function identify(call: DiscordCaller): Promise<Identified> {
  const user = parsed(userShape, await call.get(Routes.user()))
  if (!user.bot) throw new InputError(`DISCORD_TOKEN is a person’s, which Discord forbids: ${WHERE_TOKEN}.`)
  const application = await readApplication(call)
  return { application, text: `@${plain(user.username)}, of the application ${plain(application.name)}` }
}

function checkContent({ id, flags }: Application): string | Warning {
  switch (messageContent(flags)) {
    case 'granted':
      return 'granted'
    case 'limited':
      return 'granted while the bot is in fewer than 100 servers; beyond that Discord has to approve it'
    case 'missing':
      return {
        warning: `Not granted, so only mentions, replies that ping the bot, direct messages and commands are heard: for threads without a mention and for /listen all, switch Message Content Intent on at ${APPLICATIONS}/${id}/bot, and start the bot again.`,
      }
  }
}

const gatewayShape = z.object({
  url: z.string(),
  shards: z.number(),
  session_start_limit: z.object({
    total: z.number(),
    remaining: z.number(),
    reset_after: z.number(),
    max_concurrency: z.number(),
  }),
})

async function tryGateway(call: DiscordCaller, shards: Shards, timeout: number): Promise<string | Warning> {
  const {
    url,
    shards: recommended,
    session_start_limit: starts,
  } = parsed(gatewayShape, await call.get(Routes.gatewayBot()))
  const { remaining, total, reset_after: resetAfter } = starts
  await greetGateway(url, timeout)
  const all = shards === 'auto' ? recommended : shards.total
  const own = shards === 'auto' ? recommended : shards.to - shards.from + 1
  const left = `${remaining} of ${total} starts are left for the next ${Math.ceil(resetAfter / 3_600_000)} h`
  if (remaining < own) {
    throw new InputError(
      `Only ${left}, and this process needs ${own}: wait until then, and see in the log why it started so often.`,
    )
  }
  if (all < recommended) {
    return {
      warning: `DISCORD_SHARDS makes ${count(all, 'shard')} where Discord recommends ${recommended}: raise it in every process, or set auto; Discord turns away shards with more than 2,500 servers.`,
    }
  }
  if (remaining < total * FEW_STARTS) {
    return { warning: `Only ${left}: see in the log why it started so often; at 0 Discord resets the token.` }
  }
  return `answers; ${count(all, 'shard')}${shards === 'auto' ? '' : `, ${recommended} recommended`}; ${left}`
}

async function checkCommands(
  call: DiscordCaller,
  { id, interactions_endpoint_url: endpoint }: Application,
  commands: readonly Command[],
): Promise<string> {
  if (endpoint) {
    throw new InputError(
      `Discord sends commands and clicks to another address in place of the bot: clear Interactions Endpoint URL at ${APPLICATIONS}/${id}/information.`,
    )
  }
  const wanted = discordCommands(commands)
  const { added, changed, removed } = compareCommands(
    await readCommands(call, Routes.applicationCommands(id)),
    wanted,
  )
  const problems = [
    ['not registered', added],
    ['out of date', changed.map(({ command }) => command)],
    ['no longer there', removed],
  ] as const
  const said = problems
    .filter(([, list]) => list.length > 0)
    .map(([what, list]) => `${what}: ${list.map(describeCommand).join(', ')}`)
  if (said.length === 0) return `all ${wanted.length} are registered`
  throw new InputError(`${capitalized(said.join('; '))}. Run: recourse register discord`)
}

const guildsShape = z.array(
  z.object({ id: z.string(), name: z.string(), permissions: z.string().regex(/^\d+$/) }),
)

/**
 * What roles give the bot in each server. What a channel takes away again is not looked at: that would be a call for
 * every server, and the bot tells it where it happens.
 */
async function checkServers(call: DiscordCaller, { id }: Application): Promise<string> {
  const guilds: z.output<typeof guildsShape> = []
  let isMore = true
  for (let page = 0; isMore && page < MOST_PAGES; page += 1) {
    const after = guilds.at(-1)?.id
    const query = new URLSearchParams({ limit: String(PAGE), ...(after !== undefined && { after }) })
    const next = parsed(guildsShape, await call.get(`${Routes.userGuilds()}?${query}`))
    guilds.push(...next)
    isMore = next.length === PAGE
  }
  if (guilds.length === 0) throw new InputError(`It is in no server yet: invite it with ${inviteUrl(id)}`)
  const lacking = guilds.flatMap(({ name, permissions }) => {
    const missing = missingPermissions(BigInt(permissions))
    return missing.length === 0
      ? []
      : [`${plain(name)} (${missing.map((permission) => PERMISSION_TITLES[permission]).join(', ')})`]
  })
  if (lacking.length === 0) {
    return `in ${isMore ? `${guilds.length} and more` : count(guilds.length, 'server')}, with all permissions`
  }
  const others = lacking.length > MOST_NAMED ? [`${lacking.length - MOST_NAMED} more`] : []
  throw new InputError(
    `Permissions are missing in ${[...lacking.slice(0, MOST_NAMED), ...others].join('; ')}: give them to the bot’s role under Server Settings → Roles, or invite it anew with ${inviteUrl(id)}`,
  )
}

/** A name for one line of a terminal. */
function plain(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ').slice(0, 80)
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
