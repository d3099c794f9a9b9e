/** Who may do what where. https://docs.discord.com/developers/topics/permissions */

export const permissions = {
  addReactions: 1n << 6n,
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useExternalEmojis: 1n << 18n,
  useApplicationCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  createPrivateThreads: 1n << 36n,
  sendMessagesInThreads: 1n << 38n,
} as const

export type PermissionName = keyof typeof permissions

export const allPermissions = (1n << 53n) - 1n

export interface Overwrite {
  readonly id: string
  /** 0 for a role, 1 for a member. */
  readonly type: 0 | 1
  allow: bigint
  deny: bigint
}

export interface Role {
  readonly id: string
  readonly name: string
  permissions: bigint
  readonly mentionable: boolean
  readonly managed: boolean
  readonly position: number
}

export interface Holder {
  readonly guildId: string
  readonly ownerId: string
  readonly roles: ReadonlyMap<string, Role>
}

/** What a member may do in a channel with these overwrites, or in the guild at large. */
export function permissionsOf(
  guild: Holder,
  user: string,
  memberRoles: readonly string[],
  overwrites: readonly Overwrite[] = [],
): bigint {
  if (guild.ownerId === user) return allPermissions
  let held = guild.roles.get(guild.guildId)?.permissions ?? 0n
  for (const role of memberRoles) held |= guild.roles.get(role)?.permissions ?? 0n
  if ((held & permissions.administrator) !== 0n) return allPermissions
  const everyone = overwrites.find((one) => one.id === guild.guildId)
  if (everyone !== undefined) held = (held & ~everyone.deny) | everyone.allow
  let deny = 0n
  let allow = 0n
  for (const one of overwrites) {
    if (one.type !== 0 || one.id === guild.guildId || !memberRoles.includes(one.id)) continue
    deny |= one.deny
    allow |= one.allow
  }
  held = (held & ~deny) | allow
  const own = overwrites.find((one) => one.type === 1 && one.id === user)
  if (own !== undefined) held = (held & ~own.deny) | own.allow
  return (held & permissions.viewChannel) === 0n ? 0n : held
}
