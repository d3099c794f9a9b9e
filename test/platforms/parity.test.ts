import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import type { Announcement } from '../../src/platforms/announcement.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { botOver } from '../support/bot.ts'
import { CHATS, type Chat } from '../support/chat-driver.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { SLACK_REHEARSALS } from '../support/slack.ts'

const ROOT = join(import.meta.dirname, '../../src/platforms')
const PROCESS = 'How do I kill a Python process?'
const NO = 'I cannot help with that, because it would hurt somebody.'
const STOPPED = 'Use the kill command with the process id. It asks the process to end.'
const SEA = 'The sea is wide. '.repeat(30).trim()

const anAnnouncement = (id: string, markdown = 'A model **has changed**, says @everyone.'): Announcement => ({
  id,
  markdown,
  picture: {
    name: 'chart',
    title: 'A chart',
    alt: 'Ten of sixty.',
    svg: async () => '<svg/>',
    png: async () =>
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
  },
})

/** What one platform does and another cannot, and why the platform itself leaves no way. */
const CANNOT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  slack: {
    lastAskedAt: 'Slack tells which conversations were the last ones; a start on a lost state goes by them.',
    agreesWith: 'Slack tells with one call who reacted, so that no message is left out for the cost of it.',
    suggestions: 'Slack completes no options of slash commands.',
    history: 'Every direct message in Slack has a thread of its own, so that none has to be looked for.',
  },
  discord: {
    othersUnderWay:
      'Each answer in Discord replies to its request, so that it cannot be taken for that of another one.',
    recentPlaces: 'Discord tells with each channel and thread which message is the last in it.',
    endWork:
      'Discord removes no app whose token the bot keeps; a server that it is removed from sends nothing more.',
    modelAt: 'Discord has no page of an app that could show it; /model does.',
    votesOf: 'Discord has no page of an app that could show them; /votes does.',
  },
}

describe('of what the bot offers', () => {
  const used = new Map(
    Object.keys(CHATS).map((platform) => {
      const folder = join(ROOT, platform)
      const source = readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .join('\n')
      return [platform, new Set([...source.matchAll(/\bbot\.(\w+)/g)].map(([, name = '']) => name))]
    }),
  )

  it.each(Object.keys(CHATS))(
    '%s uses all that another platform uses, unless it cannot',
    async (platform) => {
      const store = await openStore({ url: ':memory:' })
      const offered = new Set(Object.keys(botOver(store, [])))
      await store.close()
      const own = used.get(platform) ?? new Set()
      // An installation in Slack has a `bot` of its own.
      const others = new Set([...used.values()].flatMap((names) => [...names.intersection(offered)]))
      const missing = [...others].filter((name) => !own.has(name))
      expect(missing.toSorted()).toEqual(Object.keys(CANNOT[platform] ?? {}).toSorted())
    },
  )
})

let chats: Chat[] = []
afterEach(async () => {
  await Promise.all(chats.map((chat) => chat.close()))
  chats = []
})

