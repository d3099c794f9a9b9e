import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bot } from '../../src/bot-types.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from '../support/bot.ts'
import { scriptedModel } from '../support/scripted-model.ts'

let store: Store
let bot: Bot
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
  bot = botOver(store, [scriptedModel(['Yes.'], 'gemma'), scriptedModel(['No.'], 'phi-3')])
})
afterEach(() => store.close())

const PHI = 'openai:scripted-phi-3'
const GEMMA = 'openai:scripted-gemma'

interface Where {
  readonly thread?: string
  readonly category?: string
  readonly author?: typeof ANA
  readonly workspaceWord?: string
}

/** What a command says to the caller who types it in a channel, or in a thread of it. */
async function say(line: string, where: Where = {}) {
  const { author = ANA, thread, category, workspaceWord } = where
  const { key, place } = messageOf('', 'command', thread)
  const events = await Array.fromAsync(
    bot.handleCommand(line, {
      person: author,
      place: { ...place, ...(category !== undefined && { category }) },
      key,
      isAdmin: bot.isAdmin(author),
      ...(workspaceWord !== undefined && { workspaceWord }),
    }),
  )
  const [event] = events
  if (event?.type !== 'text') throw new Error('the command said nothing')
  return event
}

describe('/model and /strategy', () => {
  it('say what is in force and where it comes from', async () => {
    expect((await say('model')).markdown).toContain(`**${GEMMA}** answers here (the default)`)
    await say(`model scope:workspace ${PHI}`)
    expect((await say('model')).markdown).toContain(`**${PHI}** answers here (chosen for this workspace)`)
  })

  it('say so when a narrower choice stays in force', async () => {
    await say(`model ${GEMMA}`)
    const { markdown } = await say(`model scope:workspace ${PHI}`)
    expect(markdown).toBe(
      `The model of this workspace is now **${PHI}**. Here **${GEMMA}** stays in force (chosen for this channel).`,
    )
  })

  it('hold in a thread only when typed there', async () => {
    expect((await say(`model scope:thread ${PHI}`)).markdown).toContain('not a thread')
    expect((await say(`model scope:thread ${PHI}`, { thread: 't1' })).markdown).toContain(
      `**${PHI}** answers here`,
    )
    expect((await say('model')).markdown).toContain(`**${GEMMA}**`)
  })

  it('hold in a category of channels between the channel and the workspace', async () => {
    const category = 'support'
    await say(`model scope:workspace ${GEMMA}`)
    expect((await say(`model scope:category ${PHI}`, { category })).markdown).toBe(
      `**${PHI}** answers here from now on.`,
    )
    expect((await say('model', { category })).markdown).toContain('chosen for this category')
    expect((await say('model')).markdown).toContain(`**${GEMMA}** answers here (chosen for this workspace)`)
    expect((await say('model', { category: 'another' })).markdown).toContain(`**${GEMMA}**`)
    await say(`model ${GEMMA}`, { category })
    expect((await say('model', { category })).markdown).toContain('chosen for this channel')
  })

  it('cannot hold in a category where the channel has none', async () => {
    for (const line of [
      `model scope:category ${PHI}`,
      'strategy scope:category none',
      'listen scope:category all',
    ]) {
      expect(await say(line)).toMatchObject({
        mistake: true,
        markdown: 'This channel is in no category. Choose another scope, such as scope:channel.',
      })
    }
  })

  it('call a workspace what the platform calls it', async () => {
    const workspaceWord = 'server'
    await say(`model ${GEMMA}`)
    const texts = [
      await say(`model scope:workspace ${PHI}`, { workspaceWord }),
      await say('listen mentions', { workspaceWord }),
      await say('listen scope:workspace all', { workspaceWord }),
      await say('purpose scope:workspace A club', { workspaceWord }),
      await say('purpose', { workspaceWord }),
    ].map(({ markdown }) => markdown)
    expect(texts.join('\n')).not.toContain('workspace')
    expect(texts[0]).toContain('The model of this server is now')
    expect(texts[2]).toContain('Changed for the server, but this channel keeps its own choice.')
    expect(texts[4]).toBe('Purpose of this server: A club')
  })

  it('go back to the default', async () => {
    await say('strategy none')
    expect((await say('strategy')).markdown).toContain('**none**')
    expect((await say('strategy default')).markdown).toContain('no longer set')
    expect((await say('strategy')).markdown).toContain('**auto**')
  })

  it('refuse what cannot be used, as a mistake of the caller’s alone', async () => {
    expect(await say('model groq:nothing')).toMatchObject({ mistake: true })
    expect(await say('strategy hypnosis')).toMatchObject({ mistake: true })
    expect((await say('model')).markdown).toContain('the default')
  })

  it('let nobody change anything who is no admin', async () => {
    for (const line of [`model ${PHI}`, 'strategy none', 'purpose Anything goes', 'listen all']) {
      expect((await say(line, { author: BEN })).markdown).toContain('Only an admin')
    }
    expect((await say('purpose')).markdown).toContain('No purpose')
  })
})

