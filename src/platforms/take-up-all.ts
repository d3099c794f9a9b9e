import type { Bot, TakenUp } from '../bot-types.ts'
import { withLogScope } from '../log-scope.ts'
import type { Logger } from '../logger.ts'
import type { UnderWay } from './under-way.ts'

export interface TakeUpServices {
  readonly bot: Bot
  readonly logger: Logger
  readonly underWay: UnderWay
}

/** Takes up what other processes left behind on a platform, one after another; each then goes on by itself. */
export async function takeUpAll(
  platform: string,
  { bot, logger, underWay }: TakeUpServices,
  goOn: (taken: TakenUp) => Promise<void>,
  workspace?: string,
): Promise<void> {
  try {
    const next = () => bot.takeUp(platform, workspace)
    for (let taken = await next(); taken; taken = await next()) {
      const one = taken
      underWay.follow(withLogScope({ platform, exchange: one.exchange.id }, () => goOn(one)))
    }
  } catch (error) {
    logger.warn({ err: error }, 'exchanges left behind could not be taken up')
  }
}
