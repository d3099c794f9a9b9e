import { ApplicationFlags, GatewayIntentBits } from 'discord.js'

/**
 * Whether Discord gives the bot the words of messages that are not meant for it: `granted` to a verified
 * application, `limited` to one that is in fewer than 100 servers, where its owner switched the intent on
 * (docs.discord.com/developers/resources/application#application-object-application-flags).
 */
export type MessageContent = 'granted' | 'limited' | 'missing'

export function messageContent(applicationFlags: number): MessageContent {
  if ((applicationFlags & ApplicationFlags.GatewayMessageContent) !== 0) return 'granted'
  if ((applicationFlags & ApplicationFlags.GatewayMessageContentLimited) !== 0) return 'limited'
  return 'missing'
}

/** None of these has to be granted. */
const ALWAYS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildExpressions,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.DirectMessageReactions,
] as const

/**
 * What the bot asks the gateway for. The content of messages is asked for only where it is given: the gateway
 * closes with 4014 on a bot that asks for more (docs.discord.com/developers/topics/opcodes-and-status-codes#gateway).
 */
export function intentsFor(applicationFlags: number): readonly GatewayIntentBits[] {
  return messageContent(applicationFlags) === 'missing'
    ? ALWAYS
    : [...ALWAYS, GatewayIntentBits.MessageContent]
}