describe('/purpose', () => {
  it('is told to models as a trusted fact of the operators', async () => {
    await say('purpose Support for the people who run our servers')
    for await (const event of bot.handleMessage(messageOf('What is a signal?', 'm1'))) {
      if (event.type !== 'done') continue
      const record = await store.exchange(event.exchangeId)
      expect(record?.trusted).toEqual({ channelPurpose: 'Support for the people who run our servers' })
    }
    expect((await say('purpose none')).markdown).toContain('removed')
    expect.hasAssertions()
  })

  it('of a category holds in its channels that have none of their own', async () => {
    const { place, ...message } = messageOf('What is a signal?', 'm1')
    await say('purpose scope:category Help with servers', { category: 'support' })
    const trusted = async (id: string) => {
      const key = { ...message.key, message: id }
      const done = await doneOf(
        bot.handleMessage({ ...message, key, place: { ...place, category: 'support' } }),
      )
      return (await store.exchange(done?.exchangeId ?? ''))?.trusted
    }
    expect(await trusted('m1')).toEqual({ channelPurpose: 'Help with servers' })
    await say('purpose Help with printers')
    expect(await trusted('m2')).toEqual({ channelPurpose: 'Help with printers' })
  })
})

describe('/listen', () => {
  const ALL = 'Every message of this channel is answered.'
  const MENTIONS = 'Messages that mention the bot are answered here, and replies in a thread it has joined.'

  it('says whether every message is answered, which nobody has to ask for at first', async () => {
    expect((await say('listen')).markdown).toBe(MENTIONS)
    expect((await say('listen all')).markdown).toBe(ALL)
    expect((await say('listen')).markdown).toBe(ALL)
    expect((await say('listen', { thread: 't1' })).markdown).toBe(ALL)
    expect((await say('listen mentions')).markdown).toBe(MENTIONS)
  })

  it('holds in a workspace unless a channel has its own', async () => {
    expect((await say('listen scope:workspace all')).markdown).toBe(ALL)
    await say('listen mentions')
    for (const line of ['listen scope:workspace all', 'listen scope:workspace default']) {
      expect((await say(line)).markdown).toBe(
        `Changed for the workspace, but this channel keeps its own choice. ${MENTIONS}`,
      )
    }
    await say('listen scope:workspace all')
    expect((await say('listen default')).markdown).toBe(ALL)
  })

  it('takes neither another word nor a thread', async () => {
    expect(await say('listen everything')).toMatchObject({ mistake: true })
    expect(await say('listen scope:thread all', { thread: 't1' })).toMatchObject({ mistake: true })
    expect((await say('listen')).markdown).toBe(MENTIONS)
  })
})

describe('/codebook', () => {
  it('changes the emoji of one label for the whole workspace, and back', async () => {
    const { markdown, mistake } = await say('codebook label:refused_harmless emoji:🎉')
    expect(mistake).toBeUndefined()
    expect(markdown).toMatch(
      /^🎉 says “refused though harmless” in this workspace from now on\. This is version 1-[0-9a-f]{8} /,
    )
    const shown = (await say('codebook', { author: BEN })).markdown
    expect(shown).toContain('- 🎉 The request was harmless, and it was refused.')
    expect(shown).not.toContain('🙅')
    expect((await say('codebook label:refused_harmless emoji:default')).markdown).toContain(
      '🙅 says “refused though harmless”',
    )
    expect((await say('codebook')).markdown).toContain('This is version 1 of the codebook')
  })

  it('calls a workspace what the platform calls it', async () => {
    const { markdown } = await say('codebook label:not_sure emoji:🎉', { workspaceWord: 'server' })
    expect(markdown).toContain('in this server')
  })

  it('says which label has an emoji that is asked for', async () => {
    expect(await say('codebook label:refused_harmless emoji:👍🏽')).toMatchObject({
      mistake: true,
      markdown: '👍 stands for “answered well” already. Choose another emoji, or change that one first.',
    })
  })

  it.each([
    ['emoji:🎉', 'Say both'],
    ['label:not_sure', 'Say both'],
    ['label:not_sure emoji:🎉🎉', 'Give one emoji'],
    ['label:not_sure emoji:no', 'Give one emoji'],
    ['label:not_sure emoji:"no no"', 'Give one emoji'],
    ['label:not_sure emoji:🎉 🎉', 'does not take'],
    ['label:unheard_of emoji:🎉', 'one of answered_well'],
    [`label:not_sure emoji:${'x'.repeat(101)}`, 'One emoji'],
  ])('takes no %s, and says so in a line', async (line, said) => {
    const { markdown, mistake } = await say(`codebook ${line}`)
    expect(mistake).toBe(true)
    expect(markdown).toContain(said)
    expect(markdown).toMatch(/^.+$/u)
    expect((await say('codebook')).markdown).toContain('This is version 1 of the codebook')
  })

  it('is changed by admins alone', async () => {
    const { markdown } = await say('codebook label:not_sure emoji:🎉', { author: BEN })
    expect(markdown).toContain('Only an admin')
    expect((await say('codebook')).markdown).not.toContain('🎉')
  })
})

