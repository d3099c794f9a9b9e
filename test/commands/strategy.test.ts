import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bot } from '../../src/bot-types.ts'
import { silentLogger } from '../../src/logger.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import { livePolicy } from '../../src/policy/live-policy.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { beliefsWith, NAMES, seen } from '../policy/make-evidence.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from '../support/bot.ts'

let store: Store
let bot: Bot
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
  const policy = livePolicy({ store, strategies: NAMES, now: Date.now, logger: silentLogger })
  bot = botOver(store, [rehearsalModel('phi3')], { policy })
})
afterEach(() => store.close())

async function say(line: string, { author = ANA, channel = 'general', thread = 'command' } = {}) {
  const { key, place } = messageOf('', 'command', thread)
  const caller = { person: author, key, isAdmin: bot.isAdmin(author) }
  const events = await Array.fromAsync(bot.handleCommand(line, { ...caller, place: { ...place, channel } }))
  const [event] = events
  if (event?.type !== 'text') throw new Error('the command said nothing')
  return event
}

const ask = (text: string, id: string) => doneOf(bot.handleMessage(messageOf(text, id)))

describe('/strategy why', () => {
  it('tells what would come first before anything was refused', async () => {
    expect((await say('strategy why', { author: BEN })).markdown).toMatch(
      /^For phi-3 \(a scripted stand-in\), \*\*contextual\*\* would come first: nobody has measured it yet, .*version `learning`, no exploration\.$/u,
    )
  })

  it('explains the last second hearing here, by what was known then', async () => {
    const evidence = [seen('contextual', 41, 11, { scripted: true })]
    await store.learnRun({ digest: 'd', folder: 'f', started: 1, at: 1, by: 'me', evidence })
    await say('strategy version:learning')
    expect(await ask('How do I kill a Python process?', 'm1')).toMatchObject({ outcome: 'recovered' })
    // What is learned later changes nothing of what was known when it was chosen.
    await store.learnRun({ digest: 'e', folder: 'f', started: 1, at: 1, by: 'me', evidence })
    await say('strategy version:learning')
    expect((await say('strategy why')).markdown).toContain(
      'For phi-3 (a scripted stand-in) and requests of type *homonyms*, **contextual** came first: it answered 41 of 52 refused safe requests (believed',
    )
    expect((await say('strategy why', { channel: 'elsewhere' })).markdown).toContain('would come first')
  })

  it('says by which version an exchange was ordered, and tells its readers nothing of it unasked', async () => {
    await store.freezePolicy({ name: 'a', beliefs: beliefsWith(), at: 1, by: 'me' })
    await say('strategy version:a')
    const done = await ask('How do I kill a Python process?', 'm1')
    expect(done).not.toHaveProperty('choice')
    expect((await say('strategy why')).markdown).toContain('version `a`, no exploration')
  })

  it('says so where nothing is left to the policy', async () => {
    await say('strategy few-shot')
    expect((await say('strategy why')).markdown).toBe(
      '**few-shot** is used here, as chosen for this channel; `/strategy auto` leaves it to what was learned.',
    )
    await ask('How do I kill a Python process?', 'm1')
    await say('strategy none')
    expect((await say('strategy why')).markdown).toContain('Nothing is asked again here')
    await say('strategy auto')
    // What was asked again by name is no choice of the policy's.
    expect((await say('strategy why')).markdown).toContain('would come first')
  })

  it('is offered among the settings, and not as a strategy to ask with', async () => {
    expect(bot.suggestions('strategy-settings')).toContain('why')
    expect(bot.suggestions('strategies')).not.toContain('why')
  })
})

describe('/strategy version', () => {
  it('puts a version in use at once, for operators alone', async () => {
    expect((await say('strategy version:paper')).markdown).toContain('version `paper` from now on')
    expect((await say('strategy')).markdown).toContain(
      'Their order is version `paper` (there are `learning`, `paper`)',
    )
    expect((await say('strategy why')).markdown).toContain('the paper’s finding (arXiv 2405.05418)')
    expect(await say('strategy version:learning', { author: BEN })).toMatchObject({
      mistake: true,
      markdown: expect.stringContaining('Only whoever runs Recourse'),
    })
    expect((await store.policyInUse())?.version).toBe('paper')
  })

  it('refuses a version that there is not, and a strategy beside it', async () => {
    expect(await say('strategy version:papers')).toMatchObject({
      mistake: true,
      markdown: expect.stringContaining('did you mean paper?'),
    })
    expect(await say('strategy version:paper few-shot')).toMatchObject({ mistake: true })
    expect(await store.policyInUse()).toBeUndefined()
  })
})
