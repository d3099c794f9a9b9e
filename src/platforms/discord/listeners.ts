import { type Client, Events, GatewayDispatchEvents, type Interaction } from 'discord.js'
import { z } from 'zod'
import { withLogScope } from '../../log-scope.ts'
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

  client.on(Events.MessageCreate, (message) => underWay.follow(catchUp.taking(conversations.take(message))))
  client.on(Events.MessageUpdate, (_, message) => underWay.follow(conversations.edited(message)))
  const stopDeletions = listenForDeletions(client, parts)
  client.on(Events.InteractionCreate, (interaction) =>
    underWay.follow(withLogScope({ platform: 'discord' }, () => interact(interaction, clicks, services))),
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
    stopDeletions()
    for (const event of HEARD) client.removeAllListeners(event)
  }
}

/** Events that begin something. */
const HEARD = [Events.MessageCreate, Events.MessageUpdate, Events.InteractionCreate] as const

const deletionShape = z.object({
  id: z.string().optional(),
  ids: z.array(z.string()).default([]),
  channel_id: z.string(),
  guild_id: z.string().nullish(),
})

/**
 * Read from the gateway's own payloads: the client tells nothing of a deletion in a thread that it does not know, as
 * one is that was archived before the start. Gives back what takes the listeners off again.
 */
function listenForDeletions({ ws }: Client, { conversations, services }: ListenerParts): () => void {
  const listener = (data: unknown) => {
    const deletion = deletionShape.safeParse(data).data
    if (!deletion) return
    const { id, ids, channel_id: channel, guild_id: guild } = deletion
    for (const one of id === undefined ? ids : [id]) {
      services.underWay.follow(conversations.deleted(one, channel, guild ?? null))
    }
  }
  const events = [GatewayDispatchEvents.MessageDelete, GatewayDispatchEvents.MessageDeleteBulk] as const
  for (const event of events) ws.on(event, listener)
  return () => {
    for (const event of events) ws.off(event, listener)
  }
}

async function interact(interaction: Interaction, clicks: Clicks, services: DiscordServices): Promise<void> {
  if (interaction.isAutocomplete()) {
    const focused = interaction.options.getFocused(true)
    await interaction.respond(autocompleteChoices(services.bot, interaction.commandName, focused))
  } else if (interaction.isChatInputCommand()) await runSlashCommand(interaction, services)
  else clicks.take(interaction)
}
