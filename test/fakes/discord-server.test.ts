import { Events } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { heardBy, login, start } from './discord/drive.ts'

describe('a conversation', () => {
  it('a message is heard, answered and the answer edited', async () => {
    const discord = await start()
    const { general } = discord.channels
    const client = await login(discord)
    client.on(Events.MessageCreate, async (message) => {
      if (message.author.bot) return
      const answer = await message.reply(`You said: ${message.content}`)
      await answer.edit('Changed.')
    })
    const { id } = discord.say(discord.people.ana, general, 'hello')
    await discord.until(() => discord.messagesIn(general)[1]?.edited === true)
    expect(discord.messagesIn(general)[1]).toMatchObject({
      by: discord.botUserId,
      replyTo: id,
      history: ['You said: hello', 'Changed.'],
    })
  })

  it('direct messages are heard on shard 0', async () => {
    const discord = await start()
    const client = await login(discord)
    const heard = heardBy(client)
    discord.say(discord.people.ben, discord.dm(discord.people.ben), 'psst')
    await discord.until(() => heard.length === 1)
    expect(heard[0]?.guildId).toBeNull()
    await heard[0]?.reply('yes?')
    expect(discord.messagesIn(discord.dm(discord.people.ben)).at(-1)?.content).toBe('yes?')
  })
})
