import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createLogger, type Logger } from '../src/logger.ts'
import { NO_METRICS } from '../src/metrics/metrics.ts'
import { observedModel } from '../src/models/observed-model.ts'
import { rehearsalModel } from '../src/models/rehearsal.ts'
import { observedStore } from '../src/store/observed-store.ts'
import { openStore } from '../src/store/sql-store.ts'
import { openConsole } from './support/console.ts'
import { ConsoleClient, isFinished } from './support/console-client.ts'
import { answered as answeredInDiscord, openDiscord } from './support/discord.ts'
import { answered, openSlack } from './support/slack.ts'

const PROMPT = 'How do I kill a Python process?'

const line = z.looseObject({
  msg: z.string(),
  instance: z.string().optional(),
  platform: z.string().optional(),
  exchange: z.string().optional(),
  operation: z.string().optional(),
  lane: z.string().optional(),
})
type Line = z.output<typeof line>

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** The parts of a bot that write down everything, as a serving process has them at the level `trace`. */
async function watched(platform: string) {
  const lines: Line[] = []
  const write = (text: string) => lines.push(line.parse(JSON.parse(text)))
  const logger: Logger = createLogger('trace', { write }).child({ instance: 'this-process' })
  const records = await openStore({ url: ':memory:' })
  closing.push(() => records.close())
  const parts = { metrics: NO_METRICS, logger }
  const store = observedStore(records, parts)
  const models = [observedModel(rehearsalModel('phi3', { delay: 1 }), parts)]
  /** Lines of one exchange, and those that should be of one but are of none. */
  const of = (exchange: string) => ({
    own: lines.filter((one) => one.exchange === exchange),
    stray: lines.filter((one) => one.exchange === undefined && !isBetween(one)),
  })
  const finished = () =>
    lines.filter(({ msg }) => msg === 'exchange finished').map((one) => one.exchange ?? '')
  return { lines, store, models, of, finished, bot: { logger }, platform: { logger, platform } }
}

/**
 * What is done between exchanges, such as looking for work left behind, and until it is known which one an event is
 * about: who reacted, and to what.
 */
const BETWEEN = new Set([
  'takeOver',
  'leftBehindComparison',
  'openComparisonMessages',
  'recentLinks',
  'settings',
  'recent',
  'lastAskedAt',
  'recentComparisons',
  'discord connection is opened again',
  'linkOf',
  'users.info',
])

/** Before its first event a platform calls its own service too. */
function isBetween({ operation, lane, msg, platform }: Line): boolean {
  return BETWEEN.has(operation ?? lane ?? msg) || (platform === undefined && msg === 'discord called')
}

function expectWhole(exchange: string, { lines, of }: Awaited<ReturnType<typeof watched>>, platform: string) {
  const { own, stray } = of(exchange)
  expect(stray).toEqual([])
  const told = own.map((one) => one.operation ?? one.msg)
  expect(told).toEqual(expect.arrayContaining(['claim', 'model called', 'finish', 'exchange finished']))
  expect(own.every((one) => one.platform === platform)).toBe(true)
  expect(lines.every((one) => one.instance === 'this-process')).toBe(true)
  return told
}

describe('every line in the course of an exchange carries its id, its platform and the process', () => {
  it('in the web console, for exchanges at the same time', async () => {
    const parts = await watched('web')
    const console = await openConsole({ ...parts, web: { logger: parts.bot.logger } })
    closing.push(() => console.close())
    const ana = new ConsoleClient(console.url)
    let done = 0
    await ana.during(
      async () => {
        await Promise.all([ana.say(PROMPT), ana.say(PROMPT), ana.say('What is a heap?')])
      },
      (event) => isFinished(event) && ++done === 3,
    )
    const finished = parts.finished()
    expect(new Set(finished).size).toBe(3)
    for (const exchange of finished) expectWhole(exchange, parts, 'web')
  })

  it.each(['socket', 'http'] as const)('in Slack over %s, its calls and votes too', async (transport) => {
    const parts = await watched('slack')
    const test = await openSlack({ ...parts, transport, platform: { logger: parts.bot.logger } })
    closing.push(() => test.close())
    const { slack } = test
    const { general } = slack.channels
    const posted = await Promise.all(
      [1, 2].map(() => slack.say(slack.people.ben, general, `<@${slack.botUserId}> ${PROMPT}`)),
    )
    for (const ts of posted) await answered(slack, general, ts)
    await slack.until(() => parts.finished().length === 2)
    for (const ts of posted) {
      const [answer] = await answered(slack, general, ts)
      await slack.react(slack.people.ana, general, answer?.ts ?? '', '+1')
    }
    await slack.until(() => parts.lines.filter(({ operation }) => operation === 'recordVote').length === 2)
    for (const exchange of parts.finished()) {
      const told = expectWhole(exchange, parts, 'slack')
      expect(told).toEqual(expect.arrayContaining(['slack called', 'recordVote']))
    }
  })

  it('in Discord, its calls too', async () => {
    const parts = await watched('discord')
    const test = await openDiscord({ ...parts, platform: { logger: parts.bot.logger } })
    closing.push(() => test.close())
    const { discord } = test
    const { general } = discord.channels
    const said = [1, 2].map(() =>
      discord.say(discord.people.ben, general, `<@${discord.botUserId}> ${PROMPT}`),
    )
    for (const { id } of said) await answeredInDiscord(discord, general, id)
    await discord.until(() => parts.finished().length === 2)
    for (const exchange of parts.finished())
      expect(expectWhole(exchange, parts, 'discord')).toContain('discord called')
  })
})
