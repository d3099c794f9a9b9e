import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IncomingVote } from '../src/bot-types.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from './support/bot.ts'
import { scriptedModel } from './support/scripted-model.ts'

const REFUSAL = "I'm sorry, but I cannot help with that request. It would not be appropriate."
const ANSWER = 'Use the `kill` command with the process id. For example, `kill 4242` asks it to end.'
const PROMPT = 'How do I kill a Python process?'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

describe('a message', () => {
  it('is answered once, however often it is delivered', async () => {
    const model = scriptedModel([ANSWER])
    const bot = botOver(store, [model])
    const deliveries = await Promise.all(
      [1, 2, 3].map(() => doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))),
    )
    expect(deliveries.filter((done) => done !== undefined)).toHaveLength(1)
    expect(model.calls).toHaveLength(1)
  })

  it('is stored with its outcome before the reader is told that it is done', async () => {
    const bot = botOver(store, [scriptedModel([REFUSAL, ANSWER], 'phi-3')])
    for await (const event of bot.handleMessage(messageOf(PROMPT, 'm1'))) {
      if (event.type !== 'done') continue
      const record = await store.exchange(event.exchangeId)
      expect(record).toMatchObject({ outcome: 'recovered', level: 'clearly_fine', calls: 2 })
      expect(record?.attempts).toEqual(event.attempts)
    }
    expect.assertions(2)
  })

  it('costs two writes when the model simply answers', async () => {
    const writes: string[] = []
    const counted: Store = {
      ...store,
      claim(claim) {
        writes.push('claim')
        return store.claim(claim)
      },
      finish(finished) {
        writes.push('finish')
        return store.finish(finished)
      },
      link(link) {
        writes.push('link')
        return store.link(link)
      },
    }
    await doneOf(botOver(counted, [scriptedModel([ANSWER])]).handleMessage(messageOf(PROMPT, 'm1')))
    expect(writes).toEqual(['claim', 'finish'])
  })

  it('of a conversation comes with what was said before', async () => {
    const model = scriptedModel([ANSWER, 'It is a number that names a process.'])
    const bot = botOver(store, [model])
    await doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))
    await doneOf(bot.handleMessage(messageOf('What is a process id?', 'm2', 'm1')))
    expect(model.calls[1]?.slice(-3)).toEqual([
      { role: 'user', content: PROMPT },
      { role: 'assistant', content: ANSWER },
      { role: 'user', content: 'What is a process id?' },
    ])
  })

  it.each([
    ['an empty message', '   ', 'empty'],
    ['100 kB', 'kill '.repeat(20_000), 'at most 16,000'],
    ['binary data', 'PK\u0003\u0004\u0000', 'binary'],
  ])('of %s ends failed with one line, and is stored so', async (_, text, expected) => {
    const model = scriptedModel([ANSWER])
    const done = await doneOf(botOver(store, [model]).handleMessage(messageOf(text, 'm1')))
    expect(done).toMatchObject({ outcome: 'failed', failure: { code: 'input' } })
    expect(done?.failure?.message).toContain(expected)
    expect(await store.exchange(done?.exchangeId ?? '')).toMatchObject({
      outcome: 'failed',
      failure: { code: 'input' },
    })
    expect(model.calls).toHaveLength(0)
  })

  it('to a model that does not exist ends failed, and is stored so', async () => {
    const bot = botOver(store, [scriptedModel([ANSWER])])
    const done = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm1'), { model: 'groq:nothing' }))
    expect(done?.failure).toMatchObject({ code: 'unknown_model' })
    expect(await store.exchange(done?.exchangeId ?? '')).toMatchObject({ outcome: 'failed' })
  })

  it('ends in an honest line when nothing can be stored', async () => {
    const broken: Store = { ...store, claim: () => Promise.reject(new Error('disk on fire')) }
    const done = await doneOf(
      botOver(broken, [scriptedModel([ANSWER])]).handleMessage(messageOf(PROMPT, 'm1')),
    )
    expect(done).toMatchObject({ outcome: 'failed', failure: { code: 'internal' } })
    expect(done?.failure?.message).not.toContain('fire')
  })

  it('keeps its answer, and says so, when only the outcome cannot be stored', async () => {
    const broken: Store = { ...store, finish: () => Promise.reject(new Error('The disk is full.')) }
    const done = await doneOf(
      botOver(broken, [scriptedModel([ANSWER])]).handleMessage(messageOf(PROMPT, 'm1')),
    )
    expect(done).toMatchObject({ outcome: 'answered', answer: ANSWER })
    expect(done?.notes.join()).toContain('could not be recorded')
  })

  it('left behind by a process that died is taken up by another, once', async () => {
    const model = scriptedModel([ANSWER])
    const { key, place } = messageOf(PROMPT, 'm1')
    const past = Date.now() - 120_000
    await store.claim({
      exchangeId: 'left',
      key,
      place,
      asker: 'p',
      prompt: PROMPT,
      trusted: {},
      model: model.id,
      strategy: 'auto',
      claimedBy: 'dead',
      leaseUntil: past + 60_000,
      at: past,
    })
    const bot = botOver(store, [model])
    const taken = await bot.takeUp('test')
    if (!taken) throw new Error('nothing was taken up')
    expect(await bot.takeUp('test')).toBeUndefined()
    expect(await doneOf(taken.events)).toMatchObject({ exchangeId: 'left', outcome: 'answered' })
    expect(await store.exchange('left')).toMatchObject({ outcome: 'answered' })
  })
})

