import { describe, expect, it } from 'vitest'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { answered, answersTo, openDiscord } from '../../support/discord.ts'
import { heldModel } from '../../support/held-model.ts'
import { narrowLoad, ONE_A_MINUTE } from '../../support/load.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

const open = closedAfterEach(openDiscord)

describe('a request in Discord that waits for the model', () => {
  it('shows its place in the queue by a small message, which goes when its turn has come', async () => {
    const held = heldModel()
    const { discord } = await open({ models: [held.model], bot: { load: narrowLoad() } })
    const { general } = discord.channels
    const say = (text: string) =>
      discord.say(discord.people.ana, general, `<@${discord.botUserId}> ${text}`).id
    const first = say('What is a process?')
    await expect.poll(() => held.asked.length).toBe(1)
    const second = say('How do I end it?')
    await discord.until(() => answersTo(discord, general, second).length === 1)
    const [line] = answersTo(discord, general, second)
    expect(line?.content).toBe('-# Waiting for the model: you are next …')
    held.answerOne()
    await answered(discord, general, first)
    await expect.poll(() => held.asked.length).toBe(2)
    await discord.until(() => answersTo(discord, general, second).length === 0)
    held.answerOne()
    const answer = await answered(discord, general, second)
    expect(answer).toHaveLength(1)
    expect(answer[0]?.content).toContain('Use the task manager for it.')
  })

  it('is one of a few that do so in a channel, since they would crowd out its answers', async () => {
    const held = heldModel()
    const { discord, bot } = await open({ models: [held.model], bot: { load: narrowLoad() } })
    const { general } = discord.channels
    const requests = Array.from(
      { length: 6 },
      (_, index) => discord.say(discord.people.ana, general, `<@${discord.botUserId}> Process ${index}?`).id,
    )
    await expect.poll(() => held.asked.length).toBe(1)
    const lines = () => requests.flatMap((id) => answersTo(discord, general, id))
    await discord.until(() => lines().length > 0)
    for (const request of requests) await bot.retract({ ...keyOf(discord), message: request })
    await discord.until(() => lines().length === 0)
    const shown = discord.messagesIn(general).filter(({ content }) => content.startsWith('-# Waiting'))
    expect(shown.length).toBeLessThanOrEqual(3)
  })
})

function keyOf(discord: Awaited<ReturnType<typeof openDiscord>>['discord']) {
  return { platform: 'discord', workspace: discord.guilds.hall, channel: discord.channels.general }
}

describe('a person who asks too often in Discord', () => {
  it('is told so directly, or in the channel where they take no direct messages', async () => {
    const model = scriptedModel(['Use the task manager for it.'])
    const { discord } = await open({ models: [model], bot: { load: narrowLoad(ONE_A_MINUTE) } })
    const { general } = discord.channels
    const { ana, ben } = discord.people
    const say = (user: string) => discord.say(user, general, `<@${discord.botUserId}> What is a process?`).id
    for (const user of [ana, ben]) await answered(discord, general, say(user))
    const second = say(ana)
    await discord.until(() => discord.messagesIn(discord.dm(ana)).length === 1)
    expect(discord.messagesIn(discord.dm(ana))[0]?.content).toContain('You have asked 1 time within a minute')
    expect(answersTo(discord, general, second)).toEqual([])
    discord.closeDms(ben)
    const other = say(ben)
    await discord.until(() => answersTo(discord, general, other).length === 1)
    expect(answersTo(discord, general, other)[0]?.content).toContain('You have asked 1 time within a minute')
    expect(model.calls).toHaveLength(2)
  })
})
