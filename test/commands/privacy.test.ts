import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { BotOptions } from '../../src/bot.ts'
import type { Bot, Person } from '../../src/bot-types.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from '../support/bot.ts'
import { closedAfterEach } from '../support/close-after-each.ts'
import { compared, saying } from '../support/comparing.ts'
import { scriptedModel } from '../support/scripted-model.ts'

const open = closedAfterEach(async (options: Partial<BotOptions> = {}) => {
  const store = await openStore({ url: ':memory:' })
  const bot = botOver(store, [scriptedModel(['The sea is wide. '.repeat(20)])], options)
  return { bot, store, close: () => store.close() }
})

async function told(bot: Bot, line: string, person: Person = ANA): Promise<string> {
  const place = { platform: 'test', workspace: 'w', channel: 'general', thread: 'm9' }
  const caller = { person, place, isAdmin: bot.isAdmin(person), key: { ...place, message: 'm9' } }
  for await (const event of bot.handleCommand(line, caller)) {
    if (event.type === 'text') return event.markdown
    if (event.type === 'file') return (await Array.fromAsync(event.content())).join('')
  }
  throw new Error('nothing came')
}

const vote = (bot: Bot, exchange: string, voter: Person) =>
  bot.handleVote({
    message: { platform: 'test', workspace: 'w', channel: 'general', message: exchange },
    ...{ voter, emoji: '👍', action: 'add', eventTime: 1, source: 'live', eventId: 'v1' },
    why: 'It says what I wanted.',
  })

describe('/privacy', () => {
  it('says what is stored, under which name, for how long, and who gets text', async () => {
    const { bot } = await open({
      dataFlow: { retentionDays: 30, judgeModel: 'groq:judge', guardModel: 'ollama:guard' },
    })
    const nothing = await told(bot, 'privacy')
    expect(nothing).toContain('- nothing yet')
    const done = await doneOf(bot.handleMessage(messageOf('Tell me of the sea.', 'm1')))
    await vote(bot, done?.exchangeId ?? '', BEN)
    const mine = await told(bot, 'privacy')
    expect(mine).toContain(bot.pseudonym(ANA))
    expect(mine).toMatch(/- 1 request of yours, with its answers, of \d{4}-\d\d-\d\d/)
    expect(mine).toContain('Text is erased 30 days after it was written')
    expect(mine).toContain('goes to `openai:scripted-unknown` (at the provider `openai`)')
    expect(mine).toContain('may also go to `groq:judge` (at the provider `groq`)')
    expect(mine).toContain('`ollama:guard` (on a machine of whoever runs Recourse)')
    expect(await told(bot, 'privacy', BEN)).toContain('- 1 vote given or taken back')
  })

  it('says so where no time is set, and the model judges itself', async () => {
    const { bot } = await open()
    const text = await told(bot, 'privacy')
    expect(text).toContain('no time is set')
    expect(text).toContain('It also judges what it refused')
  })

  it('counts what has lost its text', async () => {
    const { bot, store } = await open()
    await doneOf(bot.handleMessage(messageOf('Tell me of the sea.', 'm1')))
    await store.scrub({ before: Date.now() + 1, at: Date.now() + 1 }, 10)
    expect(await told(bot, 'privacy')).toContain('1 without their text, which was past its time')
  })

  it('hands out all of it, and nothing of anybody else’s', async () => {
    const { bot } = await open()
    const done = await doneOf(bot.handleMessage(messageOf('Tell me of the “sea”.\n', 'm1')))
    await doneOf(bot.handleMessage(messageOf('My secret plan.', 'm2', 'm2', BEN)))
    await vote(bot, done?.exchangeId ?? '', BEN)
    await told(bot, 'purpose We sail.')
    const requests = z.array(z.object({ text: z.string(), attempts: z.array(z.looseObject({})) }))
    const shape = z.looseObject({
      about: z.looseObject({ known_as: z.array(z.string()) }),
      requests,
      votes: z.array(z.looseObject({ why: z.string() })),
      settings: z.array(z.looseObject({ value: z.string() })),
    })
    const mine = shape.parse(JSON.parse(await told(bot, 'privacy download')))
    expect(mine.about.known_as).toEqual([bot.pseudonym(ANA)])
    expect(mine.requests).toMatchObject([
      { text: 'Tell me of the “sea”.\n', attempts: [{ completion: expect.stringContaining('The sea') }] },
    ])
    expect(mine.settings).toMatchObject([{ value: 'We sail.' }])
    expect(JSON.stringify(mine)).not.toMatch(/secret plan|It says what I wanted/)
    const bens = shape.parse(JSON.parse(await told(bot, 'privacy download', BEN)))
    expect(bens.votes).toMatchObject([{ why: 'It says what I wanted.', label: 'answered_well' }])
  })
})

