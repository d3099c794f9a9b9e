/** What the tests of the fake share: they drive it with the unmodified discord.js client. */
import {
  Client,
  type ClientOptions,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Message,
  Partials,
} from 'discord.js'
import { afterEach } from 'vitest'
import { type DiscordOptions, type FakeDiscord, startDiscord } from './discord-server.ts'

/** What is closed after each test, last first. */
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A fake that ends with the test; clients may identify as often as they like. */
export async function start(options: DiscordOptions = {}): Promise<FakeDiscord> {
  const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16, ...options })
  closing.push(() => discord.close())
  return discord
}

export const chatIntents = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.DirectMessageReactions,
  GatewayIntentBits.MessageContent,
]

/** A client that ends with the test, not yet logged in. */
export function clientOf(discord: FakeDiscord, options: Partial<ClientOptions> = {}): Client {
  const client = new Client({
    intents: chatIntents,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    ...options,
    rest: { api: discord.apiUrl, ...options.rest },
  })
  closing.push(() => client.destroy())
  return client
}

/** A client that is logged in and knows its servers. */
export async function login(
  discord: FakeDiscord,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = clientOf(discord, options)
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(discord.token)
  return await ready
}

/** Keeps the messages that the client hears from others. */
export function heardBy(client: Client): Message[] {
  const heard: Message[] = []
  client.on(Events.MessageCreate, (message) => {
    if (message.author.id !== client.user?.id) heard.push(message)
  })
  return heard
}

/** The code of the error that Discord answered; 0 where it answered none. */
export async function codeOf(call: Promise<unknown>): Promise<number | string> {
  try {
    await call
  } catch (error) {
    if (error instanceof DiscordAPIError) return error.code
    throw error
  }
  return 0
}
