/** Reactions over REST. https://docs.discord.com/developers/resources/message#create-reaction */
import { failures, invalidForm } from './errors.ts'
import { permissions } from './permissions.ts'
import { addReaction, clearEmoji, clearReactions, emojiKey, removeReaction } from './reactions.ts'
import {
  channelFor,
  type Discord,
  type Handler,
  messageFor,
  noContent,
  ok,
  param,
  type RestCall,
} from './rest-call.ts'
import { wireUser } from './wire.ts'
import { botUserId } from './world.ts'

const messageOfCall = (call: RestCall, discord: Discord, needed = 0n) =>
  messageFor(discord, channelFor(discord, param(call, 0), needed), param(call, 1))

const remove =
  (user: (call: RestCall) => string): Handler =>
  (call, discord) => {
    const other = user(call)
    const message = messageOfCall(call, discord, other === botUserId ? 0n : permissions.manageMessages)
    const given = param(call, 2)
    const gone =
      removeReaction(discord, other, message, given) || removeReaction(discord, other, message, given, true)
    if (!gone && !message.reactions.has(emojiKey(given).key)) throw failures.unknownEmoji()
    return noContent
  }

export const reactionRoutes: Readonly<Record<string, Handler>> = {
  'PUT /channels/:id/messages/:id/reactions/:emoji/@me': (call, discord) => {
    const message = messageOfCall(call, discord, permissions.readMessageHistory)
    const known = message.reactions.has(emojiKey(param(call, 2)).key)
    if (!known) channelFor(discord, param(call, 0), permissions.addReactions)
    addReaction(discord, botUserId, message, param(call, 2))
    return noContent
  },
  'DELETE /channels/:id/messages/:id/reactions/:emoji/@me': remove(() => botUserId),
  'DELETE /channels/:id/messages/:id/reactions/:emoji/:id': remove((call) => param(call, 3)),
  'GET /channels/:id/messages/:id/reactions/:emoji': (call, discord) => {
    const message = messageOfCall(call, discord)
    const reaction = message.reactions.get(emojiKey(param(call, 2)).key)
    const limit = Number(call.query.get('limit') ?? 25)
    if (!Number.isInteger(limit) || limit < 1 || limit > 100)
      throw invalidForm('limit', 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.')
    const after = BigInt(/^\d+$/.exec(call.query.get('after') ?? '')?.[0] ?? 0)
    const side = call.query.get('type') === '1' ? reaction?.burst : reaction?.normal
    const ids = [...(side ?? [])]
      .filter((id) => BigInt(id) > after)
      .sort((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1))
    return ok(ids.slice(0, limit).map((id) => wireUser(discord.state, id)))
  },
  'DELETE /channels/:id/messages/:id/reactions': (call, discord) => {
    clearReactions(discord, messageOfCall(call, discord, permissions.manageMessages))
    return noContent
  },
  'DELETE /channels/:id/messages/:id/reactions/:emoji': (call, discord) => {
    const message = messageOfCall(call, discord, permissions.manageMessages)
    if (!clearEmoji(discord, message, param(call, 2))) throw failures.unknownEmoji()
    return noContent
  },
}
