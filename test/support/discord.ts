import { REST, Routes } from 'discord.js'
import type { BotOptions } from '../../src/bot.ts'
import type { Bot } from '../../src/bot-types.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { discordCommands } from '../../src/platforms/discord/command-options.ts'
import {
  createDiscordPlatform,
  type DiscordPlatformOptions,
} from '../../src/platforms/discord/discord-platform.ts'
import type { Platform } from '../../src/platforms/platform.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { openState, type State } from '../../src/store/state.ts'
import type { Store } from '../../src/store/store.ts'
import { type DiscordOptions, type FakeDiscord, startDiscord } from '../fakes/discord/discord-server.ts'
import { botOver } from './bot.ts'
import { PATIENCE, SLACK_REHEARSALS } from './slack.ts'
import { logWatch, watchedLogger } from './watched-logs.ts'

export interface TestDiscord {
  readonly discord: FakeDiscord
  readonly bot: Bot
  readonly platform: Platform
  readonly store: Store
  readonly state: State
  close(): Promise<void>
}

export interface TestDiscordOptions {
  readonly models?: readonly ChatModel[]
  readonly store?: Store
  readonly state?: State
  readonly fake?: DiscordOptions
  readonly discord?: FakeDiscord
  readonly bot?: Partial<BotOptions>
  readonly platform?: Partial<DiscordPlatformOptions>
}

/** The real bot behind the real Discord SDK, talking to a Discord on loopback. */
export async function openDiscord(options: TestDiscordOptions = {}): Promise<TestDiscord> {
  const discord =
    options.discord ??
    (await startDiscord({
      identifyWindow: 0,
      maxConcurrency: 16,
      acknowledgeWithin: PATIENCE,
      ...options.fake,
    }))
  const store = options.store ?? (await openStore({ url: ':memory:' }))
  const state = options.state ?? (await openState({ url: ':memory:' }))
  logWatch.plant(discord.token)
  const bot = botOver(store, options.models ?? SLACK_REHEARSALS, {
    newId: () => crypto.randomUUID(),
    isAdmin: ({ user }) => user === discord.people.ana,
    ...options.bot,
  })
  const platform = createDiscordPlatform({
    token: discord.token,
    apiUrl: discord.apiUrl,
    logger: watchedLogger,
    state,
    identifyWindow: 0,
    ...options.platform,
  })
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token)
  const body = discordCommands(bot.commands)
  await rest.put(Routes.applicationCommands(discord.applicationId), { body })
  await platform.start(bot)
  return {
    discord,
    bot,
    platform,
    store,
    state,
    async close() {
      await platform.stop()
      if (!options.discord) await discord.close()
      if (!options.state) await state.close()
      if (!options.store) await store.close()
    },
  }
}

/** Our messages that stand in reply to a message, in order; those that reply to one another belong together. */
export function answersTo(discord: FakeDiscord, channel: string, message: string) {
  const found = new Set([message])
  return discord.messagesIn(channel).filter(({ id, by, replyTo, deleted }) => {
    if (deleted || by !== discord.botUserId || replyTo === undefined || !found.has(replyTo)) return false
    found.add(id)
    return true
  })
}

/** Waits until an answer to a message is whole; gives its messages. */
export async function answered(discord: FakeDiscord, channel: string, message: string) {
  await discord.until(() => isWhole(answersTo(discord, channel, message)))
  return answersTo(discord, channel, message)
}

/** The last message of an answer has buttons. */
function isWhole(answers: ReturnType<typeof answersTo>): boolean {
  return (answers.at(-1)?.components.length ?? 0) > 0
}
