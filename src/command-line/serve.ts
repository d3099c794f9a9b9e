import type { Bot } from '../bot-types.ts'
import type { Logger } from '../logger.ts'
import type { Platform } from '../platforms/platform.ts'

/**
 * Starts every platform and runs until the process is told to stop. A second signal stops at once.
 * Resolves once everything has been let finish.
 */
export async function serve(
  bot: Bot,
  platforms: readonly Platform[],
  logger: Logger,
  stopRequested: Promise<void>,
): Promise<void> {
  const started: Platform[] = []
  try {
    for (const platform of platforms) {
      await platform.start(bot)
      started.push(platform)
      logger.info({ platform: platform.name }, 'platform started')
    }
    await stopRequested
  } finally {
    await Promise.all(started.map((platform) => platform.stop()))
  }
}

/** Resolves at the first SIGINT or SIGTERM. */
export function stopSignal(events: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => resolve()
    events.once('SIGINT', stop)
    events.once('SIGTERM', stop)
  })
}
