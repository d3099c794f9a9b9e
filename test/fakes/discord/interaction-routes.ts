/**
 * Answers to interactions, and the messages that are written through their tokens.
 * https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints
 */
import { isJson, type Json, objectOf, objectsOf, stringOf } from '../shared/json.ts'
import { checkChoiceList, optionType } from './command-limits.ts'
import { checkModal } from './component-limits.ts'
import { failures, invalidForm, Problems } from './errors.ts'
import { interactionType, type OpenInteraction } from './open-interactions.ts'
import {
  type Answer,
  bodyOf,
  type Discord,
  type Handler,
  noContent,
  ok,
  param,
  type RestCall,
} from './rest-call.ts'
import { messageFlags, type StoredMessage } from './state.ts'
import { words } from './visible-text.ts'
import { messageOf, wireUser } from './wire.ts'
import { applicationId, botUserId, type Channel } from './world.ts'
import { createMessage, editMessage, type ThroughWebhook } from './write-message.ts'

const callback = { message: 4, deferred: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 } as const

/** Which callbacks a kind of interaction takes; a modal that a command opened has no message to update. */
function callbacksFor(interaction: OpenInteraction): readonly number[] {
  if (interaction.type === interactionType.autocomplete) return [callback.choices]
  return [
    callback.message,
    callback.deferred,
    ...(interaction.source === undefined ? [] : [callback.deferredUpdate, callback.update]),
    ...(interaction.type === interactionType.modal ? [] : [callback.modal]),
  ]
}

/** Messages through a token are whole to the bot whatever its intents: they are its own. */
const wire = (discord: Discord, message: StoredMessage): Json =>
  messageOf(discord.state, message, { messageContent: true })

function metadataOf(discord: Discord, interaction: OpenInteraction): Json {
  const { id, type, name, user, guildId, source, target, openedBy, original } = interaction
  return {
    id,
    type,
    ...(name === '' ? {} : { name }),
    user: wireUser(discord.state, user),
    authorizing_integration_owners: { 0: guildId ?? '0' },
    ...(original === undefined ? {} : { original_response_message_id: original.id }),
    ...(source === undefined || openedBy !== undefined ? {} : { interacted_message_id: source.id }),
    ...(target === undefined ? {} : { target_message_id: target.id }),
    ...(openedBy === undefined ? {} : { triggering_interaction_metadata: metadataOf(discord, openedBy) }),
  }
}

/** @param answers the message that the new one refers to */
function throughToken(
  discord: Discord,
  interaction: OpenInteraction,
  data: Json,
  answers: StoredMessage | undefined = interaction.source ?? interaction.target,
): ThroughWebhook {
  const ephemeral = (Number(data['flags'] ?? 0) & messageFlags.ephemeral) !== 0
  const { original, user, answerType } = interaction
  return {
    type: original === undefined ? answerType : 19,
    ephemeralFor: ephemeral ? user : undefined,
    interaction: metadataOf(discord, interaction),
    flags: ephemeral ? messageFlags.ephemeral : 0,
    replyTo: answers === undefined ? undefined : { channel: answers.channel, id: answers.id },
  }
}

function channelOfInteraction(discord: Discord, interaction: OpenInteraction): Channel {
  const channel = discord.state.channels.get(interaction.channel)
  if (channel === undefined) throw failures.unknownChannel()
  return channel
}

/** The empty message that stands while the bot thinks. */
function think(discord: Discord, interaction: OpenInteraction, data: Json): StoredMessage {
  const { flags, ...through } = throughToken(discord, interaction, data)
  const message = discord.state.add({
    ...through,
    channel: interaction.channel,
    by: botUserId,
    webhook: applicationId,
    flags: flags | messageFlags.loading,
  })
  discord.announcer.posted(message)
  return message
}

function openModal(discord: Discord, interaction: OpenInteraction, data: Json): void {
  const problems = new Problems()
  checkModal(data, problems)
  problems.raise()
  const components = objectsOf(data['components'])
  for (const word of [stringOf(data['title']), ...components.flatMap(words)]) discord.state.noteText(word)
  discord.interactions.acknowledgeWith(interaction, {
    kind: 'modal',
    modal: {
      user: interaction.user,
      customId: stringOf(data['custom_id']),
      title: stringOf(data['title']),
      components,
      from: interaction,
    },
  })
}

function suggest(discord: Discord, interaction: OpenInteraction, data: Json): void {
  const problems = new Problems()
  const choices = objectsOf(data['choices'])
  problems.count('data.choices', choices.length, 0, 25)
  const numbers = choices.length > 0 && choices.every((choice) => typeof choice['value'] === 'number')
  checkChoiceList(choices, numbers ? optionType.number : optionType.string, 'data.choices', problems)
  problems.raise()
  for (const choice of choices) discord.state.noteText(stringOf(choice['name']))
  discord.interactions.acknowledgeWith(interaction, { kind: 'choices', choices })
}