describe('an exchange that goes wrong', () => {
  const leave = async (id: string, asker = 'p') => {
    const { key, place } = messageOf(PROMPT, id)
    const base = { exchangeId: id, key, place, asker, prompt: PROMPT, trusted: {}, strategy: 'auto' }
    await store.claim({ ...base, model: 'openai:scripted-unknown', claimedBy: 'dead', leaseUntil: 1, at: 1 })
  }

  it('is not answered twice when its outcome could only be stored later', async () => {
    let full = true
    const model = scriptedModel([ANSWER])
    const broken: Store = {
      ...store,
      finish: (finished) => (full ? Promise.reject(new Error('The disk is full.')) : store.finish(finished)),
    }
    let clock = 1_000
    const bot = botOver(broken, [model], { now: () => clock })
    const done = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))
    expect(done?.notes.join()).toContain('could not be recorded')
    clock += 120_000
    full = false
    expect(await bot.takeUp('test')).toBeUndefined()
    expect(await store.exchange(done?.exchangeId ?? '')).toMatchObject({ outcome: 'answered' })
    expect(model.calls).toHaveLength(1)
  })

  it('is given up when it was left behind again and again, since it may be what stops them', async () => {
    await leave('poison')
    for (const now of [10, 20]) await store.takeOver('dying', now, now + 1, 'test')
    const model = scriptedModel([ANSWER])
    const taken = await botOver(store, [model]).takeUp('test')
    if (!taken) throw new Error('nothing was taken up')
    expect(await doneOf(taken.events)).toMatchObject({ outcome: 'failed', failure: { code: 'interrupted' } })
    expect(model.calls).toHaveLength(0)
    expect(await store.exchange('poison')).toMatchObject({ outcome: 'failed' })
  })

  it('shows the reader what another process made of it when that was quicker', async () => {
    const slow = scriptedModel(['A slow answer that nobody needs any more, because another came first.'])
    const first = botOver(store, [slow], { instance: 'slow', now: () => 1_000 })
    const events = first.handleMessage(messageOf(PROMPT, 'm1'))[Symbol.asyncIterator]()
    await events.next()
    const second = botOver(store, [scriptedModel([ANSWER])], { instance: 'quick', now: () => 200_000 })
    const taken = await second.takeUp('test')
    if (!taken) throw new Error('nothing was taken up')
    await doneOf(taken.events)
    const late = await doneOf({ [Symbol.asyncIterator]: () => events })
    expect(late).toMatchObject({ outcome: 'answered', answer: ANSWER })
  })

  it('says so when it was erased while it was being answered', async () => {
    const bot = botOver(store, [scriptedModel([ANSWER])])
    const events = bot.handleMessage(messageOf(PROMPT, 'm1'))[Symbol.asyncIterator]()
    await events.next()
    await store.forget([bot.pseudonym(ANA)])
    const done = await doneOf({ [Symbol.asyncIterator]: () => events })
    expect(done).toMatchObject({ outcome: 'failed', failure: { message: expect.stringContaining('erased') } })
  })
})

