import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import { CHATS, type Chat } from '../support/chat-driver.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { SLACK_REHEARSALS } from '../support/slack.ts'

const ROOT = join(import.meta.dirname, '../../src/platforms')
const PROCESS = 'How do I kill a Python process?'
const SEA = 'The sea is wide. '.repeat(30).trim()

/** What one platform does and another cannot, and why the platform itself leaves no way. */
const CANNOT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  slack: {
    suggestions: 'Slack completes no options of slash commands.',
    history: 'Every direct message in Slack has a thread of its own, so that none has to be looked for.',
  },
  discord: {
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

  it.each(Object.keys(CHATS))('%s uses all that another platform uses, unless it cannot', (platform) => {
    const own = used.get(platform) ?? new Set()
    const others = new Set([...used.values()].flatMap((names) => [...names]))
    const missing = [...others].filter((name) => !own.has(name))
    expect(missing.toSorted()).toEqual(Object.keys(CANNOT[platform] ?? {}).toSorted())
  })
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

  it('a command is answered to its caller alone', async () => {
    const chat = await open()
    expect(await chat.command('ben', 'general', 'votes', '')).toContain('You have no votes here yet.')
    expect(await chat.command('ben', 'general', 'model', 'rehearsal:none')).toMatch(/no model|not|admin/i)
    expect(chat.inPublic()).toEqual([])
  })

  it('nobody is pinged', async () => {
    const chat = await open([scriptedModel(['@everyone @here <!channel> <@U1> <@1>. '.repeat(20)])])
    await chat.answer(await chat.mention('ana', 'Call everybody.'))
    expect(chat.notified()).toEqual([])
  })
})
