/**
 * The bot in a process of its own, to be killed: `slack-process.ts API_URL BOT_TOKEN APP_TOKEN DATABASE [LEASE]`. Prints
 * `ready` once Slack is connected. Its model says twenty lines, a few characters at a time.
 */
import { Leases } from '../../../src/leases.ts'
import { silentLogger } from '../../../src/logger.ts'
import { createSlackPlatform } from '../../../src/platforms/slack/slack-platform.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState } from '../../../src/store/state.ts'
import { botOver } from '../../support/bot.ts'
import { slowLines } from '../../support/slow-lines.ts'

const [apiUrl = '', botToken = '', appToken = '', url = '', lease] = process.argv.slice(2)
const store = await openStore({ url })
const bot = botOver(store, [slowLines(20, 8)], {
  newId: () => crypto.randomUUID(),
  instance: `killed:${process.pid}`,
  ...(lease !== undefined && { leases: new Leases({ now: Date.now, length: Number(lease) }) }),
})
const platform = createSlackPlatform({
  botToken,
  transport: { appToken },
  apiUrl,
  logger: silentLogger,
  state: await openState({ url: ':memory:' }),
})
await platform.start(bot)
process.stdout.write('ready\n')
