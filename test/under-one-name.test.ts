import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Bot, Person } from '../src/bot-types.ts'
import type { Label } from '../src/crowd/codebook.ts'
import { createPseudonyms } from '../src/crowd/pseudonym.ts'
import { silentLogger } from '../src/logger.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { underOneName } from '../src/under-one-name.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from './support/bot.ts'
import { closedAfterEach } from './support/close-after-each.ts'
import { scriptedModel } from './support/scripted-model.ts'
import { postgresSchema } from './support/services.ts'

const OLD = createPseudonyms('the key that was there first')
const NEW = createPseudonyms('the key that came after it')

/** A process that knows the new key and the former one, or only one of them. */
function processWith(store: Store, keys: readonly ((person: Person) => string)[]): Bot {
  const [pseudonym = OLD, ...former] = keys
  const names = { pseudonym, formerPseudonyms: (person: Person) => former.map((name) => name(person)) }
  const bot = botOver(store, [scriptedModel(['The sea is wide. '.repeat(20)])], names)
  return underOneName(bot, { ...names, store, now: Date.now, logger: silentLogger })
}

const first = await postgresSchema()
await first?.drop()

const databases: readonly [string, () => Promise<{ url: string; drop(): Promise<void> }>][] = [
  [
    'a SQLite file',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'recourse-names-'))
      return { url: join(folder, 'records.db'), drop: () => rm(folder, { recursive: true }) }
    },
  ],
  // Another schema each time: people are the same in all tests.
  ...(first
    ? [['PostgreSQL', async () => (await postgresSchema()) ?? first] satisfies [string, unknown]]
    : []),
]

