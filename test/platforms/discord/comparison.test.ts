import { describe, expect, it } from 'vitest'
import { comparisonModal } from '../../../src/platforms/discord/comparison-modal.ts'
import { checkModal } from '../../fakes/discord/component-limits.ts'
import { Problems } from '../../fakes/discord/errors.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { discordComparisons } from '../../support/comparison-driver.ts'
import { openDiscord, type TestDiscordOptions } from '../../support/discord.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

const PROMPT = 'Tell me of the sea.'
const MODELS = [scriptedModel(['The sea is wide.']), { ...scriptedModel(['It is deep.']), id: 'openai:deep' }]
const GIVEN = { models: 'openai:scripted-unknown,openai:deep', prompt: PROMPT }

const atOnce = () => new Promise<void>((resolve) => setImmediate(resolve))

const open = closedAfterEach(async (options: TestDiscordOptions = {}) => {
  const one = await openDiscord({
    models: MODELS,
    fake: { rateScale: 0 },
    platform: { wait: atOnce },
    ...options,
  })
  return { ...one, ...discordComparisons(one) }
})

describe('a comparison in Discord', () => {
  it('goes on where Discord asks to wait, or stumbles, and stands once', async () => {
    const one = await open()
    const { discord } = one
    const edit = 'PATCH /channels/:id/messages/:id'
    discord.fault({ route: edit, times: 1, status: 429, retryAfter: 0.05 })
    discord.fault({ route: edit, times: 6, status: 500 })
    discord.fault({ route: /^PATCH \/webhooks/, times: 1, loseResponse: true })
    const board = await one.compare('ana', GIVEN)
    await discord.until(() => one.read(board).includes('Which answer is best?'))
    const ours = discord.messagesIn(discord.channels.general).filter(({ deleted }) => !deleted)
    expect(ours).toHaveLength(1)
  })

  it('where the bot may not write is one line', async () => {
    const one = await open()
    const { discord } = one
    await discord.command(discord.people.ana, discord.channels.quiet, '/compare', GIVEN)
    await discord.until(() =>
      discord.ephemerals(discord.people.ana).some(({ content }) => content.includes('I may not write')),
    )
  })

  it('stands in the thread where it was asked for', async () => {
    const one = await open()
    const { discord } = one
    const thread = discord.openThread(discord.people.ana, discord.channels.general, 'The sea')
    await discord.command(discord.people.ana, thread, '/compare', GIVEN)
    const board = () => discord.messagesIn(thread).find(({ by }) => by === discord.botUserId)
    await discord.until(() => board()?.history.at(-1)?.includes('Which answer is best?') === true)
    const where = { channel: thread, message: board()?.id ?? '' }
    expect(await one.pressAndSee('ben', where, 'A')).toContain('You chose: A.')
    discord.react(discord.people.cleo, thread, where.message, '🇧')
    await discord.until(() => one.read(where).includes('2 people have voted.'))
  })

  it('that cannot be begun from its form is one line for whoever filled it in', async () => {
    const one = await open()
    const { discord } = one
    const { ana } = discord.people
    const said = await one.say('ben', PROMPT)
    const outcome = await discord.messageCommand(ana, said.channel, said.message, 'Compare strategies')
    if (outcome.kind !== 'modal') throw new Error('no form')
    await discord.submit(ana, outcome.modal, { strategies: ['direct'] })
    await discord.until(() =>
      discord.ephemerals(ana).some(({ content }) => content.includes('it takes two to compare')),
    )
    const visible = discord.messagesIn(said.channel).filter(({ deleted }) => !deleted)
    expect(visible.map(({ id }) => id)).toEqual([said.message])
  })

  it('does not take a reply to it for a word to an exchange', async () => {
    const one = await open()
    const { discord, bot } = one
    const board = await one.compare('ana', GIVEN)
    await discord.until(() => one.read(board).includes('Which answer is best?'))
    discord.reply(discord.people.ben, board.channel, board.message, 'And the sky?')
    const channel = { platform: 'discord', workspace: discord.guilds.hall, channel: board.channel }
    await expect.poll(async () => (await bot.history(channel, 1)).length).toBe(1)
    const [entry] = await bot.history(channel, 1)
    expect(entry?.exchange.prompt).toBe('And the sky?')
  })
})

describe('the form of a comparison in Discord', () => {
  it('is one that Discord takes, whatever there is to choose', () => {
    const names = (count: number, length: number) =>
      Array.from({ length: count }, (_, index) => `${index}`.padEnd(length, 'x'))
    for (const [models, strategies] of [
      [[], []],
      [names(60, 100), names(3, 120)],
    ] as const) {
      const modal = comparisonModal('123456789012345678', { prompt: 'x'.repeat(6_000), models, strategies })
      const problems = new Problems()
      checkModal({ ...modal }, problems)
      problems.raise()
      expect(JSON.stringify(modal).includes('/compare takes more')).toBe(models.length > 25)
    }
  })
})
