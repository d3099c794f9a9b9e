import { PermissionFlagsBits, PermissionsBitField, Routes } from 'discord.js'
import { z } from 'zod'
import { InputError } from '../errors.ts'
import { parsed } from './discord-application.ts'
import { type DiscordAccess, discordCaller } from './discord-call.ts'
import type { Warning } from './doctor.ts'

const bits = z.string().regex(/^\d+$/).transform(BigInt)
const overwriteShape = z.object({ id: z.string(), type: z.number(), allow: bits, deny: bits })
type Overwrite = z.output<typeof overwriteShape>

const channelShape = z.object({
  type: z.number(),
  guild_id: z.string().optional(),
  parent_id: z.string().nullish(),
  permission_overwrites: z.array(overwriteShape).default([]),
})
const guildShape = z.object({
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), permissions: bits })),
})
const memberShape = z.object({ roles: z.array(z.string()), user: z.object({ id: z.string() }) })
const userShape = z.object({ id: z.string() })

/** Announcement threads, public and private threads (docs.discord.com/developers/resources/channel#channel-object-channel-types). */
const THREADS = [10, 11, 12]

const REMEDIES = {
  10003:
    'Discord knows no such channel: put the id of one in ADMIN_CHANNEL (Copy Channel ID, with developer mode on).',
  50001:
    'The bot may not see it: give its role “View Channel” there, or put another channel’s id in ADMIN_CHANNEL.',
}

/**
 * Whether the bot may post in a channel, with a chart, by the permissions that its server gives it there.
 *
 * @throws {InputError} saying what to do
 */
export async function tryDiscordChannel(id: string, access: DiscordAccess): Promise<string | Warning> {
  const call = discordCaller(access)
  const channel = parsed(channelShape, await call.get(Routes.channel(id), REMEDIES))
  const { guild_id: server } = channel
  if (server === undefined) return 'a direct message'
  const isThread = THREADS.includes(channel.type)
  const { permission_overwrites: overwrites } =
    isThread && channel.parent_id
      ? parsed(channelShape, await call.get(Routes.channel(channel.parent_id), REMEDIES))
      : channel
  const guild = parsed(guildShape, await call.get(Routes.guild(server)))
  const { id: user } = parsed(userShape, await call.get(Routes.user()))
  const member = parsed(memberShape, await call.get(Routes.guildMember(server, user)))
  const granted = new PermissionsBitField(permissionsIn({ server, guild, member, overwrites }))
  const send = isThread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages
  if (!granted.has(send))
    throw new InputError(
      `The bot may not write there: give its role “${isThread ? 'Send Messages in Threads' : 'Send Messages'}” in that channel.`,
    )
  if (!granted.has(PermissionFlagsBits.AttachFiles))
    return {
      warning:
        'the bot may write there, and not attach the chart, which comes in words then: give its role “Attach Files” in that channel.',
    }
  return 'the bot may write there, with a chart'
}

/** What a member may do in a channel (docs.discord.com/developers/topics/permissions#permission-overwrites). */
function permissionsIn({
  server,
  guild,
  member,
  overwrites,
}: {
  readonly server: string
  readonly guild: z.output<typeof guildShape>
  readonly member: z.output<typeof memberShape>
  readonly overwrites: readonly Overwrite[]
}): bigint {
  const held = [server, ...member.roles]
  const base = guild.roles.reduce((sum, role) => (held.includes(role.id) ? sum | role.permissions : sum), 0n)
  if (guild.owner_id === member.user.id || (base & PermissionFlagsBits.Administrator) !== 0n)
    return PermissionsBitField.All
  const apply = (granted: bigint, some: readonly Overwrite[]) => {
    const deny = some.reduce((sum, one) => sum | one.deny, 0n)
    const allow = some.reduce((sum, one) => sum | one.allow, 0n)
    return (granted & ~deny) | allow
  }
  const ofEveryone = overwrites.filter((one) => one.id === server)
  const ofRoles = overwrites.filter((one) => one.id !== server && member.roles.includes(one.id))
  const own = overwrites.filter((one) => one.id === member.user.id)
  const granted = [ofEveryone, ofRoles, own].reduce(apply, base)
  return (granted & PermissionFlagsBits.ViewChannel) === 0n ? 0n : granted
}
