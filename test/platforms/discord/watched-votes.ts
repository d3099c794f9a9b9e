/** Votes by reactions on Discord, watched as they are stored. What is opened ends with the test. */
import { expect, onTestFinished } from 'vitest'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState } from '../../../src/store/state.ts'
import type { Store, VoteEvent } from '../../../src/store/store.ts'
import { startDiscord } from '../../fakes/discord/discord-server.ts'
import { answered, openDiscord, type TestDiscord, type TestDiscordOptions } from '../../support/discord.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

interface Watched extends TestDiscord {
  /** Every vote event that was stored. */
  readonly events: readonly VoteEvent[]
}

export async function open(
  options: TestDiscordOptions & Partial<Pick<Watched, 'events'>> = {},
): Promise<Watched> {
  const watched: Partial<Awaited<ReturnType<typeof watchedStore>>> = options.store ? {} : await watchedStore()
  const one = await openDiscord({ models: [scriptedModel(['The sea is wide.'])], ...options, ...watched })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= one.close()
    return closed
  }
  onTestFinished(close)
  return { ...one, events: watched.events ?? options.events ?? [], close }
}

/** A store that shows what votes were written to it, and may break first. */
export async function watchedStore(before: () => void = () => {}) {
  const store = await openStore({ url: ':memory:' })
  onTestFinished(() => store.close())
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
export async function shared() {
  const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16 })
  const { store, events } = await watchedStore()
  const state = await openState({ url: ':memory:' })
  onTestFinished(() => state.close())
  onTestFinished(() => discord.close())
  return { discord, store, state, events }
}

/** What a process that has ended answered. */
export async function answeredBy(lasting: Awaited<ReturnType<typeof shared>>): Promise<string> {
  const one = await open(lasting)
  const message = await answerTo(one)
  await one.close()
  return message
}

/** Ana asks, in #general unless elsewhere. Gives the last message of the answer. */
export async function answerTo(
  { discord }: TestDiscord,
  channel = discord.channels.general,
): Promise<string> {
  const { id } = discord.say(discord.people.ana, channel, `<@${discord.botUserId}> Tell me of the sea.`)
  return (await answered(discord, channel, id)).at(-1)?.id ?? ''
}

/** Emoji and label of the votes that stand on what a message shows. */
export async function votesOn({ store, discord }: TestDiscord, message: string): Promise<readonly string[]> {
  const { channel } = discord.message(message)
  for (const workspace of [discord.guilds.hall, 'direct']) {
    const link = await store.linkOf({ platform: 'discord', workspace, channel, message })
    if (link) return (await store.currentVotes(link.exchangeId)).map(({ emoji }) => emoji).toSorted()
  }
  return []
}

export async function untilVotes(
  one: TestDiscord,
  message: string,
  ...wanted: readonly string[]
): Promise<void> {
  const sorted = JSON.stringify(wanted.toSorted())
  for (const deadline = performance.now() + 40_000; performance.now() < deadline; ) {
    if (JSON.stringify(await votesOn(one, message)) === sorted) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(await votesOn(one, message)).toEqual(wanted.toSorted())
}

/** Waits until all that happened so far has been dealt with: events of one message are dealt with in turn. */
export async function dealtWith(one: TestDiscord, message: string): Promise<void> {
  const { discord } = one
  const { channel } = discord.message(message)
  const before = await votesOn(one, message)
  discord.react(discord.people.cleo, channel, message, '🤔')
  await untilVotes(one, message, ...before, '🤔')
  discord.unreact(discord.people.cleo, channel, message, '🤔')
  await untilVotes(one, message, ...before)
}
