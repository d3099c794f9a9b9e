import { describe, expect, it } from 'vitest'
import type { BotOptions } from '../../src/bot.ts'
import type { Person } from '../../src/bot-types.ts'
import { createLoad } from '../../src/load/load.ts'
import { silentLogger } from '../../src/logger.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from '../support/bot.ts'
import { closedAfterEach } from '../support/close-after-each.ts'
import { scriptedModel } from '../support/scripted-model.ts'

const openRecords = closedAfterEach(openStore)

async function talk(options: Partial<BotOptions> = {}) {
  const store = await openRecords({ url: ':memory:' })
  const bot = botOver(store, [scriptedModel(['Use the task manager for it.'])], {
    load: createLoad({ logger: silentLogger }),
    ...options,
  })
  const say = async (line: string, person: Person = ANA, workspaceWord?: string) => {
    const { key, place } = messageOf('', 'command')
    const isAdmin = bot.isAdmin(person)
    const caller = { person, place, key, isAdmin, ...(workspaceWord !== undefined && { workspaceWord }) }
    const [event] = await Array.fromAsync(bot.handleCommand(line, caller))
    return event?.type === 'text' ? event.markdown : ''
  }
  let messages = 0
  const ask = (author: Person) => {
    messages += 1
    return doneOf(bot.handleMessage(messageOf('How do I end a process?', `m${messages}`, undefined, author)))
  }
  return { say, ask }
}

describe('/limits', () => {
  it('shows what somebody and their workspace may ask and have asked', async () => {
    const { say, ask } = await talk()
    await ask(ANA)
    await ask(BEN)
    const told = await say('limits')
    expect(told).toMatch(/\*\*You:\*\* 1 of 20 requests this minute, which ends in \d+ seconds?\./)
    expect(told).toMatch(/\*\*This workspace:\*\* 2 of 600 requests this minute/)
    expect(told).toMatch(
      /today:\*\* 30 of 20,000,000; the next day begins at 00:00 UTC, in \d+ (hour|minute|second)s?\./,
    )
    expect(await say('limits', ANA, 'server')).toContain('**This server:**')
  })

  it('lets admins alone change them, for the whole workspace, and back', async () => {
    const { say, ask } = await talk()
    expect(await say('limits person:1', BEN)).toContain('Only an admin can change this.')
    expect(await say('limits person:1 tokens:none')).toMatch(
      /0 of 1 requests[\s\S]*tokens[\s\S]*0 \(no limit\)/i,
    )
    expect((await ask(BEN))?.outcome).toBe('answered')
    expect((await ask(BEN))?.failure?.code).toBe('limit_person')
    await say('limits person:default')
    expect((await ask(BEN))?.outcome).toBe('answered')
  })

  it('lets whoever runs Recourse alone give a workspace more, since they pay for it', async () => {
    const { say } = await talk({ isAdmin: () => true, isOperator: ({ user }) => user === ANA.user })
    for (const more of ['tokens:none', 'tokens:20000001', 'workspace:601', 'workspace:none'])
      expect(await say(`limits ${more}`, BEN), more).toMatch(/Only whoever runs Recourse can set more than/)
    expect(await say('limits tokens:5000 workspace:10 person:none', BEN)).toContain(' of 5,000;')
    expect(await say('limits tokens:20000000 workspace:default', BEN)).toContain(' of 20,000,000;')
    expect(await say('limits tokens:none', ANA)).toContain('0 (no limit)')
    expect(await say('limits tokens:30000000', BEN)).toContain(' of 30,000,000;')
  })

  it.each(['person:0', 'workspace:-1', 'tokens:many', 'person:1.5'])(
    'refuses %s, saying what it takes',
    async (given) => {
      const { say } = await talk()
      expect(await say(`limits ${given}`)).toMatch(/whole number/)
      expect(await say('limits')).toContain('0 of 20 requests')
    },
  )
})

describe('the tokens of a day', () => {
  it('are all that a workspace is given', async () => {
    const { say, ask } = await talk()
    await say('limits tokens:15')
    expect((await ask(BEN))?.outcome).toBe('answered')
    const refused = await ask(ANA)
    expect(refused?.outcome).toBe('failed')
    expect(refused?.failure?.message).toContain('used its 15 tokens of today')
  })
})
