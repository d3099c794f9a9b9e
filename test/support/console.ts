import { createAdminCheck } from '../../src/admins.ts'
import type { BotOptions } from '../../src/bot.ts'
import type { Bot } from '../../src/bot-types.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import {
  createWebPlatform,
  type WebPlatform,
  type WebPlatformOptions,
} from '../../src/platforms/web/web-platform.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { botOver } from './bot.ts'
import { logWatch, watchedLogger } from './watched-logs.ts'

export interface TestConsole {
  readonly url: string
  readonly platform: WebPlatform
  readonly bot: Bot
  close(): Promise<void>
}

export const REHEARSALS: readonly ChatModel[] = ['command-r-plus', 'llama2', 'gemma', 'phi3'].map((name) =>
  rehearsalModel(name, { delay: 4 }),
)

/** The web console over the real bot, on a port of its own and a database in memory. */
export async function openConsole(
  options: {
    readonly store?: Store
    readonly models?: readonly ChatModel[]
    readonly bot?: Partial<BotOptions>
    readonly web?: Partial<WebPlatformOptions>
  } = {},
): Promise<TestConsole> {
  const store = options.store ?? (await openStore({ url: ':memory:' }))
  const bot = botOver(store, options.models ?? REHEARSALS, {
    newId: () => crypto.randomUUID(),
    isAdmin: createAdminCheck([]),
    ...options.bot,
  })
  if (options.web?.token !== undefined) logWatch.plant(options.web.token)
  const platform = createWebPlatform({ host: '127.0.0.1', port: 0, logger: watchedLogger, ...options.web })
  await platform.start(bot)
  return {
    url: platform.url,
    platform,
    bot,
    async close() {
      await platform.stop()
      if (!options.store) await store.close()
    },
  }
}
