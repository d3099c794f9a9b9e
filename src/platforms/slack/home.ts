import { z } from 'zod'
import { entryLabelled } from '../../crowd/codebook.ts'
import { appHomeView } from './app-home.ts'
import { type Identity, personOf, placeOf } from './incoming.ts'
import { SUGGESTED_PROMPTS } from './manifest.ts'
import type { ReplyServices } from './reply.ts'

const SHOWN_VOTES = 10

const openedShape = z.object({
  user: z.string(),
  channel: z.string(),
  tab: z.string().default('home'),
})

/** Somebody opened the app: its Home tab is drawn anew for them, and an empty conversation gets suggestions. */
export async function showHome(event: unknown, services: ReplyServices, identity: Identity): Promise<void> {
  const { user, channel, tab } = openedShape.parse(event)
  const { api, bot } = services
  if (tab === 'messages') {
    await suggestPrompts(channel, services)
    return
  }
  if (tab !== 'home') return
  const person = personOf(identity, user)
  const [model, workspace, votes, codebook] = await Promise.all([
    bot.modelAt(placeOf(identity, channel, '')),
    bot.modelAt(placeOf(identity, '', '')),
    bot.votesOf(person, SHOWN_VOTES),
    bot.codebookAt(person),
  ])
  const view = appHomeView({
    model,
    ...(workspace.id !== model.id && { workspaceModel: workspace.id }),
    commands: bot.commands,
    codebook,
    votes: votes.map(({ emoji, label, at }) => ({
      emoji,
      at,
      meaning: entryLabelled(label, codebook)?.meaning ?? '',
    })),
    botUserId: identity.botUser,
  })
  await api.call(() => api.client.views.publish({ user_id: user, view }), { lane: 'views.publish' })
}

/** A courtesy: a workspace without the agent view does without. */
async function suggestPrompts(channel: string, { api, logger }: ReplyServices): Promise<void> {
  try {
    await api.call(
      () =>
        api.client.assistant.threads.setSuggestedPrompts({
          channel_id: channel,
          prompts: [...SUGGESTED_PROMPTS],
        }),
      { lane: 'assistant.threads.setSuggestedPrompts', repeat: false },
    )
  } catch (error) {
    logger.debug({ err: error }, 'prompts not suggested')
  }
}