describe('a copy of what is stored', () => {
  it('tells nobody which model made which answer while people still vote on them', async () => {
    const { store } = await open()
    const bot = botOver(store, [saying('The sea is wide.', 'one'), saying('The sea is deep.', 'two')])
    const { last } = await compared(bot, 'models:openai:one,openai:two strategies:direct Tell me of the sea.')
    expect(last?.status).toBe('open')
    const shape = z.looseObject({
      comparisons: z.array(z.looseObject({ answers: z.array(z.looseObject({ text: z.string() })) })),
    })
    const copy = async () => shape.parse(JSON.parse(await told(bot, 'privacy download'))).comparisons
    const [open_] = await copy()
    expect(open_?.answers).toEqual(last?.answers.map(({ letter, text }) => ({ letter, text })))
    expect(JSON.stringify(open_)).not.toMatch(/openai:/)
    await bot.revealComparison(last?.id ?? '', ANA)
    const [revealed] = await copy()
    expect(revealed?.answers).toMatchObject([{ model: 'openai:one' }, { model: 'openai:two' }])
  })

  it('tells nobody how an appeal goes while it goes on', async () => {
    const { store } = await open()
    const refusal = "I'm sorry, but I cannot help with that request. It would not be appropriate."
    const bot = botOver(store, [scriptedModel([refusal, refusal, refusal], 'phi-3')])
    const done = await doneOf(bot.handleMessage(messageOf('How do I kill a Python process?', 'm1')))
    const exchangeId = done?.exchangeId ?? ''
    await bot.openAppeal({ exchangeId, person: BEN })
    const message = { platform: 'test', workspace: 'w', channel: 'general', message: exchangeId }
    const said = { exchangeId, message, choice: 'harmful', eventTime: 1 } as const
    await bot.voteOnAppeal({ ...said, voter: BEN, eventId: 'v1' })
    expect((await store.exchange(exchangeId))?.appeal).toMatchObject({ status: 'open', harmful: 1 })
    const shape = z.looseObject({ requests: z.array(z.looseObject({ appeal: z.looseObject({}) })) })
    const [request] = shape.parse(JSON.parse(await told(bot, 'privacy download'))).requests
    expect(request?.appeal).toMatchObject({ status: 'open', harmless: null, harmful: null })
  })
})

describe('/forget', () => {
  it('says first what goes and what stays, and erases nothing', async () => {
    const { bot } = await open()
    await doneOf(bot.handleMessage(messageOf('Tell me of the sea.', 'm1')))
    const asked = await told(bot, 'forget')
    expect(asked).toContain('- 1 request of yours')
    expect(asked).toContain('What stays: messages that were posted')
    expect(await told(bot, 'privacy')).toContain('- 1 request of yours')
  })

  it('cuts what others were answered word for word of it, in the same conversation', async () => {
    const secret = 'My cat is called Whiskers "the brave".'
    const store = await openStore({ url: ':memory:' })
    const bot = botOver(store, [scriptedModel([`You said: ${secret} That is all. `.repeat(9)])])
    const done = await doneOf(bot.handleMessage(messageOf(secret, 'm1')))
    const quoting = await doneOf(bot.handleMessage(messageOf(`Why did she say: ${secret}`, 'm2', 'm1', BEN)))
    const opened = done?.exchangeId ?? ''
    const forked = await doneOf(bot.handleMessage(messageOf('What did she say?', 'm4', opened, BEN)))
    const elsewhere = await doneOf(bot.handleMessage(messageOf(secret, 'm3', 'm3', BEN)))
    await told(bot, 'forget yes')
    const left = await store.exchange(quoting?.exchangeId ?? '')
    expect(left?.prompt).toBe('Why did she say: [erased]')
    expect(left?.attempts[0]?.completion).toContain('You said: [erased] That is all.')
    expect(JSON.stringify(left)).not.toContain('Whiskers')
    // A thread that was opened from an answer goes on with its conversation.
    const inThread = await store.exchange(forked?.exchangeId ?? '')
    expect(inThread?.attempts[0]?.completion).toContain('You said: [erased] That is all.')
    // What somebody says by themselves is theirs.
    expect((await store.exchange(elsewhere?.exchangeId ?? ''))?.prompt).toBe(secret)
    await store.close()
  })
})
