/** The application, the gateway's address, users, guilds, and commands. */
import { isJson, type Json, objectsOf } from '../shared/json.ts'
import { ApiError, failures, invalidForm } from './errors.ts'
import { permissionsOf } from './permissions.ts'
import { bodyOf, type Discord, type Handler, noContent, ok, param, type RestCall } from './rest-call.ts'
import { channelOf, guildOf, memberOf, rolesOf, wireUser } from './wire.ts'
import { applicationId, botUserId, type Guild, people } from './world.ts'

function guildFor(call: RestCall, discord: Discord, index = 0): Guild {
  const guild = discord.state.guilds.get(param(call, index))
  if (guild?.members.has(botUserId) !== true) throw failures.unknownGuild()
  return guild
}

function member(call: RestCall, discord: Discord, user: string): Json {
  const guild = guildFor(call, discord)
  if (!guild.members.has(user)) throw failures.unknownMember()
  return { ...memberOf(guild, user), user: wireUser(discord.state, user) }
}

const guildsOfBot = ({ state }: Discord): readonly Guild[] =>
  [...state.guilds.values()].filter((guild) => guild.members.has(botUserId))

const application = (discord: Discord): Json => ({
  id: applicationId,
  name: 'recourse',
  icon: null,
  description: '',
  bot_public: false,
  bot_require_code_grant: false,
  verify_key: '0'.repeat(64),
  owner: wireUser(discord.state, people.ana),
  team: null,
  flags: discord.applicationFlags,
  approximate_guild_count: guildsOfBot(discord).length,
  bot: wireUser(discord.state, botUserId),
  integration_types_config: { 0: {} },
})

const gatewayBot: Handler = (_call, discord) =>
  ok({
    url: discord.gatewayUrl(),
    shards: discord.shards,
    session_start_limit: {
      total: 1_000,
      remaining: Math.max(0, 1_000 - discord.gateway.starts),
      reset_after: 86_400_000,
      max_concurrency: discord.maxConcurrency,
    },
  })

/** The scope that a command's path names. */
function scopeOf(call: RestCall, discord: Discord): string {
  if (param(call, 0) !== applicationId)
    throw new ApiError(403, 20012, 'You are not authorized to perform this action on this application')
  if (!call.path.includes('/guilds/')) return 'global'
  const guild = discord.state.guilds.get(param(call, 1))
  if (guild?.members.has(botUserId) !== true) throw failures.missingAccess()
  return guild.guildId
}

const lastParam = (call: RestCall): string => call.params.at(-1) ?? ''

const shownCommand = (call: RestCall, command: Json): Json => {
  if (call.query.get('with_localizations') === 'true' || call.method !== 'GET') return command
  const {
    name_localizations: _names,
    description_localizations: _descriptions,
    ...rest
  } = command as Record<string, unknown>
  return rest
}

function commandRoutes(base: string): Readonly<Record<string, Handler>> {
  return {
    [`GET ${base}`]: (call, discord) =>
      ok(discord.commands.in(scopeOf(call, discord)).map((command) => shownCommand(call, command))),
    [`PUT ${base}`]: (call, discord) => {
      if (!Array.isArray(call.body) || !call.body.every(isJson))
        throw invalidForm('', 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
      return ok(discord.commands.overwrite(scopeOf(call, discord), objectsOf(call.body)))
    },
    [`POST ${base}`]: (call, discord) => {
      const { command, created } = discord.commands.create(scopeOf(call, discord), bodyOf(call))
      return { status: created ? 201 : 200, body: command }
    },
    [`GET ${base}/:id`]: (call, discord) => ok(discord.commands.get(scopeOf(call, discord), lastParam(call))),
    [`PATCH ${base}/:id`]: (call, discord) =>
      ok(discord.commands.change(scopeOf(call, discord), lastParam(call), bodyOf(call))),
    [`DELETE ${base}/:id`]: (call, discord) => {
      discord.commands.remove(scopeOf(call, discord), lastParam(call))
      return noContent
    },
  }
}

export const applicationRoutes: Readonly<Record<string, Handler>> = {
  'GET /gateway': (_call, discord) => ok({ url: discord.gatewayUrl() }),
  'GET /gateway/bot': gatewayBot,
  'GET /applications/@me': (_call, discord) => ok(application(discord)),
  'GET /oauth2/applications/@me': (_call, discord) => ok(application(discord)),
  'GET /users/@me': (_call, discord) =>
    ok({ ...wireUser(discord.state, botUserId), mfa_enabled: true, verified: true }),
  'GET /users/@me/guilds': (_call, discord) =>
    ok(
      guildsOfBot(discord).map((guild) => ({
        id: guild.guildId,
        name: guild.name,
        icon: null,
        owner: false,
        permissions: String(permissionsOf(guild, botUserId, guild.members.get(botUserId) ?? [])),
        features: [],
      })),
    ),
  'GET /users/:id': (call, discord) => {
    if (!discord.state.users.has(param(call, 0))) throw failures.unknownUser()
    return ok(wireUser(discord.state, param(call, 0)))
  },
  'POST /users/@me/channels': (call, discord) => {
    const recipient = String(bodyOf(call)['recipient_id'])
    const user = discord.state.users.get(recipient)
    if (user === undefined) throw invalidForm('recipient_id', 'USER_INVALID', 'Unknown user')
    if (user.bot) throw failures.cannotMessageUser()
    return ok(channelOf(discord.state, discord.state.dm(recipient)))
  },
  'GET /guilds/:id': (call, discord) => ok(guildOf(guildFor(call, discord))),
  'GET /guilds/:id/roles': (call, discord) => ok(rolesOf(guildFor(call, discord))),
  'GET /guilds/:id/channels': (call, discord) => {
    const guild = guildFor(call, discord)
    const own = [...discord.state.channels.values()].filter(
      (channel) => channel.guildId === guild.guildId && channel.thread === undefined,
    )
    return ok(own.map((channel) => channelOf(discord.state, channel)))
  },
  'GET /guilds/:id/members/:id': (call, discord) => ok(member(call, discord, param(call, 1))),
  ...commandRoutes('/applications/:id/commands'),
  ...commandRoutes('/applications/:id/guilds/:id/commands'),
}
