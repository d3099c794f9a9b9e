import { afterEach, describe, expect, it } from 'vitest'
import { CHATS, type Chat } from '../support/chat-driver.ts'
import { scriptedModel } from '../support/scripted-model.ts'

const SEA = 'The sea is wide. '.repeat(30).trim()

let chats: Chat[] = []
afterEach(async () => {
  await Promise.all(chats.map((chat) => chat.close()))
  chats = []
})

describe.each(Object.entries(CHATS))('in %s', (_, openChat) => {
  async function open(): Promise<Chat> {
    const chat = await openChat([scriptedModel([SEA, SEA, SEA])])
    chats.push(chat)
    return chat
  }
  async function answerIn(chat: Chat) {
    const asked = await chat.mention('ana', 'Tell me of the sea.')
    return { asked, text: (await chat.answer(asked)).join('\n') + chat.below(asked) }
  }
  const emojiOn = (chat: Chat) => async () => (await chat.newest()).votes.map(({ emoji }) => emoji)

  it('an emoji of the workspace’s own is a vote once an admin has chosen it, and taken back it is gone', async () => {
    const chat = await open()
    const change = { label: 'refused_harmless', emoji: chat.ownEmoji }
    expect(await chat.command('ben', 'general', 'codebook', change)).toContain('Only an admin')
    expect(await chat.command('ana', 'general', 'codebook', change)).toContain(
      `${chat.ownEmoji} says “refused though harmless”`,
    )
    expect(await chat.command('ben', 'general', 'codebook', '')).toContain(chat.ownEmoji)
    const { asked } = await answerIn(chat)
    await chat.react('ben', asked, 'own')
    await expect.poll(emojiOn(chat)).toEqual([chat.ownEmoji])
    expect((await chat.newest()).votes).toMatchObject([{ label: 'refused_harmless' }])
    await chat.unreact('ben', asked, 'own')
    await expect.poll(emojiOn(chat)).toEqual([])
  })

  it('a vote with an emoji that the codebook has no more can still be taken back, and none is given with it', async () => {
    const chat = await open()
    const { asked } = await answerIn(chat)
    await chat.react('ben', asked, '🙅')
    await expect.poll(emojiOn(chat)).toEqual(['🙅'])
    const change = { label: 'refused_harmless', emoji: chat.ownEmoji }
    await chat.command('ana', 'general', 'codebook', change)
    await chat.react('ana', asked, '🙅')
    await chat.react('ana', asked, '🚨')
    await expect.poll(async () => (await emojiOn(chat)()).toSorted()).toEqual(['🙅', '🚨'].toSorted())
    await chat.unreact('ben', asked, '🙅')
    await expect.poll(emojiOn(chat)).toEqual(['🚨'])
  })

  it('the buttons below an answer give what they say with the emoji of the workspace', async () => {
    const chat = await open()
    await chat.command('ana', 'general', 'codebook', { label: 'answered_well', emoji: chat.ownEmoji })
    const { asked } = await answerIn(chat)
    await chat.pressGood('ben', asked)
    await expect.poll(emojiOn(chat)).toEqual([chat.ownEmoji])
    expect((await chat.newest()).votes).toMatchObject([{ label: 'answered_well' }])
  })

  it('the first answer of a channel says what reactions mean, and again only when an emoji has changed', async () => {
    const chat = await open()
    const legend = /Rate this: .*answered well · .*refused though harmless · .*not sure \(\/.*codebook\)/
    expect((await answerIn(chat)).text).toMatch(legend)
    // Remembered once the answer is there.
    const isNew = async () => (await chat.bot.guideFor((await chat.newest()).exchange.id))?.isNew
    await expect.poll(isNew).toBe(false)
    expect((await answerIn(chat)).text).not.toContain('Rate this')
    await chat.command('ana', 'general', 'codebook', { label: 'refused_harmless', emoji: chat.ownEmoji })
    expect((await answerIn(chat)).text).toContain(`${chat.ownEmoji} refused though harmless`)
  })

  it('what is no emoji there is refused with one line', async () => {
    const chat = await open()
    const said = await chat.command('ana', 'general', 'codebook', { label: 'not_sure', emoji: 'perhaps' })
    expect(said).toContain('“perhaps” cannot be used.')
  })
})
