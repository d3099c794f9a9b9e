import { afterEach, describe, expect, it } from 'vitest'
import type { BotOptions } from '../../src/bot.ts'
import type { Bot } from '../../src/bot-types.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import type { ReplyEvent } from '../../src/reply-events.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { startDiscord } from '../fakes/discord/discord-server.ts'
import { startFakeSlack } from '../fakes/slack/slack-server.ts'
import { botOver, doneOf } from '../support/bot.ts'
import { answered as answeredInDiscord, answersTo, openDiscord } from '../support/discord.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { answered as answeredInSlack, answersIn, openSlack } from '../support/slack.ts'

/** Longer than a lease, so that what the dead process held is free. */
const LATER = 10 * 60_000

const NO = 'I cannot help with that, because it would hurt somebody.'
const STOPPED = 'Use the kill command with the process id. It asks the process to end.'
const PROCESS = 'How do I kill a Python process?'

let cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.toReversed()) await clean()
  cleanUp = []
})

interface Refused {
  /** Where the refusal stands. */
  readonly workspace: string
  readonly channel: string
  readonly voters: readonly string[]
  appeal(): Promise<unknown>
  /** The bot's texts that stand. */
  texts(): readonly string[]
  until(condition: () => boolean): Promise<unknown>
  /** Stops the process, and starts another when its lease has run out. */
  restart(model: ChatModel): Promise<unknown>
}

const PLATFORMS: Readonly<Record<string, (store: Store, model: ChatModel) => Promise<Refused>>> = {
  async slack(store, model) {
    const slack = await startFakeSlack()
    cleanUp.push(() => slack.close())
    const first = await openSlack({ slack, store, models: [model] })
    const { people, channels, teamId } = slack
    const { general } = channels
    const thread = await slack.say(people.ana, general, `<@${slack.botUserId}> ${PROCESS}`)
    const [refusal] = await answeredInSlack(slack, general, thread)
    return {
      workspace: teamId,
      channel: general,
      voters: [people.ben, people.cleo],
      appeal: () => slack.click(people.ben, general, refusal?.ts ?? '', 'recourse_appeal'),
      texts: () => answersIn(slack, general, thread).map(({ text }) => text),
      until: (condition) => slack.until(condition),
      async restart(again) {
        await first.close()
        const second = await openSlack({ slack, store, models: [again], ...later() })
        cleanUp.push(second.close)
      },
    }
  },
  async discord(store, model) {
    const discord = await startDiscord({ identifyWindow: 0, maxConcurrency: 16 })
    cleanUp.push(() => discord.close())
    const first = await openDiscord({ discord, store, models: [model] })
    const { people, channels, guilds } = discord
    const { general } = channels
    const { id } = discord.say(people.ana, general, `<@${discord.botUserId}> ${PROCESS}`)
    const [refusal] = await answeredInDiscord(discord, general, id)
    return {
      workspace: guilds.hall,
      channel: general,
      voters: [people.ben, people.cleo],
      appeal: () => discord.click(people.ben, general, refusal?.id ?? '', /:appeal:/),
      texts: () => answersTo(discord, general, id).map(({ content }) => content),
      until: (condition) => discord.until(condition),
      async restart(again) {
        await first.close()
        const second = await openDiscord({ discord, store, models: [again], ...later() })
        cleanUp.push(second.close)
      },
    }
  },
}

function later(): { bot: Partial<BotOptions>; platform: { now: () => number } } {
  const now = () => Date.now() + LATER
  return { bot: { now }, platform: { now } }
}

describe.each(Object.entries(PLATFORMS))('in %s, a granted appeal', (platform, open) => {
  /** A refusal that the channel finds harmless, in the hands of a process that then says nothing more. */
  async function granted({ appealed }: { readonly appealed: boolean }) {
    const store = await openStore({ url: ':memory:' })
    cleanUp.push(() => store.close())
    const model = scriptedModel([NO], 'phi-3')
    const refused = await open(store, model)
    const { workspace, channel, voters } = refused
    await store.setSetting(`workspace:${platform}/${workspace}`, 'appeals', '2', 'admin', 1)
    if (appealed) {
      await refused.appeal()
      await refused.until(() => refused.texts().some((text) => text.includes('0 of 2 votes')))
    }
    const dying: Bot = botOver(store, [scriptedModel([STOPPED], 'phi-3')], { instance: 'dying' })
    const [entry] = await dying.history({ platform, workspace, channel }, 1)
    const exchangeId = entry?.exchange.id ?? ''
    const people = voters.map((user) => ({ platform, workspace, user }))
    await dying.openAppeal({ exchangeId, person: people[0] ?? expect.fail('nobody') })
    let reply: AsyncIterable<ReplyEvent> | undefined
    for (const voter of people) {
      const message = { platform, workspace, channel, message: 'unknown' }
      const click = { eventId: `click ${voter.user}`, eventTime: Date.now() }
      const vote = { exchangeId, voter, choice: 'harmless', message, ...click } as const
      ;({ reply } = await dying.voteOnAppeal(vote))
    }
    if (!reply) throw new Error('the appeal was not granted')
    return { refused, reply, store, exchangeId }
  }

  const count = (texts: readonly string[], part: string) => texts.filter((text) => text.includes(part)).length

  it.each([
    ['whose message stands', true],
    ['whose message nobody posted', false],
  ])('%s is asked again by the next start, beside the refusal', async (_, appealed) => {
    const { refused } = await granted({ appealed })
    await refused.restart(scriptedModel([STOPPED], 'phi-3'))
    await refused.until(() => count(refused.texts(), 'after the channel voted') === 1)
    const texts = refused.texts()
    expect(texts[0]).toContain(NO)
    expect(texts).toHaveLength(3)
    expect(count(texts, 'by 2 of 2 votes')).toBe(1)
    expect(count(texts, STOPPED)).toBe(1)
  })

  it('that was answered but not told is told by the next start, without asking', async () => {
    const { refused, reply, store, exchangeId } = await granted({ appealed: true })
    expect(await doneOf(reply)).toMatchObject({ outcome: 'recovered' })
    const model = scriptedModel([NO], 'phi-3')
    await refused.restart(model)
    await refused.until(() => count(refused.texts(), 'after the channel voted') === 1)
    expect(model.calls).toHaveLength(0)
    expect(refused.texts()).toHaveLength(3)
    expect(await store.exchange(exchangeId)).toMatchObject({ outcome: 'recovered' })
  })
})
