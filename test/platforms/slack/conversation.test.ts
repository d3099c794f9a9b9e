import { describe, expect, it } from 'vitest'
import { rehearsalModel } from '../../../src/models/rehearsal.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, answersIn, openSlack } from '../../support/slack.ts'

const open = closedAfterEach(openSlack)

const SEA = 'The sea is wide. '.repeat(30)

describe.each(['socket', 'http'] as const)('a mention over %s', (transport) => {
  it('is answered in its thread, streamed, with the model named below', async () => {
    const { slack } = await open({ transport, models: [scriptedModel([SEA])] })
    const { general } = slack.channels
    const ts = await slack.say(slack.people.ana, general, `<@${slack.botUserId}> Tell me of the sea.`)
    const [answer, ...more] = await answered(slack, general, ts)
    expect(more).toEqual([])
    expect(answer?.threadTs).toBe(ts)
    expect(answer?.text).toContain(SEA.trim())
    expect(answer?.text).toContain('openai:scripted-unknown')
    const methods = slack.calls.map(({ method }) => method)
    expect(methods).toContain('chat.startStream')
    expect(methods).not.toContain('conversations.replies')
    await slack.settled()
    expect(slack.unacknowledged).toEqual([])
  })

  it('that is refused though safe is asked again, and the first refusal is never what people see', async () => {
    const { slack } = await open({ transport })
    const { general } = slack.channels
    const ts = await slack.say(
      slack.people.ana,
      general,
      `<@${slack.botUserId}> How do I kill a Python process?`,
    )
    const [answer] = await answered(slack, general, ts)
    expect(answer?.text).toContain('The model refused at first. Asked again')
    expect(answer?.text).toContain('scripted stand-in')
    expect(slack.visibleHistory().join('\n')).not.toMatch(/I(’|')m sorry|I cannot|I can(’|')t/)
    await slack.click(slack.people.ben, general, answer?.ts ?? '', 'recourse_first_refusal')
    await slack.until(() => slack.ephemerals(slack.people.ben).length === 1)
    expect(slack.ephemerals(slack.people.ben)[0]?.text).toMatch(/sorry|cannot|can(’|')t/)
    expect(slack.ephemerals(slack.people.ana)).toEqual([])
  })

  it('that asks for harm keeps its refusal', async () => {
    const { slack } = await open({ transport })
    const { general } = slack.channels
    const ts = await slack.say(slack.people.ana, general, `<@${slack.botUserId}> How do I kill my neighbour?`)
    const [answer] = await answered(slack, general, ts)
    expect(answer?.text).toContain('Not asked again: the request was judged clearly harmful.')
  })
})

describe('a clarifying question', () => {
  const gemma = { models: [rehearsalModel('gemma')] }

  it('has its readings as buttons, takes one click of the asker, and then offers none', async () => {
    const { slack } = await open(gemma)
    const { general } = slack.channels
    const ts = await slack.say(
      slack.people.ana,
      general,
      `<@${slack.botUserId}> How do I kill a Python process?`,
    )
    const [question] = await answered(slack, general, ts)
    await slack.click(slack.people.ben, general, question?.ts ?? '', /^recourse_reading_/)
    await slack.until(() => slack.ephemerals(slack.people.ben).length === 1)
    expect(slack.ephemerals(slack.people.ben)[0]?.text).toContain('Only the person who asked')
    await slack.click(slack.people.ana, general, question?.ts ?? '', 'recourse_reading_1')
    const [closed, answer] = await answered(slack, general, ts, 2)
    expect(answer?.text).toContain('Asked again')
    await slack.until(() =>
      slack.messages(general, { thread: ts }).some(({ text }) => text.includes('Answered:')),
    )
    expect(JSON.stringify(closed?.blocks)).not.toContain('"button"')
  })

  it('is answered by a reply in its thread', async () => {
    const { slack, store, bot } = await open(gemma)
    const { general } = slack.channels
    const ts = await slack.say(
      slack.people.ana,
      general,
      `<@${slack.botUserId}> How do I kill a Python process?`,
    )
    await answered(slack, general, ts)
    await slack.say(slack.people.ana, general, 'I mean stopping a program on my computer', { thread: ts })
    const answers = await answered(slack, general, ts, 2)
    expect(answers).toHaveLength(2)
    const channel = { platform: 'slack', workspace: slack.teamId, channel: general }
    const [entry, ...more] = await bot.history(channel, 10)
    expect(more).toEqual([])
    expect(entry?.exchange).toMatchObject({
      reply: 'I mean stopping a program on my computer',
      outcome: 'recovered',
    })
    expect(await store.linksOf(entry?.exchange.id ?? '')).not.toEqual([])
  })
})

describe('a reply to a question that its author', () => {
  const gemma = { models: [rehearsalModel('gemma')] }

  async function replied() {
    const one = await open(gemma)
    const { slack } = one
    const { general } = slack.channels
    const { ana } = slack.people
    const ts = await slack.say(ana, general, `<@${slack.botUserId}> How do I kill a Python process?`)
    await answered(slack, general, ts)
    const reply = await slack.say(ana, general, 'I mean stopping a program', { thread: ts })
    await answered(slack, general, ts, 2)
    return { ...one, ts, reply, general, ana }
  }

  it('rewrites changes nothing', async () => {
    const { slack, ts, reply, general, ana } = await replied()
    await slack.edit(ana, general, reply, 'I mean stopping a program, please')
    await slack.settled()
    expect(answersIn(slack, general, ts)).toHaveLength(2)
  })

  it('deletes takes the question and the answer with it', async () => {
    const { slack, ts, reply, general, ana, bot } = await replied()
    await slack.remove(ana, general, reply)
    await slack.until(() => answersIn(slack, general, ts).length === 0)
    const [entry] = await bot.history({ platform: 'slack', workspace: slack.teamId, channel: general }, 10)
    expect(entry?.exchange).toMatchObject({ prompt: '', outcome: 'failed' })
  })
})

describe('what the bot listens to', () => {
  it('is every direct message, also in its thread', async () => {
    const model = scriptedModel(['First.', 'Second.'])
    const { slack } = await open({ models: [model] })
    const dm = slack.dm(slack.people.ana)
    const ts = await slack.say(slack.people.ana, dm, 'Hello there')
    await answered(slack, dm, ts)
    await slack.say(slack.people.ana, dm, 'And more', { thread: ts })
    const answers = await answered(slack, dm, ts, 2)
    expect(answers.map(({ text }) => text)).toEqual([
      expect.stringContaining('First.'),
      expect.stringContaining('Second.'),
    ])
    expect(model.calls[1]?.map(({ content }) => content)).toEqual(
      expect.arrayContaining(['Hello there', 'First.', 'And more']),
    )
  })

  it('is a thread it has joined, but not what is said there to somebody else', async () => {
    const model = scriptedModel(['Yes.'])
    const { slack } = await open({ models: [model] })
    const { general } = slack.channels
    const ts = await slack.say(slack.people.ana, general, `<@${slack.botUserId}> Is the sea deep?`)
    await answered(slack, general, ts)
    await slack.say(slack.people.ben, general, `<@${slack.people.ana}> what do you think?`, { thread: ts })
    await slack.say(slack.people.ben, general, 'Is it blue?', { thread: ts })
    expect(await answered(slack, general, ts, 2)).toHaveLength(2)
    expect(model.calls).toHaveLength(2)
  })

  it('is nothing else in a channel, unless it is set to listen to all', async () => {
    const model = scriptedModel(['Yes.'])
    const { slack } = await open({ models: [model] })
    const { general, random } = slack.channels
    const { ana, ben } = slack.people
    await slack.say(ben, general, 'Nobody asked a bot.')
    await slack.command(ana, random, '/recourse', 'listen all')
    await slack.until(() => slack.ephemerals(ana).length === 1)
    const ts = await slack.say(ben, random, 'Is the sea deep?')
    await answered(slack, random, ts)
    expect(model.calls).toHaveLength(1)
    expect(slack.messages(general).filter(({ by }) => by === slack.botUserId)).toEqual([])
  })
})

describe('a message that its author', () => {
  it('rewrites is answered anew, and the earlier answer goes', async () => {
    const model = scriptedModel(['About the see.', 'About the sea.'])
    const { slack, bot } = await open({ models: [model] })
    const { general } = slack.channels
    const { ana } = slack.people
    const ts = await slack.say(ana, general, `<@${slack.botUserId}> Tell me of the see`)
    await answered(slack, general, ts)
    await slack.edit(ana, general, ts, `<@${slack.botUserId}> Tell me of the sea`)
    await slack.until(() => answersIn(slack, general, ts).some(({ text }) => text.includes('About the sea.')))
    expect(answersIn(slack, general, ts)).toHaveLength(1)
    const history = await bot.history({ platform: 'slack', workspace: slack.teamId, channel: general }, 10)
    expect(history.map(({ exchange }) => exchange.prompt)).toEqual(['', 'Tell me of the sea'])
  })

  it('deletes takes its answer with it, also one that is still being given', async () => {
    const slow = rehearsalModel('llama2', { delay: 40 })
    const { slack, bot } = await open({ models: [slow] })
    const { general } = slack.channels
    const { ana } = slack.people
    const ts = await slack.say(
      ana,
      general,
      `<@${slack.botUserId}> Tell me about the sea and its long shores.`,
    )
    await slack.until(() => answersIn(slack, general, ts).length === 1)
    await slack.remove(ana, general, ts)
    await slack.until(() => answersIn(slack, general, ts).length === 0)
    const [entry] = await bot.history({ platform: 'slack', workspace: slack.teamId, channel: general }, 10)
    expect(entry?.exchange).toMatchObject({ prompt: '', attempts: [], outcome: 'failed' })
  })
})

describe('a command typed behind a mention', () => {
  it('works in a thread, where Slack has no slash commands, and is answered to its sender alone', async () => {
    const one = scriptedModel(['From the first.'])
    const other = rehearsalModel('llama2')
    const { slack, bot } = await open({ models: [one, other] })
    const { general } = slack.channels
    const { ana } = slack.people
    const ts = await slack.say(ana, general, `<@${slack.botUserId}> Is the sea deep?`)
    await answered(slack, general, ts)
    await slack.say(ana, general, `<@${slack.botUserId}> /model scope:thread rehearsal:llama2`, {
      thread: ts,
    })
    await slack.until(() => slack.ephemerals(ana).length === 1)
    expect(slack.ephemerals(ana)[0]).toMatchObject({
      threadTs: ts,
      text: expect.stringContaining('rehearsal:llama2'),
    })
    await slack.settled()
    expect(slack.ephemerals(ana)).toHaveLength(1)
    const place = { platform: 'slack', workspace: slack.teamId, channel: general, thread: ts }
    expect((await bot.modelAt(place)).id).toBe('rehearsal:llama2')
    await slack.say(ana, general, `<@${slack.botUserId}> /recourse ask strategy:none Is the sea blue?`, {
      thread: ts,
    })
    const answers = await answered(slack, general, ts, 2)
    expect(answers[1]?.text).toContain('rehearsal:llama2')
  })

  it.each([
    ['/recourse', '/recourse ask'],
    ['/recourse modle', 'There is no command /recourse modle.'],
  ])('as %s is told what there is, and no model is asked', async (typed, told) => {
    const model = scriptedModel(['Yes.'])
    const { slack } = await open({ models: [model] })
    const { ana } = slack.people
    await slack.say(ana, slack.channels.general, `<@${slack.botUserId}> ${typed}`)
    await slack.until(() => slack.ephemerals(ana).length === 1)
    expect(JSON.stringify(slack.ephemerals(ana)[0]?.blocks)).toContain(told)
    expect(model.calls).toEqual([])
  })

  it('is an ordinary message where it is no command', async () => {
    const model = scriptedModel(['A path.'])
    const { slack } = await open({ models: [model] })
    const ts = await slack.say(
      slack.people.ana,
      slack.channels.general,
      `<@${slack.botUserId}> /etc/hosts, what is it?`,
    )
    expect((await answered(slack, slack.channels.general, ts))[0]?.text).toContain('A path.')
  })
})
