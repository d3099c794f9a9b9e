import { afterEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { startDiscord } from '../fakes/discord/discord-server.ts'
import { startFakeSlack } from '../fakes/slack/slack-server.ts'
import { botOver } from '../support/bot.ts'
import type { Asked } from '../support/chat-driver.ts'
import { type ComparisonDriver, discordComparisons, slackComparisons } from '../support/comparison-driver.ts'
import { openDiscord } from '../support/discord.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { openSlack } from '../support/slack.ts'
import { slowly } from '../support/slow-lines.ts'

/** Longer than a lease, so that what the dead process held is free. */
const LATER = 10 * 60_000

const SEA = 'Tell me of the sea.'
const QUICK = [scriptedModel(['The sea is wide.']), { ...scriptedModel(['It is deep.']), id: 'openai:deep' }]
const SLOW = [...QUICK, slowly('slow '.repeat(20_000), 50)]

let cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean()
  cleanUp = []
})

interface Process extends ComparisonDriver {
  close(): Promise<void>
}

interface Place {
  readonly workspace: string
  readonly channel: string
  /** Starts a process; `later`, when the leases of those before have run out. */
  start(store: Store, instance: string, later?: 'later'): Promise<Process>
  /** The texts of the bot's messages that stand in the channel. */
  texts(): readonly string[]
  /** Lets every edit of a message fail until it is taken back. */
  refuseEdits(): () => void
  until(condition: () => boolean): Promise<unknown>
}

const atOnce = () => new Promise<void>((resolve) => setImmediate(resolve))
const options = (later: 'later' | undefined) => {
  const now = () => Date.now() + (later ? LATER : 0)
  return { bot: { now }, platform: { now, wait: atOnce, grace: 0 } }
}

const PLACES: Readonly<Record<string, () => Promise<Place>>> = {
  async slack() {
    const slack = await startFakeSlack()
    cleanUp.push(() => slack.close())
    return {
      workspace: slack.teamId,
      channel: slack.channels.general,
      async start(store, instance, later) {
        const { bot, platform } = options(later)
        const one = await openSlack({ slack, store, models: SLOW, bot: { ...bot, instance }, platform })
        return { ...slackComparisons(one), close: one.close }
      },
      texts: () =>
        slack
          .messages(slack.channels.general)
          .flatMap(({ by, deleted, text }) => (by === slack.botUserId && !deleted ? text : [])),
      refuseEdits: () => slack.fault({ method: 'chat.update', error: 'is_inactive' }).remove,
      until: (condition) => slack.until(condition),
    }
  },
  async discord() {
    const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16, rateScale: 0 })
    cleanUp.push(() => discord.close())
    return {
      workspace: discord.guilds.hall,
      channel: discord.channels.general,
      async start(store, instance, later) {
        const { bot, platform } = options(later)
        const one = await openDiscord({ discord, store, models: SLOW, bot: { ...bot, instance }, platform })
        return { ...discordComparisons(one), close: one.close }
      },
      texts: () =>
        discord
          .messagesIn(discord.channels.general)
          .flatMap(({ by, deleted, history }) =>
            by === discord.botUserId && !deleted ? (history.at(-1) ?? '') : [],
          ),
      refuseEdits: () =>
        discord.fault({ route: 'PATCH /channels/:id/messages/:id', status: 403, code: 50_013 }).remove,
      until: (condition) => discord.until(condition),
    }
  },
}

describe.each(Object.entries(PLACES))('in %s, a comparison', (platform, open) => {
  /** A comparison that runs in the hands of a process that will say nothing more of it. */
  async function begun(broken: Partial<Store> = {}) {
    const store = await openStore({ url: ':memory:' })
    cleanUp.push(() => store.close())
    const place = await open()
    const dying = await place.start({ ...store, ...broken }, 'dying')
    cleanUp.push(dying.close)
    const board = await dying.compare('ana', { models: 'openai:slow,openai:deep', prompt: SEA })
    await place.until(() => dying.read(board).includes('1 of 2') || broken.bindComparison !== undefined)
    return { place, store, dying, board }
  }

  async function expectEnded(place: Place, process: Process, board: Asked) {
    await place.until(() => process.read(board).includes('This comparison came to nothing'))
    expect(process.read(board)).toContain('It was interrupted')
    expect(place.texts().filter((text) => text.includes(SEA))).toHaveLength(1)
  }

  async function next(place: Place, store: Store) {
    const process = await place.start(store, 'next', 'later')
    cleanUp.push(process.close)
    return process
  }

  it('whose process is gone is ended in its message by the next start', async () => {
    const { place, store, board } = await begun()
    await expectEnded(place, await next(place, store), board)
  })

  it('whose message nobody wrote down is ended in that message all the same', async () => {
    const never = Promise.withResolvers<undefined>()
    const { place, store, board } = await begun({ bindComparison: () => never.promise })
    // So that nobody waits for it in the end.
    cleanUp.push(() => never.resolve(undefined))
    await expectEnded(place, await next(place, store), board)
  })

  it('whose message was never posted gets one that says what came of it', async () => {
    const store = await openStore({ url: ':memory:' })
    cleanUp.push(() => store.close())
    const place = await open()
    const dying = botOver(store, SLOW, { instance: 'dying' })
    cleanUp.push(() => dying.handOver())
    const { workspace, channel } = place
    const where = { platform, workspace, channel }
    const events = dying.handleCommand(
      { name: 'compare', options: { models: 'openai:slow,openai:deep', prompt: SEA } },
      {
        person: { platform, workspace, user: 'ana' },
        place: { ...where, thread: 'command-1' },
        key: { ...where, message: 'command-1' },
        isAdmin: false,
      },
    )
    expect(await events[Symbol.asyncIterator]().next()).toMatchObject({ value: { type: 'comparison' } })
    await next(place, store)
    const said = () => place.texts().filter((text) => text.includes('This comparison came to nothing'))
    await place.until(() => said().length === 1)
    expect(said()[0]).toContain(SEA)
  })

  it('that a process leaves in order is ended, too', async () => {
    const { place, store, dying, board } = await begun()
    await dying.close()
    cleanUp = cleanUp.filter((clean) => clean !== dying.close)
    await expectEnded(place, await next(place, store), board)
  })

  it('whose answers nobody could show any more are shown by the next start, with the votes given meanwhile', async () => {
    const store = await openStore({ url: ':memory:' })
    cleanUp.push(() => store.close())
    const place = await open()
    const dying = await place.start(store, 'dying')
    const allowEdits = place.refuseEdits()
    const board = await dying.compare('ana', { models: 'openai:scripted-unknown,openai:deep', prompt: SEA })
    const where = { platform, workspace: place.workspace }
    await expect.poll(() => store.openComparisonMessages(where, 0, 1)).toHaveLength(1)
    await dying.close()
    allowEdits()
    expect(dying.read(board)).toContain('Comparing answers')
    await dying.reactTo('ben', board, 'A')
    const process = await place.start(store, 'next')
    cleanUp.push(process.close)
    await place.until(() => process.read(board).includes('1 person has voted.'))
    expect(process.read(board)).toContain('It is deep.')
  })
})
