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
  const running = new Set<string>()
  let isLooking = false

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      while (running.size < AT_ONCE && !stopped.aborted) {
        const taken = await bot.takeUp(platform, workspace)
        if (!taken) return
        const { id } = taken.exchange
        // Its lease ran out while it was looked up what had been posted of it, and has been renewed by this.
        if (running.has(id)) continue
        running.add(id)
        const scope = { platform, exchange: id }
        underWay.follow(withLogScope(scope, () => goOn(taken)).finally(() => ended(id)))
      }
    } catch (error) {
      logger.warn({ err: error }, 'exchanges left behind could not be taken up')
    } finally {
      isLooking = false
    }
  }

  function ended(id: string): void {
    const wasFull = running.size === AT_ONCE
    running.delete(id)
    if (wasFull) void look()
  }

  return look
}
