/** Reactions: what people and the bot add and take back. */
import { failures } from './errors.ts'
import type { Discord } from './rest-call.ts'
import type { Reaction, StoredMessage } from './state.ts'

const differentEmoji = 20
/** Custom emoji that people here may use, by `name:id`. */
const customEmoji = /^(\w{2,32}):(\d{17,20})$/
// A variation selector may be left out: ❤ is ❤️. Discord also has the letters that flags are made of.
const unicodeEmoji = /^(?:\p{RGI_Emoji}|\p{Regional_Indicator})$/v

/** The key under which a reaction is kept. @throws ApiError 10014 */
export function emojiKey(given: string): Pick<Reaction, 'id' | 'name'> & { readonly key: string } {
  const custom = customEmoji.exec(given)
  if (custom?.[1] !== undefined && custom[2] !== undefined)
    return { key: given, name: custom[1], id: custom[2] }
  if (!unicodeEmoji.test(given) && !unicodeEmoji.test(`${given}\uFE0F`)) throw failures.unknownEmoji()
  return { key: given, name: given, id: null }
}

/** False where they had reacted so already. */
export function addReaction(
  discord: Discord,
  user: string,
  message: StoredMessage,
  given: string,
  burst = false,
): boolean {
  const { key, name, id } = emojiKey(given)
  const known = message.reactions.get(key)
  if (known === undefined && message.reactions.size >= differentEmoji) throw failures.tooManyReactions()
  const reaction = known ?? { id, name, normal: new Set<string>(), burst: new Set<string>() }
  message.reactions.set(key, reaction)
  const side = burst ? reaction.burst : reaction.normal
  if (side.has(user)) return false
  side.add(user)
  discord.announcer.reaction(true, user, message, reaction, burst)
  return true
}

/** False where there was no such reaction. */
export function removeReaction(
  discord: Discord,
  user: string,
  message: StoredMessage,
  given: string,
  burst = false,
): boolean {
  const { key } = emojiKey(given)
  const reaction = message.reactions.get(key)
  if (reaction === undefined) return false
  const side = burst ? reaction.burst : reaction.normal
  if (!side.delete(user)) return false
  if (reaction.normal.size + reaction.burst.size === 0) message.reactions.delete(key)
  discord.announcer.reaction(false, user, message, reaction, burst)
  return true
}

export function clearReactions(discord: Discord, message: StoredMessage): void {
  message.reactions.clear()
  discord.announcer.reactionsCleared(message)
}

/** False where nobody had reacted with it. */
export function clearEmoji(discord: Discord, message: StoredMessage, given: string): boolean {
  const { key } = emojiKey(given)
  const reaction = message.reactions.get(key)
  if (reaction === undefined) return false
  message.reactions.delete(key)
  discord.announcer.reactionsCleared(message, reaction)
  return true
}
