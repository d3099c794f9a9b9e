import type { APIMessageComponentEmoji } from 'discord.js'

/** What knows the emoji of all servers that the bot is in: the client. */
export interface KnowsEmoji {
  readonly emojis: { readonly cache: { has(id: string): boolean } }
}

const CUSTOM = /^<(a?):(\w+):(\d+)>$/

/**
 * An emoji as a button or an option takes it. `undefined` for a server's own that is not known (any more): Discord
 * would refuse the whole message for it.
 */
export function componentEmoji(emoji: string, { emojis }: KnowsEmoji): APIMessageComponentEmoji | undefined {
  const [, animated, name, id] = CUSTOM.exec(emoji) ?? []
  if (id === undefined || name === undefined) return { name: emoji }
  return emojis.cache.has(id) ? { id, name, ...(animated === 'a' && { animated: true }) } : undefined
}

/** An emoji of a reaction as a person would type it; `undefined` where Discord does not say. */
export function reactedEmoji(emoji: {
  readonly id?: string | null | undefined
  readonly name?: string | null | undefined
}): string | undefined {
  const { id, name } = emoji
  // Of one that the server has deleted the name is not told.
  if (id) return `<:${name ?? '_'}:${id}>`
  return name || undefined
}
