import { describe, expect, it } from 'vitest'
import {
  answeredBy,
  answerTo,
  dealtWith,
  open,
  shared,
  untilVotes,
  votesOn,
  watchedStore,
} from './watched-votes.ts'

describe('a reaction', () => {
  it('is a vote of whoever gave it; another one counts instead, and taken back it is gone', async () => {
    const one = await open()
    const { discord, events, bot } = one
    const { ana, ben } = discord.people
    const { general } = discord.channels
    const message = await answerTo(one)
    discord.react(ben, general, message, '👍')
    await untilVotes(one, message, '👍')
    discord.react(ana, general, message, '👍')
    await untilVotes(one, message, '👍', '👍')
    const asker = bot.pseudonym({ platform: 'discord', workspace: discord.guilds.hall, user: ana })
    expect(events.map(({ annotator, source }) => [annotator === asker, source])).toEqual([
      [false, 'live'],
      [true, 'live'],
    ])
    discord.react(ben, general, message, '🚨')
    await untilVotes(one, message, '👍', '🚨')
    discord.unreact(ben, general, message, '🚨')
    await untilVotes(one, message, '👍', '👍')
    discord.unreact(ben, general, message, '👍')
    discord.unreact(ana, general, message, '👍')
    await untilVotes(one, message)
  })

  it.each(['thread', 'dm'] as const)('counts in a %s', async (where) => {
    const one = await open()
    const { discord } = one
    const channel = where === 'dm' ? discord.dm(discord.people.ana) : discord.channels.thread
    const message = await answerTo(one, channel)
    discord.react(discord.people.ana, channel, message, '🛡️')
    await untilVotes(one, message, '🛡️')
    discord.unreact(discord.people.ana, channel, message, '🛡️')
    await untilVotes(one, message)
  })

  it('that is delivered three times counts once, and each time that it is given anew', async () => {
    const one = await open()
    const { discord, events } = one
    const { ben } = discord.people
    const { general } = discord.channels
    const message = await answerTo(one)
    discord.deliver({ times: 3, only: /^MESSAGE_REACTION/ })
    for (const wanted of [['👍'], [], ['👍']]) {
      if (wanted.length > 0) discord.react(ben, general, message, '👍')
      else discord.unreact(ben, general, message, '👍')
      await untilVotes(one, message, ...wanted)
    }
    await dealtWith(one, message)
    expect(events.filter(({ emoji }) => emoji === '👍').map(({ action }) => action)).toEqual([
      'add',
      'remove',
      'add',
    ])
  })

  it('that two processes hear counts once', async () => {
    const one = await open()
    const { discord, store, state, events } = one
    await open({ discord, store, state })
    expect(discord.connected).toBe(2)
    const message = await answerTo(one)
    discord.react(discord.people.ben, discord.channels.general, message, '👍')
    await untilVotes(one, message, '👍')
    discord.unreact(discord.people.ben, discord.channels.general, message, '👍')
    await untilVotes(one, message)
    await dealtWith(one, message)
    expect(events.filter(({ emoji }) => emoji === '👍')).toHaveLength(2)
  })

  it('is one vote in several tones and as a super reaction, until the last of them is gone', async () => {
    const one = await open()
    const { discord, events } = one
    const { ana, ben } = discord.people
    const { general } = discord.channels
    const message = await answerTo(one)
    const ways = [['👍🏽'], ['👍'], ['👍', { burst: true }]] as const
    for (const [emoji, options] of ways) discord.react(ben, general, message, emoji, options)
    discord.react(ana, general, message, '👍🏽')
    await untilVotes(one, message, '👍', '👍')
    discord.unreact(ben, general, message, '👍🏽')
    discord.unreact(ben, general, message, '👍')
    await dealtWith(one, message)
    expect(await votesOn(one, message)).toEqual(['👍', '👍'])
    discord.unreact(ben, general, message, '👍', { burst: true })
    await untilVotes(one, message, '👍')
    expect(events.filter(({ emoji }) => emoji === '👍')).toHaveLength(3)
  })

  it('is no vote from a bot, with an emoji that says nothing, or with a server’s own emoji', async () => {
    const one = await open()
    const { discord, events } = one
    const { general } = discord.channels
    const message = await answerTo(one)
    const calls = discord.calls.length
    discord.react(discord.otherBotId, general, message, '👍')
    discord.react(discord.people.ben, general, message, '🦄')
    discord.react(discord.people.ben, general, message, 'shield:123456789012345678')
    discord.unreact(discord.people.ben, general, message, '🦄')
    discord.clearEmoji(discord.people.ana, general, message, 'shield:123456789012345678')
    discord.react(discord.people.ben, general, message, '👍')
    await untilVotes(one, message, '👍')
    expect(events).toHaveLength(1)
    // Nobody and nothing had to be looked up for any of it.
    expect(discord.calls.slice(calls).map(({ route }) => route)).toEqual([])
  })

  it('given and taken back in a storm is counted each time, and stands as it was left', async () => {
    const one = await open()
    const { discord, events, store } = one
    const message = await answerTo(one)
    const { general } = discord.channels
    const crowd = [discord.people.ana, discord.people.ben]
    for (let round = 0; round < 75; round += 1) {
      for (const user of crowd) discord.react(user, general, message, '🙅')
      for (const user of crowd) discord.unreact(user, general, message, '🙅')
    }
    discord.react(discord.people.ben, general, message, '👍')
    await discord.until(() => events.length === 301, 15_000)
    const exchange = events[0]?.exchangeId ?? ''
    expect((await store.currentVotes(exchange)).map(({ emoji }) => emoji)).toEqual(['👍'])
    expect(await store.itemsOf(exchange)).toMatchObject([{ votes: 1, label: 'answered_well' }])
  })

  it('on somebody else’s message costs nothing', async () => {
    const one = await open()
    const { discord, events } = one
    const { ben, ana } = discord.people
    const { general } = discord.channels
    const other = discord.say(ana, general, 'Good morning!').id
    const message = await answerTo(one)
    const calls = discord.calls.length
    discord.react(ben, general, other, '👍')
    discord.unreact(ben, general, other, '👍')
    discord.react(ben, general, other, '👍')
    discord.clearEmoji(ana, general, other, '👍')
    discord.react(ben, general, message, '👍')
    await untilVotes(one, message, '👍')
    expect(discord.calls.slice(calls)).toEqual([])
    expect(events).toHaveLength(1)
  })

  it('is stored although the store stumbles', async () => {
    let broken = 2
    const { store } = await watchedStore(() => {
      broken -= 1
      if (broken >= 0) throw new Error('the disk is full')
    })
    const one = await open({ store, platform: { wait: async () => {} } })
    const message = await answerTo(one)
    one.discord.react(one.discord.people.ben, one.discord.channels.general, message, '👍')
    await untilVotes(one, message, '👍')
    expect(broken).toBeLessThan(0)
  })

  it('counts on an answer that is older than the process', async () => {
    const lasting = await shared()
    const { discord } = lasting
    const message = await answeredBy(lasting)
    const one = await open(lasting)
    discord.react(discord.people.ben, discord.channels.general, message, '🙅')
    await untilVotes(one, message, '🙅')
    discord.unreact(discord.people.ben, discord.channels.general, message, '🙅')
    await untilVotes(one, message)
  })
})