describe.each(databases)('after a change of the key, on %s', (_, place) => {
  const open = closedAfterEach(async () => {
    const { url, drop } = await place()
    const [one, other] = [await openStore({ url }), await openStore({ url })]
    return {
      store: one,
      before: processWith(one, [OLD]),
      after: processWith(one, [NEW, OLD]),
      elsewhere: processWith(other, [NEW, OLD]),
      async close() {
        await Promise.all([one.close(), other.close()])
        await drop()
      },
    }
  })
  const ask = async (bot: Bot, who: Person) => {
    const id = crypto.randomUUID()
    const done = await doneOf(bot.handleMessage(messageOf('Tell me of the sea, please.', id, id, who)))
    return done?.exchangeId ?? ''
  }
  let events = 0
  const vote = (bot: Bot, exchange: string, voter: Person, label: Label = 'answered_well') =>
    bot.handleVote({
      eventId: `event ${++events}`,
      message: { platform: 'test', workspace: 'w', channel: 'general', message: exchange },
      voter,
      label,
      action: 'add',
      eventTime: events,
      source: 'button',
    })
  const command = async (bot: Bot, line: string, person: Person) => {
    const at = { platform: 'test', workspace: 'w', channel: 'general', thread: 'm' }
    const caller = { person, place: at, isAdmin: true, key: { ...at, message: crypto.randomUUID() } }
    for await (const event of bot.handleCommand(line, caller)) {
      if (event.type === 'text') return event.markdown
      if (event.type === 'file') return (await Array.fromAsync(event.content())).join('')
    }
    return ''
  }

  it('somebody has one vote, whatever they said before', async () => {
    const { store, before, after } = await open()
    const exchange = await ask(before, ANA)
    await vote(before, exchange, BEN)
    await vote(after, exchange, BEN, 'should_have_refused')
    const votes = await store.currentVotes(exchange)
    expect(votes).toMatchObject([{ annotator: NEW(BEN), label: 'should_have_refused' }])
    expect((await store.itemsOf(exchange))[0]).toMatchObject({ votes: 1 })
  })

  it('somebody has one vote where a process goes on with the former key', async () => {
    const { store, before, after, elsewhere } = await open()
    const exchange = await ask(before, ANA)
    await vote(after, exchange, BEN)
    await vote(before, exchange, BEN, 'should_have_refused')
    await Promise.all(
      [before, after, elsewhere].flatMap((bot) => [vote(bot, exchange, BEN), vote(bot, exchange, ANA)]),
    )
    const names = (await store.currentVotes(exchange)).map(({ annotator }) => annotator)
    expect(names.toSorted()).toEqual([NEW(ANA), NEW(BEN)].toSorted())
    expect((await store.itemsOf(exchange))[0]).toMatchObject({ votes: 2 })
  })

  it('whoever asked is still whoever asked', async () => {
    const { store, before, after } = await open()
    const exchange = await ask(before, ANA)
    await vote(after, exchange, ANA)
    expect(await store.currentVotes(exchange)).toMatchObject([{ annotator: NEW(ANA), byAsker: true }])
    expect(await after.votesOf(ANA, 5)).toHaveLength(1)
  })

  it('/privacy and /forget reach what is under the former key', async () => {
    const { store, before, after } = await open()
    const [forgotten, other] = [await ask(before, ANA), await ask(before, BEN)]
    await vote(before, other, ANA)
    expect(await command(after, 'privacy', ANA)).toContain('1 request of yours')
    const file = await command(after, 'privacy download', ANA)
    expect(file).toContain('Tell me of the sea, please.')
    // A straggler, of a process that goes on.
    await ask(before, ANA)
    expect(await command(after, 'forget yes', ANA)).toContain('Erased: 2 requests and 1 vote of yours.')
    expect(await store.exchange(forgotten)).toBeUndefined()
    expect(await store.exchange(other)).toBeDefined()
    const left = await store.personalCounts([OLD(ANA), NEW(ANA)])
    expect(left.filter(({ many }) => many > 0)).toEqual([])
  })

  it('an export knows everybody by one name', async () => {
    const { store, before, after } = await open()
    const exchange = await ask(before, ANA)
    await vote(before, exchange, BEN)
    await vote(after, await ask(after, ANA), BEN)
    const pages = await Array.fromAsync(store.exportVotes({}, 'standing'))
    const bens = pages.flat().filter(({ annotator }) => [OLD(BEN), NEW(BEN)].includes(annotator))
    expect(new Set(bens.map(({ annotator }) => annotator))).toEqual(new Set([NEW(BEN)]))
  })

  it('what nobody comes back for stays under a name that the new key alone cannot tell', async () => {
    const { store, before } = await open()
    const exchange = await ask(before, ANA)
    await vote(before, exchange, BEN)
    const discarded = processWith(store, [NEW])
    await vote(discarded, exchange, BEN)
    expect(await store.currentVotes(exchange)).toHaveLength(2)
    expect(await command(discarded, 'forget yes', BEN)).toContain('Erased: 0 requests and 1 vote')
    expect(await store.currentVotes(exchange)).toMatchObject([{ annotator: OLD(BEN) }])
  })
})

describe('a bot with no former key', () => {
  it('looks nothing up', async () => {
    const store = await openStore({ url: ':memory:' })
    const isUnsettled = vi.spyOn(store, 'isUnsettled')
    const bot = processWith(store, [NEW])
    await doneOf(bot.handleMessage(messageOf('Tell me of the sea.', 'm1')))
    expect(isUnsettled).not.toHaveBeenCalled()
    await store.close()
  })

  it('answers though people cannot be moved, and takes no vote then', async () => {
    const store = await openStore({ url: ':memory:' })
    vi.spyOn(store, 'isUnsettled').mockRejectedValue(new Error('gone'))
    const bot = processWith(store, [NEW, OLD])
    expect(await doneOf(bot.handleMessage(messageOf('Tell me of the sea.', 'm1')))).toMatchObject({
      outcome: 'answered',
    })
    const message = { platform: 'test', workspace: 'w', channel: 'general', message: 'm1' }
    const given = { message, voter: BEN, label: 'answered_well', action: 'add', eventTime: 1 } as const
    await expect(bot.handleVote({ ...given, source: 'button', eventId: 'e' })).rejects.toThrow('gone')
    await store.close()
  })
})
