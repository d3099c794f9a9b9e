/** What administrators do: grant and revoke permissions, add the bot to a server and remove it; and closed doors. */
import { type PermissionName, permissions } from './permissions.ts'
import type { Discord } from './rest-call.ts'
import { guildCreateOf, rolesOf } from './wire.ts'
import { botUserId, type Channel, type Guild } from './world.ts'

export class Powers {
  private readonly discord: Discord
  private readonly left = new Map<string, readonly string[]>()

  constructor(discord: Discord) {
    this.discord = discord
  }

  /**
   * Allows something.
   *
   * @param place a channel, where the permission is written over; or a guild, where `who` is a role, or the bot for its
   *   own role
   * @param who a member, a role, or the guild's id for everyone
   */
  grant(place: string, who: string, ...names: readonly PermissionName[]): void {
    this.change(place, who, names, true)
  }

  /** Takes it away; in a channel the permission is denied there. */
  revoke(place: string, who: string, ...names: readonly PermissionName[]): void {
    this.change(place, who, names, false)
  }

  /** Somebody takes no direct messages from here on. */
  closeDms(user: string): void {
    this.discord.state.closedToDms.add(user)
  }

  openDms(user: string): void {
    this.discord.state.closedToDms.delete(user)
  }

  /** The bot is thrown out of a guild. */
  removeBot(guildId: string): void {
    const guild = this.guild(guildId)
    this.left.set(guildId, guild.members.get(botUserId) ?? [])
    guild.members.delete(botUserId)
    this.discord.announcer.guild('GUILD_DELETE', guildId, { id: guildId })
  }

  /** The bot is let into a guild again. */
  addBot(guildId: string): void {
    const guild = this.guild(guildId)
    guild.members.set(botUserId, this.left.get(guildId) ?? [])
    this.discord.announcer.guild('GUILD_CREATE', guildId, guildCreateOf(this.discord.state, guild))
  }

  private change(place: string, who: string, names: readonly PermissionName[], allow: boolean): void {
    const bits = names.reduce((sum, name) => sum | permissions[name], 0n)
    const channel = this.discord.state.channels.get(place)
    if (channel === undefined) this.changeRole(this.guild(place), who, bits, allow)
    else this.changeOverwrite(channel, who, bits, allow)
  }

  private changeRole(guild: Guild, who: string, bits: bigint, allow: boolean): void {
    const id = who === botUserId ? (guild.members.get(botUserId)?.[0] ?? '') : who
    const role = guild.roles.get(id)
    if (role === undefined) throw new Error(`there is no role ${id} in ${guild.name}`)
    role.permissions = allow ? role.permissions | bits : role.permissions & ~bits
    const shown = rolesOf(guild).find((one) => one['id'] === id)
    this.discord.announcer.guild('GUILD_ROLE_UPDATE', guild.guildId, { guild_id: guild.guildId, role: shown })
  }

  private changeOverwrite(channel: Channel, who: string, bits: bigint, allow: boolean): void {
    if (channel.thread !== undefined) throw new Error('a thread has the permissions of its channel')
    const guild = this.guild(channel.guildId ?? '')
    const type = guild.roles.has(who) ? 0 : 1
    let overwrite = channel.overwrites.find((one) => one.id === who)
    if (overwrite === undefined) {
      overwrite = { id: who, type, allow: 0n, deny: 0n }
      channel.overwrites.push(overwrite)
    }
    overwrite.allow = allow ? overwrite.allow | bits : overwrite.allow & ~bits
    overwrite.deny = allow ? overwrite.deny & ~bits : overwrite.deny | bits
    this.discord.announcer.channel('CHANNEL_UPDATE', channel)
  }

  private guild(id: string): Guild {
    const guild = this.discord.state.guilds.get(id)
    if (guild === undefined) throw new Error(`there is no guild ${id}`)
    return guild
  }
}
