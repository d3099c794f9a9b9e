import { describe, expect, it } from 'vitest'
import { workspaceKey } from '../../../src/places.ts'
import type { Store } from '../../../src/store/store.ts'
import { answered } from '../../support/discord.ts'
import { slowLines } from '../../support/slow-lines.ts'
import { answerTo, open, shared, untilVotes, votesOn } from './watched-votes.ts'

/** A store that notes how many votes an outcome had when it was stored that it is told. */
function votesBeforeTold(store: Store) {
  const before: number[] = []
  const watched: Store = {
    ...store,
    async delivered(exchangeId, ...rest) {
      const votes = await store.currentVotes(exchangeId)
      const fate = await store.delivered(exchangeId, ...rest)
      before.push(votes.length)
      return fate
    },
  }
  return { store: watched, before }
}

describe('reactions while nobody listened', () => {
  it('are made up for after a start, those given and those taken back', async () => {
    const lasting = await shared()
    const { discord } = lasting
    const { ana, ben, cleo } = discord.people
    const { general } = discord.channels
    const before = await open(lasting)
    const message = await answerTo(before)
    discord.react(ben, general, message, '👍')
    discord.react(cleo, general, message, '🙅')
    await untilVotes(before, message, '👍', '🙅')
    await before.close()
    discord.unreact(ben, general, message, '👍')
    discord.react(cleo, general, message, '🙅🏿', { burst: true })
    discord.react(ana, general, message, '🚨', { burst: true })
    discord.react(ana, general, message, '🦄')
    discord.react(discord.otherBotId, general, message, '🛡️')
    const one = await open(lasting)
    await untilVotes(one, message, '🙅', '🚨')
    await one.close()
    const { events } = lasting
    expect(events.slice(2)).toMatchObject([
      { action: 'add', emoji: '🚨', source: 'reconcile' },
      { action: 'remove', emoji: '👍', source: 'reconcile' },
    ])
    expect(events).toHaveLength(4)
  })

  it('are made up for where one person took back what another one gave', async () => {
    const lasting = await shared()
    const { discord } = lasting
    const { ben, cleo } = discord.people
    const { general } = discord.channels
    const before = await open(lasting)
    const message = await answerTo(before)
    discord.react(ben, general, message, '👍')
    await untilVotes(before, message, '👍')
    await before.close()
    discord.unreact(ben, general, message, '👍')
    discord.react(cleo, general, message, '👍')
    const { events } = lasting
    const one = await open(lasting)
    await one.discord.until(() => events.length === 3)
    expect(events.slice(1)).toMatchObject([
      { action: 'add', emoji: '👍', source: 'reconcile' },
      { action: 'remove', emoji: '👍', source: 'reconcile' },
    ])
    expect(events[2]?.annotator).toBe(events[0]?.annotator)
  })

  it('to an answer that nobody could bind to its attempt are made up for once it is taken up', async () => {
    const lasting = await shared()
    const { discord, store } = lasting
    const { ana, ben } = discord.people
    const { general } = discord.channels
    const before = await open({
      ...lasting,
      store: {
        ...store,
        link: () => Promise.reject(new Error('the records cannot be reached')),
        delivered: () => Promise.reject(new Error('the records cannot be reached')),
      },
    })
    const asked = discord.say(ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
    await answered(discord, general, asked.id)
    const [message] = discord.messagesIn(general).filter(({ replyTo }) => replyTo === asked.id)
    discord.react(ben, general, message?.id ?? '', '👍')
    await before.close()
    // Longer than a lease.
    const now = () => Date.now() + 10 * 60_000
    const votes = votesBeforeTold(store)
    const one = await open({ ...lasting, ...votes, bot: { now }, platform: { now } })
    await untilVotes(one, message?.id ?? '', '👍')
    await discord.until(() => votes.before.length > 0)
    // A process that dies over it leaves it to the next.
    expect(votes.before).toEqual([1])
  })

  it('to an answer that could not be bound when it was posted are made up for once it is told', async () => {
    const lasting = await shared()
    const { discord, store } = lasting
    const { ana, ben } = discord.people
    const { general } = discord.channels
    let links = 0
    const failing: Store = {
      ...store,
      async link(given) {
        links += 1
        if (links === 1) throw new Error('the records cannot be reached')
        return store.link(given)
      },
    }
    const one = await open({ ...lasting, store: failing, models: [slowLines(20, 4)] })
    const asked = discord.say(ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
    const posted = () => discord.messagesIn(general).find(({ replyTo }) => replyTo === asked.id)
    await discord.until(() => posted() !== undefined)
    discord.react(ben, general, posted()?.id ?? '', '👍')
    await untilVotes(one, posted()?.id ?? '', '👍')
    expect(one.events).toMatchObject([{ source: 'reconcile' }])
  })

  it('to an answer that another process binds when it has been read which there are are made up for soon after', async () => {
    const lasting = await shared()
    const { discord, store } = lasting
    const { ben } = discord.people
    const { general } = discord.channels
    const before = await open(lasting)
    const message = await answerTo(before)
    await before.close()
    discord.react(ben, general, message, '👍')
    let looks = 0
    const late: typeof store = {
      ...store,
      async recentLinks(...query) {
        looks += 1
        // One look in each of the servers, and one in direct messages.
        return looks <= 3 ? [] : store.recentLinks(...query)
      },
    }
    const one = await open({ ...lasting, store: late, platform: { wait: async () => {} } })
    await untilVotes(one, message, '👍')
  })

  it('to an answer of which Discord tells us late that it is posted are made up for', async () => {
    const one = await open()
    const { discord } = one
    const { ana, ben } = discord.people
    const { general } = discord.channels
    discord.fault({ route: 'POST /channels/:id/messages', times: 1, stall: 2_000 })
    const asked = discord.say(ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
    const posted = () => discord.messagesIn(general).find(({ replyTo }) => replyTo === asked.id)
    await discord.until(() => posted() !== undefined)
    const message = posted()?.id ?? ''
    discord.react(ben, general, message, '👍')
    await untilVotes(one, message, '👍')
    expect(one.events).toMatchObject([{ source: 'reconcile' }])
  })

  it('are kept where the codebook has another emoji by now, until they are taken back', async () => {
    const lasting = await shared()
    const { discord, store } = lasting
    const { ben, cleo } = discord.people
    const { general } = discord.channels
    const before = await open(lasting)
    const message = await answerTo(before)
    discord.react(ben, general, message, '🙅')
    discord.react(cleo, general, message, '🙅🏿')
    await untilVotes(before, message, '🙅', '🙅')
    await before.close()
    const { ourNo } = discord.emojis
    const own = `<:${ourNo.name}:${ourNo.id}>`
    const scope = workspaceKey({ platform: 'discord', workspace: discord.guilds.hall })
    await store.setSetting(scope, 'emoji.refused_harmless', own, 'somebody', 1)
    discord.unreact(ben, general, message, '🙅')
    discord.react(ben, general, message, `renamed:${ourNo.id}`)
    const one = await open(lasting)
    await untilVotes(one, message, '🙅', own)
  })

  it('are made up for by a session that begins anew, and by one that goes on', async () => {
    const one = await open()
    const { discord } = one
    const { ben, cleo } = discord.people
    const { general } = discord.channels
    const message = await answerTo(one)
    discord.react(ben, general, message, '👍')
    await untilVotes(one, message, '👍')
    discord.forgetSessions()
    discord.unreact(ben, general, message, '👍')
    discord.react(cleo, general, message, '🚨')
    await untilVotes(one, message, '🚨')
    expect(discord.identified).toHaveLength(2)
    discord.dropConnections()
    discord.unreact(cleo, general, message, '🚨')
    discord.react(ben, general, message, '🙅')
    await untilVotes(one, message, '🙅')
    expect(discord.identified).toHaveLength(2)
    expect(one.events).toHaveLength(5)
  })

  it.each([
    ['the messages of a channel', 'GET /channels/:id/messages', 9],
    ['who reacted to one message', 'GET /channels/:id/messages/:id', 2],
  ] as const)('are made up for though at first it cannot be read: %s', async (_, route, times) => {
    const lasting = await shared()
    const { discord } = lasting
    const { ben } = discord.people
    const { general, random } = discord.channels
    const before = await open(lasting)
    const first = await answerTo(before, random)
    const second = await answerTo(before)
    await before.close()
    discord.react(ben, random, first, '👍')
    discord.react(ben, general, second, '🙅')
    const fault = discord.fault({ route, times, loseResponse: true })
    const one = await open({ ...lasting, platform: { wait: async () => {} } })
    await untilVotes(one, first, '👍')
    await untilVotes(one, second, '🙅')
    expect(fault.struck).toBe(times)
  })

  it('are not looked for where the bot may not read, nor on messages that are gone', async () => {
    const lasting = await shared()
    const { discord } = lasting
    const { ben } = discord.people
    const { general, random } = discord.channels
    const before = await open(lasting)
    const hidden = await answerTo(before, random)
    const gone = await answerTo(before)
    const message = await answerTo(before)
    await before.close()
    for (const [channel, id] of [
      [random, hidden],
      [general, message],
    ] as const) {
      discord.react(ben, channel, id, '👍')
    }
    discord.revoke(random, discord.botUserId, 'readMessageHistory')
    // Nobody tells a process that is not there.
    discord.remove(discord.botUserId, general, gone)
    const one = await open(lasting)
    await untilVotes(one, message, '👍')
    expect(await votesOn(one, hidden)).toEqual([])
    expect(discord.invalidRequests).toBe(0)
  })

  it('are not asked for again in a channel where Discord refuses once', async () => {
    const lasting = await shared()
    const { discord } = lasting
    const { ben } = discord.people
    const { general, random } = discord.channels
    const before = await open(lasting)
    const last = await answerTo(before, random)
    const second = await answerTo(before)
    await answerTo(before)
    await before.close()
    discord.react(ben, random, last, '👍')
    discord.react(ben, general, second, '👍')
    // The newest message comes first.
    discord.fault({ route: 'GET /channels/:id/messages/:id', times: 1, status: 403 })
    const one = await open(lasting)
    await untilVotes(one, last, '👍')
    expect(await votesOn(one, second)).toEqual([])
  })
})
