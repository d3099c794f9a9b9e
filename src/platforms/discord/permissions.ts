import { OAuth2Scopes, PermissionFlagsBits } from 'discord.js'

/**
 * Every permission of the bot in a server, and what it is for
 * (docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags).
 */
export const PERMISSION_REASONS = {
  ViewChannel: 'sees the channels it is meant for, and what is said in them',
  SendMessages: 'answers',
  SendMessagesInThreads: 'answers in threads, which *Send Messages* does not cover',
  ReadMessageHistory: 'replies to a message, follows a chain of replies, and counts reactions it missed',
  AddReactions: 'puts the first reactions under an answer, so that voting is one click',
} as const

export type BotPermission = keyof typeof PERMISSION_REASONS

/** Each needed permission as people find it in Discord's settings. */
export const PERMISSION_TITLES: Readonly<Record<BotPermission, string>> = {
  ViewChannel: 'View Channels',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  ReadMessageHistory: 'Read Message History',
  AddReactions: 'Add Reactions',
}

export const BOT_PERMISSIONS = Object.keys(PERMISSION_REASONS) as readonly BotPermission[]

/** The needed permissions as one bit field. */
export const BOT_PERMISSION_BITS = BOT_PERMISSIONS.reduce(
  (bits, name) => bits | PermissionFlagsBits[name],
  0n,
)

/** What a bit field of granted permissions lacks; administrators lack nothing. */
export function missingPermissions(granted: bigint): readonly BotPermission[] {
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return []
  return BOT_PERMISSIONS.filter((name) => (granted & PermissionFlagsBits[name]) === 0n)
}

/** What an invitation asks for (docs.discord.com/developers/topics/oauth2#bot-authorization-flow). */
export const BOT_SCOPES = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands] as const

/** The page on which somebody who manages a server adds the bot to it. */
export function inviteUrl(applicationId: string): string {
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=${BOT_SCOPES.join('+')}&permissions=${BOT_PERMISSION_BITS}`
}
