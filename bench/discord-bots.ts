/** A process of `bench/discord.ts`: one bot, ours or the rival. */
import { Client, Events, GatewayIntentBits, type Message } from 'discord.js'
import { createDiscordPlatform } from '../src/platforms/discord/discord-platform.ts'
import { openRecourse, relayedModel, serveBench } from './chat-bots.ts'
import { type DiscordBotOrder, discordBotOrder } from './discord-messages.ts'

/** Least time between two edits of a message, in milliseconds: Discord takes about five in five seconds. */
const EDIT_EVERY = 1_200

async function recourse(order: DiscordBotOrder): Promise<void> {
  const { bot, state, logger } = await openRecourse(order)
  const { token, apiUrl } = order.discord
  await createDiscordPlatform({ token, apiUrl, logger, state, identifyWindow: 0 }).start(bot)
}

/** The rival: what one would write first with discord.js. */
async function relay({ discord, providerUrl, kind, releasedAt }: DiscordBotOrder): Promise<void> {
  const ask = relayedModel(providerUrl)
  const gathered = kind === 'relay-gathering' ? releasedAt : 1
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
    allowedMentions: { parse: [] },
    rest: { api: discord.apiUrl },
  })

  async function answer(message: Message<true>): Promise<void> {
    void message.channel.sendTyping()
    const completion = await ask(message.content)
    let text = ''
    let shown = ''
    let reply: Message | undefined
    let writing: Promise<void> | undefined
    let lastAt = Number.NEGATIVE_INFINITY
    const write = async () => {
      shown = text
      lastAt = performance.now()
      if (reply) await reply.edit(text)
      else reply = await message.reply(text)
      writing = undefined
    }
    for await (const chunk of completion) {
      text += chunk.choices[0]?.delta.content ?? ''
      // The model is read on while Discord answers.
      if (!writing && text.length >= gathered && performance.now() - lastAt >= EDIT_EVERY) writing = write()
    }
    await writing
    if (text !== shown) await write()
  }

  client.on(Events.MessageCreate, (message) => {
    if (message.author.bot || !message.inGuild() || !message.mentions.has(message.client.user)) return
    void answer(message)
  })
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()))
  await client.login(discord.token)
  await ready
}

const order = discordBotOrder.parse(JSON.parse(process.argv[2] ?? '{}'))
await (order.kind === 'recourse' ? recourse(order) : relay(order))
serveBench({})