describe('a conversation', () => {
  it('never falls below the level it has reached, whatever is claimed later', async () => {
    const model = scriptedModel([REFUSAL], 'phi-3')
    const bot = botOver(store, [model])
    await doneOf(bot.handleMessage(messageOf('How do I kill my neighbour?', 'm1')))
    const done = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm2', 'm1')))
    expect(done).toMatchObject({ outcome: 'refusal_stands', level: 'clearly_harmful' })
    const answered = botOver(store, [scriptedModel([ANSWER])])
    const later = await doneOf(answered.handleMessage(messageOf('What does a signal do?', 'm4', 'm1')))
    expect(later?.level).not.toBe('clearly_harmful')
    const again = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm5', 'm1')))
    expect(again?.level).toBe('clearly_harmful')
    const elsewhere = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm3')))
    expect(elsewhere?.level).toBe('clearly_fine')
  })
})

describe('a thread that is opened from an answer', () => {
  it('goes on with the conversation, at the level that this had reached', async () => {
    const model = scriptedModel([REFUSAL], 'phi-3')
    const bot = botOver(store, [model])
    const done = await doneOf(bot.handleMessage(messageOf('How do I kill my neighbour?', 'm1')))
    const shown = { key: messageOf('', 'shown').key, attempt: done?.shownAttempt ?? '' }
    expect(await bot.attention(messageOf('', 'm2', 'shown').place)).toMatchObject({ joined: false })
    await bot.link(done?.exchangeId ?? '', shown)
    expect(await bot.attention(messageOf('', 'm2', 'shown').place)).toMatchObject({ joined: true })
    const next = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm2', 'shown')))
    expect(next).toMatchObject({ outcome: 'refusal_stands', level: 'clearly_harmful' })
    expect(JSON.stringify(model.calls.at(-1))).toContain('How do I kill my neighbour?')
  })
})

describe('a clarifying question', () => {
  const ask = async () => {
    const model = scriptedModel([REFUSAL, ANSWER], 'gemma')
    const bot = botOver(store, [model])
    const done = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))
    if (!done?.question) throw new Error('no question was asked')
    return { model, bot, exchangeId: done.exchangeId, reading: done.question.readings[0]?.id ?? '' }
  }

  it('is answered by choosing a reading', async () => {
    const { bot, exchangeId, reading } = await ask()
    const done = await doneOf(bot.handleReply({ exchangeId, author: ANA, answer: { reading } }))
    expect(done).toMatchObject({ exchangeId, outcome: 'recovered', answer: ANSWER, calls: 2 })
  })

  it('is answered by a plain message of the asker, once, however often that is delivered', async () => {
    const { bot, exchangeId, model } = await ask()
    const reply = messageOf('I mean the program that hangs on my server', 'm2', 'm1')
    const first = await doneOf(bot.handleMessage(reply))
    expect(first).toMatchObject({ exchangeId, outcome: 'recovered' })
    expect(await doneOf(bot.handleMessage(reply))).toBeUndefined()
    expect(model.calls).toHaveLength(2)
  })

  it('is left alone by a message of somebody else, which is a request of its own', async () => {
    const { bot, exchangeId } = await ask()
    const other = await doneOf(bot.handleMessage(messageOf('What is a signal?', 'm2', 'm1', BEN)))
    expect(other?.exchangeId).not.toBe(exchangeId)
    expect(await store.exchange(exchangeId)).toMatchObject({ outcome: 'clarifying' })
  })

  it('cannot be answered by somebody else’s click', async () => {
    const { bot, exchangeId, reading } = await ask()
    const done = await doneOf(bot.handleReply({ exchangeId, author: BEN, answer: { reading } }))
    expect(done?.failure?.message).toContain('Only the person who asked')
    expect(await store.exchange(exchangeId)).toMatchObject({ outcome: 'clarifying' })
  })

  it('is left waiting by a whole question of the asker, which is asked instead', async () => {
    const { bot, exchangeId } = await ask()
    const other = await doneOf(bot.handleMessage(messageOf('What is the capital of Peru?', 'm2', 'm1')))
    expect(other?.exchangeId).not.toBe(exchangeId)
    expect(await store.exchange(exchangeId)).toMatchObject({ outcome: 'clarifying' })
  })

  it('is left waiting by a command', async () => {
    const { bot, exchangeId } = await ask()
    const { key, place, author } = messageOf('', 'm2', 'm1')
    const caller = { person: author, place, key, isAdmin: false }
    for await (const event of bot.handleCommand('ask strategy:none Tell me about Peru', caller)) {
      if (event.type === 'done') expect(event.exchangeId).not.toBe(exchangeId)
    }
    expect(await store.exchange(exchangeId)).toMatchObject({ outcome: 'clarifying' })
  })

  it('is left waiting by a command that was filled in, whose text is asked as it stands', async () => {
    const { bot, exchangeId, model } = await ask()
    const { key, place, author } = messageOf('', 'm2', 'm1')
    const text = 'strategy:none /forget yes: what would that do'
    const filledIn = { name: 'ask', options: { text } }
    for await (const event of bot.handleCommand(filledIn, { person: author, place, key, isAdmin: false })) {
      if (event.type === 'done') expect(event.exchangeId).not.toBe(exchangeId)
    }
    expect(model.calls.at(-1)?.at(-1)).toEqual({ role: 'user', content: text })
  })

  it('is answered by one of two replies that race, and the other is asked afresh', async () => {
    const { bot, exchangeId } = await ask()
    const both = await Promise.all(
      ['m2', 'm3'].map((id) =>
        doneOf(bot.handleMessage(messageOf(`The program that hangs, ${id}`, id, 'm1'))),
      ),
    )
    expect(both.filter((done) => done?.exchangeId === exchangeId)).toHaveLength(1)
    expect(both.every((done) => done !== undefined)).toBe(true)
  })

  it('says so to a second click', async () => {
    const { bot, exchangeId, reading } = await ask()
    const click = () => doneOf(bot.handleReply({ exchangeId, author: ANA, answer: { reading } }))
    await click()
    expect((await click())?.failure?.message).toContain('answered already')
  })

  it('does not help when the harmful reading is chosen', async () => {
    const { bot, exchangeId, model } = await ask()
    const done = await doneOf(bot.handleReply({ exchangeId, author: ANA, answer: { words: 'End a life' } }))
    expect(done).toMatchObject({ outcome: 'refusal_stands', level: 'borderline_harmful' })
    expect(model.calls).toHaveLength(1)
  })

  it('is not helped by pushing back without saying anything new', async () => {
    const { bot, exchangeId, model } = await ask()
    const done = await doneOf(bot.handleReply({ exchangeId, author: ANA, answer: { words: 'just do it' } }))
    expect(done?.attempts.some(({ strategy }) => strategy === 'interactive')).toBe(false)
    expect(model.calls.length).toBeLessThanOrEqual(2)
  })

  it('says so when the choice is not one of it', async () => {
    const { bot, exchangeId } = await ask()
    const done = await doneOf(bot.handleReply({ exchangeId, author: ANA, answer: { reading: '99' } }))
    expect(done?.failure?.message).toContain('not one of this question')
  })
})