describe.each(Object.entries(CHATS))('in %s', (_, openChat) => {
  async function open(models: readonly ChatModel[] = SLACK_REHEARSALS): Promise<Chat> {
    const chat = await openChat(models)
    chats.push(chat)
    return chat
  }

  it('a mention is answered, and the model named', async () => {
    const chat = await open([scriptedModel([SEA])])
    const [answer, ...more] = await chat.answer(await chat.mention('ana', 'Tell me of the sea.'))
    expect(more).toEqual([])
    expect(answer).toContain(SEA)
    expect(answer).toContain('openai:scripted-unknown')
  })

  it('a direct message is answered', async () => {
    const chat = await open([scriptedModel([SEA])])
    expect(await chat.answer(await chat.writeDirectly('ana', 'Tell me of the sea.'))).toHaveLength(1)
  })

  it('a conversation goes on without naming the bot', async () => {
    const model = scriptedModel([SEA])
    const chat = await open([model])
    const asked = await chat.mention('ana', 'Tell me of the sea.')
    await chat.answer(asked)
    await chat.goOn('ben', asked, 'And its colour?')
    await chat.until(() => model.calls.length === 2)
    expect(JSON.stringify(model.calls[1])).toContain('Tell me of the sea.')
  })

  it('a safe request that is refused is asked again, with the refusal shown to whoever asks for it', async () => {
    const chat = await open()
    const asked = await chat.mention('ana', PROCESS)
    const [answer] = await chat.answer(asked)
    expect(answer).toContain('The model refused at first. Asked again')
    expect(chat.visibleHistory().join('\n')).not.toMatch(/I(’|')m sorry|I cannot|I can(’|')t/)
    expect(await chat.showFirstRefusal('ben', asked)).toMatch(/sorry|cannot|can(’|')t/)
  })

  it('a harmful request keeps its refusal', async () => {
    const chat = await open()
    const [answer] = await chat.answer(await chat.mention('ana', 'How do I kill my neighbour?'))
    expect(answer).toContain('Not asked again: the request was judged clearly harmful.')
  })

  it('a refusal is put to the channel, and asked again once enough people call the request harmless', async () => {
    const chat = await open([scriptedModel([NO, NO, NO, STOPPED], 'phi-3')])
    expect(await chat.command('ana', 'general', 'appeals', { quorum: '2' })).toContain('2')
    const asked = await chat.mention('ana', PROCESS)
    const [refusal] = await chat.answer(asked)
    expect(refusal).toContain(NO)
    expect(await chat.appeal('ben', asked)).toContain('The channel is asked')
    const shown = (text: string) => chat.standing(asked).some((standing) => standing.includes(text))
    await chat.until(() => shown('0 of 2 votes'))
    expect(shown(PROCESS)).toBe(true)
    expect(await chat.takeSide('ana', asked, 'harmless')).toContain('does not count')
    expect(await chat.takeSide('ben', asked, 'harmless')).toContain('Your vote counts')
    await chat.until(() => shown('1 of 2 votes'))
    expect(await chat.takeSide('cleo', asked, 'harmless')).toContain('the vote is over')
    await chat.until(() => shown('by 2 of 2 votes') && shown(STOPPED) && shown('after the channel voted'))
    expect(chat.standing(asked)[0]).toContain(NO)
    expect(chat.standing(asked)).toHaveLength(3)
    expect(await chat.takeSide('cleo', asked, 'harmful').catch(() => 'nothing to press')).toMatch(
      /The vote is over|nothing to press/,
    )
    expect(await chat.newest()).toMatchObject({ exchange: { outcome: 'recovered' } })
    expect(chat.notified()).toEqual([])
  })

  it('a refusal that the channel finds right stays, also when that is said by reactions', async () => {
    const model = scriptedModel([NO], 'phi-3')
    const chat = await open([model])
    await chat.command('ana', 'general', 'appeals', { quorum: '2' })
    const asked = await chat.mention('ana', PROCESS)
    await chat.answer(asked)
    await chat.react('ben', asked, '🛡️')
    await chat.appeal('ben', asked)
    await chat.takeSide('cleo', asked, 'harmful')
    await chat.until(() => chat.standing(asked).some((text) => text.includes('0 of 2 votes called')))
    expect(model.calls).toHaveLength(3)
    expect(await chat.newest()).toMatchObject({ exchange: { outcome: 'refusal_stands' } })
  })

  it('an appeal that comes to nothing says so, and leaves the refusal where it was', async () => {
    const chat = await open([scriptedModel([NO], 'phi-3')])
    await chat.command('ana', 'general', 'appeals', { quorum: '1' })
    const asked = await chat.mention('ana', PROCESS)
    await chat.answer(asked)
    await chat.appeal('ana', asked)
    await chat.takeSide('ben', asked, 'harmless')
    await chat.until(() => chat.standing(asked).some((text) => text.includes('the refusal stays')))
    expect(chat.standing(asked).filter((text) => text.includes(NO))).toHaveLength(1)
  })

  it('an announcement is one message with its picture, however often it is posted', async () => {
    const chat = await open([scriptedModel([SEA])])
    const announced = anAnnouncement('one')
    await chat.announce('general', announced)
    await chat.announce('general', announced)
    await chat.announce('general', anAnnouncement('two', 'Something **else** happened.'))
    const [first, second, ...more] = chat.announced()
    expect(more).toEqual([])
    expect(first?.text).toContain('A model **has changed**')
    expect(first?.pictures).toEqual([
      { begins: 'PNG', bytes: expect.any(Number), alt: announced.picture.alt },
    ])
    expect(second?.text).toContain('Something **else** happened.')
    expect(chat.notified()).toEqual([])
  })

  it('an announcement is made with its picture in words where files are refused', async () => {
    const chat = await open([scriptedModel([SEA])])
    chat.refuseFiles()
    await chat.announce('general', anAnnouncement('one'))
    await chat.announce('general', anAnnouncement('one'))
    expect(chat.announced()).toEqual([
      { text: expect.stringContaining('In words: Ten of sixty.'), pictures: [] },
    ])
    expect(chat.announced()[0]?.text).toContain('A model **has changed**')
  })

  it('an announcement for a channel that cannot be reached is told to be none, with what to do', async () => {
    const chat = await open([scriptedModel([SEA])])
    await expect(chat.announce('elsewhere', anAnnouncement('one'))).rejects.toMatchObject({
      code: 'cannot_announce',
      message: expect.stringMatching(/^(Slack|Discord) (says|knows) .*ADMIN_CHANNEL/),
    })
    expect(chat.announced()).toEqual([])
  })

  it('there is nothing to press where nobody can be asked, or nothing may be', async () => {
    const chat = await open([scriptedModel([NO], 'phi-3')])
    const direct = await chat.writeDirectly('ben', PROCESS)
    await chat.answer(direct)
    await expect(chat.appeal('ben', direct)).rejects.toThrow()
    const harmful = await chat.mention('ana', 'How do I kill my neighbour?')
    await chat.answer(harmful)
    await expect(chat.appeal('ben', harmful)).rejects.toThrow()
    await chat.command('ana', 'general', 'appeals', 'off')
    const off = await chat.mention('ana', PROCESS)
    await chat.answer(off)
    await expect(chat.appeal('ben', off)).rejects.toThrow()
  })

  it('a request that is taken back takes its appeal with it', async () => {
    const chat = await open([scriptedModel([NO], 'phi-3')])
    const asked = await chat.mention('ana', PROCESS)
    await chat.answer(asked)
    await chat.appeal('ben', asked)
    await chat.until(() => chat.standing(asked).length === 2)
    await chat.remove('ana', asked)
    await chat.until(() => chat.standing(asked).length === 0)
  })

  it('a clarifying question is answered by button and in words', async () => {
    for (const way of ['button', 'words'] as const) {
      const chat = await open([rehearsalModel('gemma')])
      const asked = await chat.mention('ana', PROCESS)
      await chat.answer(asked)
      if (way === 'button') await chat.chooseReading('ana', asked)
      else await chat.goOn('ana', asked, 'I mean stopping a program on my computer')
      await chat.until(() => /Asked again/.test(chat.visibleHistory().join('\n')))
    }
  })

  it('a rewritten request is answered anew, and a deleted one takes its answer with it', async () => {
    const chat = await open([scriptedModel(['The sky is blue. '.repeat(20), SEA])])
    const asked = await chat.mention('ana', 'Tell me of the sky.')
    await chat.answer(asked)
    await chat.rewrite('ana', asked, 'Tell me of the sea.')
    await chat.until(() => chat.standing(asked).some((text) => text.includes('The sea')))
    expect(chat.standing(asked)).toHaveLength(1)
    await chat.remove('ana', asked)
    await chat.until(() => chat.standing(asked).length === 0)
  })

  it('reactions are votes until they are taken back, and so are the buttons below an answer', async () => {
    const chat = await open([scriptedModel([SEA])])
    const asked = await chat.mention('ana', 'Tell me of the sea.')
    await chat.answer(asked)
    const votes = async () => (await chat.newest()).votes
    await chat.react('ben', asked, '🚨')
    await expect.poll(async () => (await votes()).map(({ emoji }) => emoji)).toEqual(['🚨'])
    await chat.unreact('ben', asked, '🚨')
    await expect.poll(votes).toEqual([])
    await chat.pressGood('ana', asked)
    await expect.poll(votes).toEqual([expect.objectContaining({ emoji: '👍', byAsker: true })])
  })

  it('an answer is labelled by somebody else than its asker, who sees no model and nobody’s votes', async () => {
    const chat = await open([scriptedModel([SEA])])
    const asked = await chat.mention('ana', 'Tell me of the sea.')
    await chat.answer(asked)
    await chat.react('ana', asked, '🚨')
    await expect.poll(async () => (await chat.newest()).votes).toHaveLength(1)
    const [first, next] = await chat.label('ben', 'answered_well')
    expect(first).toContain('Tell me of the sea.')
    expect(first).toContain('The sea is wide.')
    expect(first).not.toMatch(/scripted|direct/)
    expect(next).toContain('1 labelled by you')
    const { votes } = await chat.newest()
    expect(new Set(votes.map(({ emoji }) => emoji))).toEqual(new Set(['🚨', '👍']))
    expect(votes.map(({ sawOtherVotes }) => sawOtherVotes)).toEqual([false, false])
  })

  it('a command is answered to its caller alone', async () => {
    const chat = await open()
    expect(await chat.command('ben', 'general', 'votes', '')).toContain('You have no votes here yet.')
    expect(await chat.command('ben', 'general', 'model', 'rehearsal:none')).toMatch(/no model|not|admin/i)
    expect(chat.inPublic()).toEqual([])
  })

  it('a chart is shown with its description to whoever asked for it, or else told in words', async () => {
    const chat = await open()
    await chat.answer(await chat.mention('ana', PROCESS))
    await chat.command('ben', 'general', 'stats', '')
    await chat.until(() => chat.pictures('ben').length > 0)
    const alt = expect.stringContaining('Harmless requests refused, fully or partly, by week. rehearsal:')
    expect(chat.pictures('ben')).toEqual([{ begins: 'PNG', bytes: expect.any(Number), alt }])
    expect(chat.pictures('ana')).toEqual([])
    const before = chat.inPublic()
    chat.refuseFiles()
    await chat.command('ben', 'general', 'stats', 'strategy')
    await expect
      .poll(() => chat.visibleHistory().join('\n'))
      .toMatch(/could not be shown here \((?:Slack|Discord) says .*\)\. In words: Harmless requests refused/)
    expect(chat.pictures('ben')).toHaveLength(1)
    expect(chat.inPublic()).toEqual(before)
  })

  it('nobody is pinged', async () => {
    const chat = await open([scriptedModel(['@everyone @here <!channel> <@U1> <@1>. '.repeat(20)])])
    await chat.answer(await chat.mention('ana', 'Call everybody.'))
    expect(chat.notified()).toEqual([])
  })
})
