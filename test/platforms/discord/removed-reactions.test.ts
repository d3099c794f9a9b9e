import { describe, expect, it } from 'vitest'
import { answerTo, open, untilVotes } from './watched-votes.ts'

describe('reactions that a moderator removes', () => {
  it('are no votes any more, all at once', async () => {
    const one = await open()
    const { discord, events } = one
    const { ana, ben, cleo } = discord.people
    const { general } = discord.channels
    const message = await answerTo(one)
    discord.react(ben, general, message, '👍')
    discord.react(cleo, general, message, '🙅')
    discord.clearReactions(ana, general, message)
    discord.react(cleo, general, message, '🚨')
    await untilVotes(one, message, '🚨')
    const told = events.map(({ emoji, action }) => `${action} ${emoji}`)
    expect(told.slice(0, 2)).toEqual(['add 👍', 'add 🙅'])
    expect(told.slice(2, 4).toSorted()).toEqual(['remove 👍', 'remove 🙅'])
    expect(told.slice(4)).toEqual(['add 🚨'])
  })

  it('are no votes any more, one emoji at a time; who gave it in another tone still does', async () => {
    const one = await open()
    const { discord } = one
    const { ana, ben, cleo } = discord.people
    const { general } = discord.channels
    const message = await answerTo(one)
    discord.react(ben, general, message, '👍🏽')
    discord.react(cleo, general, message, '👍🏽')
    discord.react(cleo, general, message, '👍')
    discord.react(ana, general, message, '🚨')
    await untilVotes(one, message, '👍', '👍', '🚨')
    discord.clearEmoji(ana, general, message, '👍🏽')
    await untilVotes(one, message, '👍', '🚨')
    discord.clearEmoji(ana, general, message, '👍')
    await untilVotes(one, message, '🚨')
  })

  it('leave what a button gave', async () => {
    const one = await open()
    const { discord } = one
    const { ana, ben } = discord.people
    const { general } = discord.channels
    const message = await answerTo(one)
    await discord.click(ben, general, message, /:vote:/)
    await untilVotes(one, message, '👍')
    discord.react(ana, general, message, '👍')
    await untilVotes(one, message, '👍', '👍')
    discord.clearReactions(ana, general, message)
    await untilVotes(one, message, '👍')
  })

  it('are no votes any more also where the bot may not look', async () => {
    const one = await open()
    const { discord } = one
    const { ana, ben } = discord.people
    const { general } = discord.channels
    const message = await answerTo(one)
    discord.react(ben, general, message, '👍')
    discord.react(ana, general, message, '🚨')
    await untilVotes(one, message, '👍', '🚨')
    discord.fault({ route: 'GET /channels/:id/messages/:id', status: 403 })
    discord.clearEmoji(ana, general, message, '👍')
    discord.unreact(ana, general, message, '🚨')
    await untilVotes(one, message)
  })
})
