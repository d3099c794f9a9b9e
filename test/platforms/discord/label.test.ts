import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODEBOOK } from '../../../src/crowd/codebook.ts'
import { GOLD_ITEMS } from '../../../src/crowd/gold-items.ts'
import { labelMessage } from '../../../src/platforms/discord/label-message.ts'
import { answeredItems } from '../../support/answered-items.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { openDiscord, type TestDiscord, type TestDiscordOptions } from '../../support/discord.ts'

const open = closedAfterEach((options: TestDiscordOptions = {}) => openDiscord(options))

/** Answers to somebody else, outside of threads unless one is named. */
function fill(
  { store, discord }: TestDiscord,
  count: number,
  { channel = discord.channels.general, thread = 'reply-1' }: { channel?: string; thread?: string } = {},
) {
  const place = { platform: 'discord', workspace: discord.guilds.hall, channel, thread }
  return answeredItems(store, { count, place })
}

function seen({ discord }: TestDiscord, user: string) {
  const message = discord.ephemerals(user).findLast(({ loading, deleted }) => !loading && !deleted)
  if (!message) throw new Error(`${user} sees nothing`)
  return { id: message.id, text: message.content, buttons: JSON.stringify(message.components) }
}

async function begin(one: TestDiscord, user: string, channel = one.discord.channels.general) {
  const shown = () => one.discord.ephemerals(user).filter(({ loading }) => !loading)
  const before = shown().length
  await one.discord.command(user, channel, '/label', {})
  await one.discord.until(() => shown().length > before)
  return seen(one, user)
}

/** Presses, and waits until something else stands in the same place. */
async function press(one: TestDiscord, user: string, choice: RegExp, channel = one.discord.channels.general) {
  const { id, text } = seen(one, user)
  const outcome = await one.discord.click(user, channel, id, choice)
  expect(outcome.kind).not.toBe('failed')
  await one.discord.until(() => seen(one, user).text !== text)
  expect(seen(one, user).id).toBe(id)
  return seen(one, user)
}

const requestIn = (text: string) => [...text.matchAll(/Request \d+/g)].join()
const isGold = (text: string) => GOLD_ITEMS.some(({ request }) => text.includes(request.slice(0, 20)))

const client = { emojis: { cache: new Map() } }

describe('labelling in Discord', () => {
  it('goes from answer to answer in one message that nobody else sees', async () => {
    const one = await open()
    const { discord, store } = one
    const { ben } = discord.people
    const items = await fill(one, 4)
    const first = await begin(one, ben)
    expect(first.text).toContain('0 labelled by you, 4 in this channel still need labels.')
    expect(first.buttons).not.toMatch(/rehearsal|direct|contextual|unlabel/)
    const texts = [first.text]
    for (let n = 1; !/Nothing here waits/.test(texts.at(-1) ?? ''); n += 1) {
      const next = await press(one, ben, /:label:.*:1$/)
      texts.push(next.text)
      expect(next.text).toContain(`${n} labelled by you`)
    }
    expect(new Set(texts.filter((text) => !isGold(text)).map(requestIn)).size).toBe(5)
    for (const { exchangeId } of items) {
      expect(await store.currentVotes(exchangeId)).toMatchObject([
        { label: 'refused_harmless', source: 'command', sawOtherVotes: false },
      ])
    }
    expect(discord.ephemerals(ben)).toHaveLength(1)
    expect(discord.messagesIn(discord.channels.general)).toEqual([])
  })

  it('lets one skip, take back, and stop', async () => {
    const one = await open()
    const { discord, store } = one
    const { ben } = discord.people
    const items = await fill(one, 3)
    const first = await begin(one, ben)
    await press(one, ben, /:label:.*:6$/)
    const again = await press(one, ben, /:unlabel:/)
    expect(requestIn(again.text)).toBe(requestIn(first.text))
    const stopped = await press(one, ben, /:stop:/)
    expect(stopped.text).toContain('Thank you. 0 labelled by you')
    expect(stopped.buttons).toBe('[]')
    const votes = await Promise.all(items.map(({ exchangeId }) => store.currentVotes(exchangeId)))
    expect(votes.flat()).toEqual([])
  })

  it('counts a press once though Discord tells of it twice', async () => {
    const one = await open()
    const { discord, store } = one
    const { ben } = discord.people
    const items = await fill(one, 2)
    await begin(one, ben)
    discord.deliver({ times: 2, only: /^INTERACTION/ })
    const next = await press(one, ben, /:label:.*:0$/)
    expect(next.text).toContain('1 labelled by you')
    const votes = await Promise.all(items.map(({ exchangeId }) => store.currentVotes(exchangeId)))
    expect(votes.flat()).toHaveLength(1)
  })

  it('says so when the answer went away meanwhile, and goes on', async () => {
    const one = await open()
    const { discord, store } = one
    const { ben } = discord.people
    const items = await fill(one, 2)
    const first = await begin(one, ben)
    const shown = items.find((_, index) => first.text.includes(`Request ${index + 1}`)) ?? expect.fail()
    await store.retract(shown.key, false)
    const next = await press(one, ben, /:label:.*:0$/)
    expect(next.text).toContain('That answer is not there any more, so nothing was stored for it.')
  })

  it('gives what was said in a thread only to those who label in that thread', async () => {
    const one = await open()
    const { discord } = one
    const { ben } = discord.people
    await fill(one, 1, { thread: '123456789' })
    expect((await begin(one, ben)).text).toContain('Nothing here waits for a label of yours.')
    await fill(one, 1, { thread: 'command-1' })
    expect((await begin(one, ben)).text).toContain('1 in this channel still needs labels.')
  })
})

describe('the message in Discord', () => {
  it('fits, shows requests as they were written, and says where it is cut', () => {
    const sheet = (request: string, answer: string) => ({
      task: {
        id: `${crypto.randomUUID()}.${crypto.randomUUID()}`,
        request,
        answer,
        reply: request,
        stopped: true as const,
      },
      entries: CODEBOOK.entries,
      progress: { labelled: 1_000, open: 500, openOrMore: true as const },
      last: `${crypto.randomUUID()}.${crypto.randomUUID()}`,
      note: 'That answer is not there any more, so nothing was stored for it.',
    })
    const text = fc.string({
      maxLength: 3_000,
      unit: fc.constantFrom('a', ' ', '\n', '*', '`', '```', '@', '<', '-# ', '[x]('),
    })
    fc.assert(
      fc.property(text, text, (request, answer) => {
        const { content, components } = labelMessage(sheet(request, answer), client)
        expect(content.length).toBeLessThanOrEqual(2_000)
        expect(content).toContain('more than 500 in this channel')
        const ids = components.flatMap((row) => row.components.map(({ custom_id }) => custom_id))
        expect(ids).toHaveLength(9)
        for (const id of ids) expect(id.length).toBeLessThanOrEqual(100)
      }),
      { numRuns: 60 },
    )
    const { content } = labelMessage(sheet('@everyone **look** '.repeat(100), 'word '.repeat(1_000)), client)
    expect(content).toContain('Cut here: the answer is longer.')
    expect(content).toContain('Cut here: the request is longer.')
    expect(content).toContain('\\*\\*look\\*\\*')
    expect(content).not.toContain('@everyone')
  })
})