describe('/forget', () => {
  it('asks back first, then erases what the caller asked', async () => {
    for await (const _ of bot.handleMessage(messageOf('What is a signal?', 'm1')));
    expect((await say('forget')).markdown).toContain('/forget yes')
    expect((await say('forget yes', { author: BEN })).markdown).toContain('0 requests')
    expect((await say('forget yes')).markdown).toContain('1 request and')
    expect(await store.exchangeOf(messageOf('', 'm1').key)).toBeUndefined()
  })
})

describe('/help', () => {
  it('lists every command, and explains one', async () => {
    const { markdown } = await say('help')
    for (const { name } of bot.commands) expect(markdown).toContain(`/${name}`)
    expect((await say('help model')).markdown).toContain('scope')
    expect((await say('dance')).markdown).toContain('/help')
  })

  it('speaks of a server where a workspace is called so', async () => {
    const { markdown } = await say('help model', { workspaceWord: 'server' })
    expect(markdown).toContain('(thread, channel, category, server)')
    expect(markdown).not.toContain('workspace')
  })
})

describe('/ask', () => {
  it('takes every model and strategy that completion offers', async () => {
    const { place, author } = messageOf('', 'command')
    const lines = [
      ...bot.suggestions('models').map((id) => `ask model:${id} What is a signal?`),
      ...bot.suggestions('strategies').map((name) => `ask strategy:${name} What is a signal?`),
    ]
    for (const [index, line] of lines.entries()) {
      const { key } = messageOf('', `ask ${index}`)
      const caller = { person: author, place, key, isAdmin: false }
      const events = await Array.fromAsync(bot.handleCommand(line, caller))
      expect(events.at(-1), line).toMatchObject({ type: 'done', outcome: 'answered' })
    }
  })
})

describe('/appeals', () => {
  it('says how many votes decide, and takes another number or none', async () => {
    expect((await say('appeals')).markdown).toContain('**3** votes decide')
    expect((await say('appeals quorum:5')).markdown).toContain('**5** votes decide')
    expect((await say('appeals quorum:1')).markdown).toContain('**1** vote decides')
    expect((await say('appeals off')).markdown).toBe('Refusals cannot be appealed here.')
    expect((await say('appeals scope:workspace quorum:7')).markdown).toBe(
      'Changed for the workspace, but this channel keeps its own choice. Refusals cannot be appealed here.',
    )
    expect((await say('appeals default')).markdown).toContain('**7** votes decide')
  })

  it('says of a direct message that nobody can be asked there, whatever is set', async () => {
    const place = { platform: 'slack', workspace: 'home', channel: 'D1', thread: '' }
    const caller = { person: ANA, place, key: { ...place, message: 'command' }, isAdmin: true }
    for (const line of ['appeals', 'appeals quorum:1']) {
      const [event] = await Array.fromAsync(bot.handleCommand(line, caller))
      expect(event).toMatchObject({ markdown: expect.stringContaining('nobody else to ask') })
    }
  })

  it('takes no number that decides nothing, no two choices, and nobody’s but an admin’s', async () => {
    for (const line of ['quorum:0', 'quorum:26', 'quorum:three', 'quorum:2 off', 'on', 'scope:thread off']) {
      expect(await say(`appeals ${line}`), line).toMatchObject({ mistake: true })
    }
    expect((await say('appeals off', { author: BEN })).markdown).toContain('Only an admin')
    expect((await say('appeals')).markdown).toContain('**3** votes decide')
  })
})
