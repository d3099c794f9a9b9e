/** Which gateway intent an event needs. https://docs.discord.com/developers/events/gateway#list-of-intents */

export const intents = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  guildMessageTyping: 1 << 11,
  directMessages: 1 << 12,
  directMessageReactions: 1 << 13,
  directMessageTyping: 1 << 14,
  messageContent: 1 << 15,
} as const

/** Intents that are granted in the developer portal, or refused with close code 4014. */
export const privilegedIntents = intents.guildMembers | intents.guildPresences | intents.messageContent
/** Every bit that stands for an intent; any other is answered with close code 4013. */
export const knownIntents = (1 << 26) - 1 - (1 << 17) - (1 << 18) - (1 << 19) - (1 << 22) - (1 << 23)

/** The intent that an event needs; 0 where everybody hears it. */
export function intentOf(type: string, direct: boolean): number {
  if (type === 'TYPING_START') return direct ? intents.directMessageTyping : intents.guildMessageTyping
  if (type.startsWith('MESSAGE_REACTION_'))
    return direct ? intents.directMessageReactions : intents.guildMessageReactions
  if (type.startsWith('MESSAGE_')) return direct ? intents.directMessages : intents.guildMessages
  return /^(?:GUILD|CHANNEL|THREAD)_/.test(type) ? intents.guilds : 0
}
