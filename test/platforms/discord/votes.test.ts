import { afterEach, describe, expect, it } from 'vitest'
import { workspaceKey } from '../../../src/places.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState } from '../../../src/store/state.ts'
import type { Store, VoteEvent } from '../../../src/store/store.ts'
import { startDiscord } from '../../fakes/discord/discord-server.ts'
import { answered, openDiscord, type TestDiscord, type TestDiscordOptions } from '../../support/discord.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

let closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.toReversed()) await close()
  closing = []
})

interface Watched extends TestDiscord {
  /** Every vote event that was stored. */
  readonly events: readonly VoteEvent[]
}

async function open(options: TestDiscordOptions & Partial<Pick<Watched, 'events'>> = {}): Promise<Watched> {
  const watched: Partial<Awaited<ReturnType<typeof watchedStore>>> = options.store ? {} : await watchedStore()
  const one = await openDiscord({ models: [scriptedModel(['The sea is wide.'])], ...options, ...watched })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= one.close()
    return closed
  }
  closing.push(close)
  return { ...one, events: watched.events ?? options.events ?? [], close }
}

/** A store that shows what votes were written to it, and may break first. */
async function watchedStore(before: () => void = () => {}) {
  const store = await openStore({ url: ':memory:' })
  closing.push(() => store.close())
  const events: VoteEvent[] = []
  const watched: Store = {
    ...store,
    async recordVote(event) {
      before()
      const stored = await store.recordVote(event)
      if (stored) events.push(event)
      return stored
    },
  }
  return { store: watched, events }
}

/** A Discord and a store that outlive the processes of a test. */
async function shared() {
  const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16 })
  const { store, events } = await watchedStore()
  const state = await openState({ url: ':memory:' })
  closing.push(
    () => state.close(),
    () => discord.close(),
  )
  return { discord, store, state, events }
}

/** What a process that has ended answered. */
async function answeredBy(lasting: Awaited<ReturnType<typeof shared>>): Promise<string> {
  const one = await open(lasting)
  const message = await answerTo(one)
  await one.close()
  return message
}

/** Ana asks, in #general unless elsewhere. Gives the last message of the answer. */
async function answerTo({ discord }: TestDiscord, channel = discord.channels.general): Promise<string> {
  const { id } = discord.say(discord.people.ana, channel, `<@${discord.botUserId}> Tell me of the sea.`)
  return (await answered(discord, channel, id)).at(-1)?.id ?? ''
}

/** Emoji and label of the votes that stand on what a message shows. */
async function votesOn({ store, discord }: TestDiscord, message: string): Promise<readonly string[]> {
  const { channel } = discord.message(message)
  for (const workspace of [discord.guilds.hall, 'direct']) {
    const link = await store.linkOf({ platform: 'discord', workspace, channel, message })
    if (link) return (await store.currentVotes(link.exchangeId)).map(({ emoji }) => emoji).toSorted()
  }
  return []
}

async function untilVotes(one: TestDiscord, message: string, ...wanted: readonly string[]): Promise<void> {
  const sorted = JSON.stringify(wanted.toSorted())
  for (const deadline = performance.now() + 40_000; performance.now() < deadline; ) {
    if (JSON.stringify(await votesOn(one, message)) === sorted) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(await votesOn(one, message)).toEqual(wanted.toSorted())
}

/** Waits until all that happened so far has been dealt with: events of one message are dealt with in turn. */
async function dealtWith(one: TestDiscord, message: string): Promise<void> {
  const { discord } = one
  const { channel } = discord.message(message)
  const before = await votesOn(one, message)
  discord.react(discord.people.cleo, channel, message, '🤔')
  await untilVotes(one, message, ...before, '🤔')
  discord.unreact(discord.people.cleo, channel, message, '🤔')
  await untilVotes(one, message, ...before)
}

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
