/** What the tests of the fake share: they drive it with the unmodified discord.js client. */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  Client,
  type ClientOptions,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Message,
  Partials,
  type SendableChannels,
} from 'discord.js'
import { onTestFinished } from 'vitest'
import { type Json, objectOf } from '../shared/json.ts'
import { type DiscordOptions, type FakeDiscord, startDiscord } from './discord-server.ts'

/**
 * Milliseconds after which a client that does not end is left to itself: the `destroy` of a shard that waits for READY
 * never resolves (`waitForEvent` of @discordjs/ws 1.2.3 calls `destroy` a second time, which takes away the listener
 * that the first waits for). Closing takes a round trip on loopback.
 */
const CLOSED_WITHIN = 2_000

/** A fake that ends with the test; clients may identify as often as they like. */
export async function start(options: DiscordOptions = {}): Promise<FakeDiscord> {
  const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16, ...options })
  onTestFinished(() => discord.close())
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

/** The client alone waits five seconds between two sessions; a fake with `identifyWindow: 0` does not ask for it. */
export const impatient: Partial<ClientOptions> = {
  ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
}

/** A client that ends with the test, not yet logged in. */
export function clientOf(discord: FakeDiscord, options: Partial<ClientOptions> = {}): Client {
  const client = new Client({
    intents: chatIntents,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    ...options,
    rest: { api: discord.apiUrl, ...options.rest },
  })
  onTestFinished(() => Promise.race([client.destroy(), sleep(CLOSED_WITHIN, undefined, { ref: false })]))
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

/** A channel of the client's that takes messages. */
export async function channelOf(client: Client, id: string): Promise<SendableChannels> {
  const channel = await client.channels.fetch(id)
  if (channel?.isSendable() !== true) throw new Error(`${id} takes no messages`)
  return channel
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

/** Calls the REST API as the bot, without a client. */
export const call = (discord: FakeDiscord, method: string, path: string, body?: unknown) =>
  fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

export const post = (discord: FakeDiscord, body: unknown, channel: string = discord.channels.general) =>
  call(discord, 'POST', `/channels/${channel}/messages`, body)

/** The answer's body with its status. */
export async function answerOf(response: Promise<Response>): Promise<Json> {
  const answer = await response
  return { status: answer.status, ...objectOf(await answer.json()) }
}