const answerInteraction: Handler = (call, discord) => {
  const body = bodyOf(call)
  const type = Number(body['type'])
  const data = objectOf(body['data'])
  const interaction = discord.interactions.toAcknowledge(param(call, 0), param(call, 1))
  const allowed = callbacksFor(interaction)
  if (!allowed.includes(type))
    throw invalidForm('type', 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`)
  const { interactions } = discord
  if (type === callback.message) {
    const channel = channelOfInteraction(discord, interaction)
    const through = throughToken(discord, interaction, data)
    interactions.acknowledge(
      interaction,
      'message',
      createMessage(discord, channel, data, call.files, through, 'data.'),
    )
  } else if (type === callback.deferred)
    interactions.acknowledge(interaction, 'thinking', think(discord, interaction, data))
  else if (type === callback.deferredUpdate)
    interactions.acknowledge(interaction, 'nothing', interaction.source)
  else if (type === callback.update) {
    const { source } = interaction
    if (source === undefined || source.deleted) throw failures.unknownMessage()
    const channel = channelOfInteraction(discord, interaction)
    editMessage(discord, channel, source, data, call.files, 'data.')
    interactions.acknowledge(interaction, 'updated', source)
  } else if (type === callback.modal) openModal(discord, interaction, data)
  else suggest(discord, interaction, data)
  return call.query.get('with_response') === 'true' ? withResponse(discord, interaction, type) : noContent
}

function withResponse(discord: Discord, interaction: OpenInteraction, type: number): Answer {
  const { original, id, type: kind, loading } = interaction
  const about =
    original === undefined
      ? {}
      : {
          response_message_id: original.id,
          response_message_loading: loading,
          response_message_ephemeral: original.ephemeralFor !== undefined,
        }
  const shown = type === callback.message || type === callback.update
  const message = original === undefined || !shown ? {} : { message: wire(discord, original) }
  return ok({ interaction: { id, type: kind, ...about }, resource: { type, ...message } })
}

const interactionOf = (call: RestCall, discord: Discord): OpenInteraction => {
  if (param(call, 0) !== applicationId) throw failures.unknownWebhook()
  return discord.interactions.acknowledged(param(call, 1))
}

/** A message that was written through this token, or the message whose component was used. */
function messageThrough(discord: Discord, interaction: OpenInteraction, id: string): StoredMessage {
  const message = id === '@original' ? interaction.original : discord.state.find(interaction.channel, id)
  const known =
    message === interaction.original ||
    (isJson(message?.interaction) && message.interaction['id'] === interaction.id)
  if (message === undefined || message.deleted || !known) throw failures.unknownMessage()
  return message
}

const followUp: Handler = (call, discord) => {
  const interaction = interactionOf(call, discord)
  const channel = channelOfInteraction(discord, interaction)
  const body = bodyOf(call)
  if (interaction.loading && interaction.original !== undefined) {
    // The first followup after a deferral takes the place of the loading message, and stays as ephemeral as that was.
    const message = editMessage(discord, channel, interaction.original, body, call.files)
    interaction.loading = false
    return ok(wire(discord, message))
  }
  const through = throughToken(discord, interaction, body, interaction.original)
  return ok(wire(discord, createMessage(discord, channel, body, call.files, through)))
}

export const interactionRoutes: Readonly<Record<string, Handler>> = {
  'POST /interactions/:id/:token/callback': answerInteraction,
  'POST /webhooks/:id/:token': followUp,
  'GET /webhooks/:id/:token/messages/:id': (call, discord) => {
    const interaction = interactionOf(call, discord)
    return ok(wire(discord, messageThrough(discord, interaction, param(call, 2))))
  },
  'PATCH /webhooks/:id/:token/messages/:id': (call, discord) => {
    const interaction = interactionOf(call, discord)
    const message = messageThrough(discord, interaction, param(call, 2))
    const channel = channelOfInteraction(discord, interaction)
    editMessage(discord, channel, message, bodyOf(call), call.files)
    if (message === interaction.original) interaction.loading = false
    return ok(wire(discord, message))
  },
  'DELETE /webhooks/:id/:token/messages/:id': (call, discord) => {
    const interaction = interactionOf(call, discord)
    const message = messageThrough(discord, interaction, param(call, 2))
    message.deleted = true
    if (message === interaction.original) interaction.loading = false
    discord.announcer.deleted(message)
    return noContent
  },
}
