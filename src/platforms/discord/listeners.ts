import { type Client, Events, type Interaction } from 'discord.js'
import { autocompleteChoices } from './autocomplete.ts'
import type { CatchUp } from './catch-up.ts'
import type { Clicks } from './clicks.ts'
import type { Conversations } from './conversations.ts'
import type { Reactions } from './reactions.ts'
import type { DiscordServices } from './services.ts'
import { runSlashCommand } from './slash-command.ts'

export interface ListenerParts {
  readonly services: DiscordServices
  readonly conversations: Conversations
  readonly clicks: Clicks
  readonly catchUp: CatchUp
  readonly reactions: Reactions
  readonly stopped: AbortSignal
}

/** Joins Discord's events to what they mean. Gives back what takes the listeners of people's doings off again. */
export function listen(client: Client, parts: ListenerParts): () => void {
  const { services, conversations, clicks, catchUp, reactions, stopped } = parts
  const { underWay } = services

  client.on(Events.MessageCreate, (message) => underWay.follow(conversations.take(message)))
  client.on(Events.MessageUpdate, (_, message) => underWay.follow(conversations.edited(message)))
  client.on(Events.MessageDelete, ({ id, channelId, guildId }) =>
    underWay.follow(conversations.deleted(id, channelId, guildId)),
  )
  client.on(Events.MessageBulkDelete, (messages) => {
    for (const { id, channelId, guildId } of messages.values()) {
      underWay.follow(conversations.deleted(id, channelId, guildId))
    }
  })
  client.on(Events.InteractionCreate, (interaction) =>
    underWay.follow(interact(interaction, clicks, services)),
  )

  client.on(Events.ShardReconnecting, (shard) => catchUp.lost(shard))
  client.on(Events.ShardResume, (shard) => catchUp.resumed(shard))
  client.on(Events.ShardReady, (shard) => {
    underWay.follow(catchUp.fresh(shard))
    underWay.follow(reactions.reconcile({ shard, stopped }))
  })
  const stopReactions = reactions.listen()

  return () => {
    stopReactions()
    for (const event of HEARD) client.removeAllListeners(event)
  }
}

/** Events that begin something. */
const HEARD = [
  Events.MessageCreate,
  Events.MessageUpdate,
  Events.MessageDelete,
  Events.MessageBulkDelete,
  Events.InteractionCreate,
] as const

async function interact(interaction: Interaction, clicks: Clicks, services: DiscordServices): Promise<void> {
  if (interaction.isAutocomplete()) {
    const focused = interaction.options.getFocused(true)
    await interaction.respond(autocompleteChoices(services.bot, interaction.commandName, focused))
  } else if (interaction.isChatInputCommand()) await runSlashCommand(interaction, services)
  else clicks.take(interaction)
}
