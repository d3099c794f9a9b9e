/**
 * The bot in a process of its own, to be killed: `discord-process.ts API_URL TOKEN DATABASE STATE SHARDS [WINDOW]`. Prints
 * `ready` once Discord is connected. WINDOW is the time in which one shard may identify, in milliseconds. Its model says twenty lines, a few characters at a time.
 */
import { silentLogger } from '../../../src/logger.ts'
import { createDiscordPlatform } from '../../../src/platforms/discord/discord-platform.ts'
import { parseShards } from '../../../src/platforms/discord/shards.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { openState } from '../../../src/store/state.ts'
import { botOver } from '../../support/bot.ts'
import { slowLines } from '../../support/slow-lines.ts'

const [apiUrl = '', token = '', url = '', stateUrl = '', shards = '', window = '0'] = process.argv.slice(2)
const store = await openStore({ url })
const bot = botOver(store, [slowLines(20, 8)], {
  newId: () => crypto.randomUUID(),
  instance: `killed:${process.pid}`,
})
const platform = createDiscordPlatform({
  token,
  apiUrl,
  shards: parseShards(shards) ?? 'auto',
  logger: silentLogger,
  state: await openState({ url: stateUrl }),
  identifyWindow: Number(window),
})
await platform.start(bot)
process.stdout.write('ready\n')
