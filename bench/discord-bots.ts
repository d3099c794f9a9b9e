/** A process of a bench on Discord: one of the rivals. */
import { Client, Events, GatewayIntentBits, type Message } from 'discord.js'
import { releasedAt } from './chat-answer.ts'
import { relayedModel, serveBench } from './chat-bots.ts'
import { type DiscordBotOrder, discordBotOrder } from './discord-messages.ts'

/** Least time between two edits of a message, in milliseconds: Discord takes about five in five seconds. */
const EDIT_EVERY = 1_200

/** What one would write first with discord.js. */
async function relay({ discord, providerUrl, kind }: DiscordBotOrder): Promise<void> {
  const ask = relayedModel(providerUrl)
  const gathered = kind === 'relay-gathering' ? releasedAt() : 1
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

await relay(discordBotOrder.parse(JSON.parse(process.argv[2] ?? '{}')))
serveBench({})
