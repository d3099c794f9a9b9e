import { describe, expect, it } from 'vitest'
import type { CommandEvent, CommandFile } from '../../commands/command.ts'
import type { Bot, Person } from '../../src/bot-types.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from '../support/bot.ts'
import { closedAfterEach } from '../support/close-after-each.ts'
import { scriptedModel } from '../support/scripted-model.ts'

const open = closedAfterEach(async () => {
  const store = await openStore({ url: ':memory:' })
  const bot = botOver(store, [scriptedModel(['The sea is wide. '.repeat(20)])])
  const done = await doneOf(bot.handleMessage(messageOf('planted request', 'm1')))
  const message = { platform: 'test', workspace: 'w', channel: 'general', message: done?.exchangeId ?? '' }
  const vote = { message, voter: BEN, emoji: '👍', action: 'add', eventTime: 1, source: 'live' } as const
  await bot.handleVote({ ...vote, eventId: 'v1', why: 'planted reason' })
  return { bot, close: () => store.close() }
})

async function run(bot: Bot, line: string, person: Person = ANA, workspace = 'w'): Promise<CommandEvent> {
  const place = { platform: 'test', workspace, channel: 'general', thread: 'm9' }
  const caller = { person, place, isAdmin: bot.isAdmin(person), key: { ...place, message: 'm9' } }
  for await (const event of bot.handleCommand(line, caller)) return event
  throw new Error('nothing came')
}

async function contentOf(event: CommandEvent): Promise<string> {
  if (event.type !== 'file') throw new Error(`${event.type} came`)
  let text = ''
  for await (const piece of event.content()) text += piece
  return text
}

const textOf = (event: CommandEvent) => (event.type === 'text' ? event.markdown : event.type)

describe('/export', () => {
  it.each([
    ['export', 'votes.csv', 'text/csv', /^task,worker,label,/],
    ['export format:jsonl items', 'items.jsonl', 'application/jsonl', /^\{"task":/],
    ['export card', 'data-set-card.md', 'text/markdown', /^# Labels of answers/],
  ])('“%s” hands out %s, without what people wrote', async (line, name, mediaType, beginning) => {
    const { bot } = await open()
    const event = await run(bot, line)
    expect(event).toMatchObject({ type: 'file', name, mediaType })
    const text = await contentOf(event)
    expect(text).toMatch(beginning)
    expect(text).not.toContain('planted')
    expect((event as CommandFile).ifTooLarge).toContain('recourse export --rows')
  })

  it('holds what people wrote once an admin has said so, until they say otherwise', async () => {
    const { bot } = await open()
    expect(textOf(await run(bot, 'export share:on'))).toContain('requests, also earlier ones')
    expect(await contentOf(await run(bot, 'export items'))).toContain('planted request')
    expect(await contentOf(await run(bot, 'export'))).toContain('planted reason')
    expect(textOf(await run(bot, 'export share:off'))).toContain('nothing that people wrote')
    expect(await contentOf(await run(bot, 'export items'))).not.toContain('planted')
    expect(textOf(await run(bot, 'export share:on scope:workspace'))).toContain('Direct messages')
    expect(textOf(await run(bot, 'export share:default'))).toContain('no longer set for this channel')
    expect(await contentOf(await run(bot, 'export items'))).toContain('planted request')
  })

  it('is an admin’s', async () => {
    const { bot } = await open()
    for (const line of ['export', 'export share:on']) {
      expect(textOf(await run(bot, line, BEN))).toContain('/export is for admins')
    }
  })

  it('holds nothing of another workspace', async () => {
    const { bot } = await open()
    expect((await contentOf(await run(bot, 'export', ANA, 'elsewhere'))).trimEnd().split('\n')).toHaveLength(
      1,
    )
    expect(await contentOf(await run(bot, 'export format:jsonl', ANA, 'elsewhere'))).toBe('')
  })
})
