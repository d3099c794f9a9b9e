import type { Bot, TakenUp } from '../bot-types.ts'
import { withLogScope } from '../log-scope.ts'
import type { Logger } from '../logger.ts'
import type { UnderWay } from './under-way.ts'

export interface TakeUpServices {
  readonly bot: Bot
  readonly logger: Logger
  readonly underWay: UnderWay
}

/** So many are taken up at once at most: the rest is for other processes, or for later. */
const AT_ONCE = 16

/**
 * Gives what takes up exchanges that other processes left behind on a platform, one after another; each then goes on by
 * itself. Resolves when nothing is left, or as much is under way as may be.
 */
export function takingUp(
  platform: string,
  { bot, logger, underWay }: TakeUpServices,
  stopped: AbortSignal,
  goOn: (taken: TakenUp) => Promise<void>,
  workspace?: string,
): () => Promise<void> {
  let running = 0
  let isLooking = false

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      while (running < AT_ONCE && !stopped.aborted) {
        const taken = await bot.takeUp(platform, workspace)
        if (!taken) return
        running += 1
        const scope = { platform, exchange: taken.exchange.id }
        underWay.follow(withLogScope(scope, () => goOn(taken)).finally(ended))
      }
    } catch (error) {
      logger.warn({ err: error }, 'exchanges left behind could not be taken up')
    } finally {
      isLooking = false
    }
  }

  function ended(): void {
    const wasFull = running === AT_ONCE
    running -= 1
    if (wasFull) void look()
  }

  return look
}
