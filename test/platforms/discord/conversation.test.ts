import { describe, expect, it } from 'vitest'
import { rehearsalModel } from '../../../src/models/rehearsal.ts'
import { botRoles } from '../../fakes/discord/world.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { answered, answersTo, openDiscord } from '../../support/discord.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { slowly } from '../../support/slow-lines.ts'

const open = closedAfterEach(openDiscord)

const SEA = 'The sea is wide. '.repeat(30)
const PROCESS = 'How do I kill a Python process?'
const sea = () => scriptedModel([SEA])

describe('a mention', () => {
  it('is answered in reply to it, with the model named in small print', async () => {
    const { discord } = await open({ models: [sea()] })
    const { general } = discord.channels
    const { id } = discord.say(discord.people.ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
    const [answer, ...more] = await answered(discord, general, id)
    expect(more).toEqual([])
    expect(answer?.content).toContain(SEA.trim())
    expect(answer?.content).toMatch(/^-# .*openai:scripted-unknown/m)
    expect(discord.typingIn(general)).toHaveLength(1)
    expect(discord.notified()).toEqual([])
  })

  it('of the role that Discord gave the bot counts as one of the bot', async () => {
    const model = sea()
    const { discord } = await open({ models: [model] })
    const { id } = discord.say(
      discord.people.ana,
      discord.channels.general,
      `<@&${botRoles[discord.guilds.hall]}> Tell me of the sea.`,
    )
    await answered(discord, discord.channels.general, id)
    expect(JSON.stringify(model.calls)).toContain('"Tell me of the sea."')
  })

  it('that is refused though safe is asked again, and the first refusal is never what people see', async () => {
    const { discord } = await open()
    const { general } = discord.channels
    const { id } = discord.say(discord.people.ana, general, `<@${discord.botUserId}> ${PROCESS}`)
    const [answer] = await answered(discord, general, id)
    expect(answer?.content).toContain('The model refused at first. Asked again')
    expect(answer?.content).toContain('scripted stand-in')
    expect(discord.visibleHistory().join('\n')).not.toMatch(/I(’|')m sorry|I cannot|I can(’|')t/)
    await discord.click(discord.people.ben, general, answer?.id ?? '', /:refusal:/)
    await discord.until(() => discord.ephemerals(discord.people.ben).some(({ loading }) => !loading))
    expect(discord.ephemerals(discord.people.ben)[0]?.content).toMatch(/sorry|cannot|can(’|')t/)
    expect(discord.ephemerals(discord.people.ana)).toEqual([])
  })

  it('that asks for harm keeps its refusal', async () => {
    const { discord } = await open()
    const { general } = discord.channels
    const { id } = discord.say(
      discord.people.ana,
      general,
      `<@${discord.botUserId}> How do I kill my neighbour?`,
    )
    const [answer] = await answered(discord, general, id)
    expect(answer?.content).toContain('Not asked again: the request was judged clearly harmful.')
  })

  it('by a bot or a webhook is not answered', async () => {
    const model = sea()
    const { discord } = await open({ models: [model] })
    const { general } = discord.channels
    discord.say(discord.otherBotId, general, `<@${discord.botUserId}> Tell me of the sea.`)
    discord.sayAsWebhook(general, 'news', `<@${discord.botUserId}> Tell me of the sea.`)
    const { id } = discord.say(discord.people.ana, general, `<@${discord.botUserId}> And the sky?`)
    await answered(discord, general, id)
    expect(model.calls).toHaveLength(1)
  })

  it('without words is told what to do', async () => {
    const { discord } = await open({ models: [sea()] })
    const { general } = discord.channels
    const { id } = discord.say(discord.people.ana, general, `<@${discord.botUserId}>`)
    const [line] = await answered(discord, general, id)
    expect(line?.content).toMatch(/empty|Write/i)
  })
})

describe('a clarifying question', () => {
  const gemma = { models: [rehearsalModel('gemma')] }

  async function asked() {
    const one = await open(gemma)
    const { discord } = one
    const { general } = discord.channels
    const { id } = discord.say(discord.people.ana, general, `<@${discord.botUserId}> ${PROCESS}`)
    const [question] = await answered(discord, general, id)
    return { ...one, id, general, question: question?.id ?? '' }
  }

  it('takes one click of the asker, and then offers none', async () => {
    const { discord, id, general, question } = await asked()
    await discord.click(discord.people.ben, general, question, /:reading:/)
    await discord.until(() => discord.ephemerals(discord.people.ben).length === 1)
    expect(discord.ephemerals(discord.people.ben)[0]?.content).toContain('Only the person who asked')
    await discord.click(discord.people.ana, general, question, /:reading:.*:1$/)
    await discord.until(() => /Asked again/.test(answersTo(discord, general, id).at(-1)?.content ?? ''))
    await discord.until(() => discord.message(question).content.includes('Answered:'))
    await expect(
      Promise.resolve().then(() => discord.click(discord.people.ana, general, question, /:reading:.*:1$/)),
    ).rejects.toThrow()
  })

  it('is answered by a reply in words, or in the form that “something else” opens', async () => {
    for (const way of ['reply', 'form'] as const) {
      const { discord, bot, general, question } = await asked()
      const words = 'I mean stopping a program on my computer'
      if (way === 'reply') discord.reply(discord.people.ana, general, question, words)
      else {
        const opened = await discord.click(discord.people.ana, general, question, /:other:/)
        if (opened.kind !== 'modal') throw new Error('no form came')
        await discord.submit(discord.people.ana, opened.modal, { [firstInput(opened.modal)]: words })
      }
      const channel = { platform: 'discord', workspace: discord.guilds.hall, channel: general }
      await discord.until(() =>
        discord.messagesIn(general).some(({ content }) => /Asked again/.test(content)),
      )
      const [entry, ...more] = await bot.history(channel, 10)
      expect(more).toEqual([])
      expect(entry?.exchange).toMatchObject({ reply: words, outcome: 'recovered' })
    }
  })
})

describe('what is said to the bot without a mention', () => {
  it('is every direct message, and those of an hour are one conversation', async () => {
    const model = sea()
    let later = 0
    const { discord } = await open({ models: [model], platform: { now: () => Date.now() + later } })
    const dm = discord.dm(discord.people.ana)
    const first = discord.say(discord.people.ana, dm, 'Tell me of the sea.')
    await answered(discord, dm, first.id)
    const second = discord.say(discord.people.ana, dm, 'And its colour?')
    await answered(discord, dm, second.id)
    expect(JSON.stringify(model.calls[1])).toContain('Tell me of the sea.')
    later = 61 * 60_000
    const third = discord.say(discord.people.ana, dm, 'Something else now.')
    await answered(discord, dm, third.id)
    expect(JSON.stringify(model.calls[2])).not.toContain('Tell me of the sea.')
  })

  it('is a reply to it, whose chain is the conversation', async () => {
    const model = sea()
    const { discord } = await open({ models: [model] })
    const { general } = discord.channels
    const first = discord.say(discord.people.ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
    const [answer] = await answered(discord, general, first.id)
    const other = discord.say(discord.people.ben, general, `<@${discord.botUserId}> Something else.`)
    await answered(discord, general, other.id)
    const second = discord.reply(discord.people.ben, general, answer?.id ?? '', 'And its colour?')
    await answered(discord, general, second.id)
    const said = JSON.stringify(model.calls[2])
    expect(said).toContain('Tell me of the sea.')
    expect(said).not.toContain('Something else.')
  })

  it('is a thread it has joined, but not what is said there to somebody else', async () => {
    const model = sea()
    const { discord } = await open({ models: [model] })
    const { thread } = discord.channels
    const { ana, ben } = discord.people
    discord.say(ana, thread, 'Good morning.')
    const first = discord.say(ana, thread, `<@${discord.botUserId}> Tell me of the sea.`)
    await answered(discord, thread, first.id)
    discord.say(ana, thread, `<@${ben}> lunch?`)
    const second = discord.say(ben, thread, 'And its colour?')
    await answered(discord, thread, second.id)
    expect(model.calls).toHaveLength(2)
    expect(JSON.stringify(model.calls[1])).toContain('Tell me of the sea.')
  })

  it('is a thread that somebody opens from an answer, which goes on with its conversation', async () => {
    const model = sea()
    const { discord } = await open({ models: [model] })
    const { general } = discord.channels
    const { ana, ben } = discord.people
    const first = discord.say(ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
    const [answer] = await answered(discord, general, first.id)
    const thread = discord.openThread(ben, general, 'More of the sea', { message: answer?.id ?? '' })
    for (const text of ['And its colour?', 'And its sound?']) {
      const { id } = discord.say(ben, thread, text)
      await answered(discord, thread, id)
    }
    expect(model.calls).toHaveLength(3)
    for (const said of model.calls.slice(1)) expect(JSON.stringify(said)).toContain('Tell me of the sea.')
    expect(JSON.stringify(model.calls[2])).toContain('And its colour?')
  })

  it('is nothing else in a channel, unless it is set to listen to all', async () => {
    const model = sea()
    const { discord } = await open({ models: [model] })
    const { general } = discord.channels
    const { ana } = discord.people
    discord.say(ana, general, 'Nobody is meant.')
    await discord.command(ana, general, '/listen', { what: 'all' })
    await discord.until(() => discord.ephemerals(ana).some(({ loading }) => !loading))
    const { id } = discord.say(ana, general, 'Tell me of the sea.')
    await answered(discord, general, id)
    expect(model.calls).toHaveLength(1)
  })

  it('is heard by mention alone where Discord grants no content of messages', async () => {
    const model = sea()
    const { discord } = await open({ models: [model], fake: { privileged: [] } })
    const { general } = discord.channels
    discord.say(discord.people.ana, general, 'Nobody is meant.')
    const { id } = discord.say(discord.people.ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
    await answered(discord, general, id)
    expect(model.calls).toHaveLength(1)
  })
})

describe('a request that its author', () => {
  it('rewrites is answered anew, and the earlier answer goes', async () => {
    const model = scriptedModel(['The sky is blue. '.repeat(20), SEA])
    const { discord } = await open({ models: [model] })
    const { general } = discord.channels
    const { ana } = discord.people
    const { id } = discord.say(ana, general, `<@${discord.botUserId}> Tell me of the sky.`)
    await answered(discord, general, id)
    discord.edit(ana, general, id, `<@${discord.botUserId}> Tell me of the sea.`)
    await discord.until(() => answersTo(discord, general, id).some(({ content }) => content.includes('sea')))
    expect(answersTo(discord, general, id)).toHaveLength(1)
    discord.remove(ana, general, id)
    await discord.until(() => answersTo(discord, general, id).length === 0)
  })

  it('deletes takes its answer with it, also one that is still being given', async () => {
    const { discord, bot } = await open({ models: [slowly(SEA.repeat(4), 20)] })
    const { general } = discord.channels
    const { id } = discord.say(discord.people.ana, general, `<@${discord.botUserId}> Tell me of the sea.`)
    await discord.until(() => answersTo(discord, general, id).length > 0)
    discord.remove(discord.people.ana, general, id)
    await discord.until(() => answersTo(discord, general, id).length === 0)
    const [entry] = await bot.history(
      { platform: 'discord', workspace: discord.guilds.hall, channel: general },
      10,
    )
    expect(entry?.exchange).toMatchObject({ prompt: '', outcome: 'failed' })
  })
})

/** The id of the first field of a form. */
function firstInput(modal: unknown): string {
  const id = /"custom_id":"([^"]+)"[^{}]*"style"|"style"[^{}]*"custom_id":"([^"]+)"/.exec(
    JSON.stringify(modal),
  )
  return id?.[1] ?? id?.[2] ?? ''
}