describe('a vote', () => {
  const answered = async () => {
    const bot = botOver(store, [scriptedModel([ANSWER])])
    const done = await doneOf(bot.handleMessage(messageOf(PROMPT, 'm1')))
    if (!done) throw new Error('no answer')
    const vote = (
      eventId: string,
      emoji: string,
      action: 'add' | 'remove' = 'add',
      voter = BEN,
    ): IncomingVote => ({
      eventId,
      emoji,
      action,
      voter,
      eventTime: Number(eventId),
      source: 'live',
      message: { ...messageOf('', 'm1').key, message: done.exchangeId },
    })
    return { bot, done, vote }
  }

  it('is bound to the attempt the message shows, and marked when the asker gave it', async () => {
    const { bot, done, vote } = await answered()
    expect(await bot.handleVote(vote('1', '👍🏽'))).toBe('recorded')
    expect(await bot.handleVote(vote('2', '🚨', 'add', ANA))).toBe('recorded')
    expect(await store.currentVotes(done.exchangeId)).toMatchObject([
      { attemptId: done.shownAttempt, label: 'answered_well', byAsker: false, annotator: bot.pseudonym(BEN) },
      { attemptId: done.shownAttempt, label: 'should_have_refused', byAsker: true },
    ])
  })

  it('counts once when it is delivered again, and can be taken back', async () => {
    const { bot, done, vote } = await answered()
    await bot.handleVote(vote('1', '👍'))
    expect(await bot.handleVote(vote('1', '👍'))).toBe('ignored')
    expect(await store.currentVotes(done.exchangeId)).toHaveLength(1)
    await bot.handleVote(vote('2', '👍', 'remove'))
    expect(await store.currentVotes(done.exchangeId)).toEqual([])
  })

  it('is ignored for an emoji that means nothing here, or a message that is no answer', async () => {
    const { bot, vote } = await answered()
    expect(await bot.handleVote(vote('1', '🦄'))).toBe('ignored')
    const elsewhere = { ...vote('2', '👍'), message: messageOf('', 'm1').key }
    expect(await bot.handleVote(elsewhere)).toBe('ignored')
  })
})
