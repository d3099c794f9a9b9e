import type { TakenUp } from '../../bot-types.ts'
import { takeUpComparisons } from '../comparison-board.ts'
import { type TakeUpServices, takingUp } from '../taking-up.ts'
import type { SlackWorkspaces } from './slack-workspaces.ts'
import { goOnWith } from './take-up.ts'

interface TakeUpParts extends TakeUpServices {
  readonly workspaces: SlackWorkspaces
  /** The only one that concerns this process; others may be those of another bot on the same records. */
  readonly only?: string | undefined
}

/**
 * Gives what goes on with what processes left behind, each in its workspace. Where the app is not installed any more all
 * that waits is ended.
 */
export function takingUpLeftBehind(parts: TakeUpParts, stopped: AbortSignal): () => Promise<void> {
  const { bot, underWay, workspaces, only } = parts
  const goOn = async (taken: TakenUp) => {
    const { workspace } = taken.exchange.place
    const found = await workspaces.get(workspace)
    if (found) await goOnWith(taken, found.services, found.identity)
    else await bot.endWork({ platform: 'slack', workspace })
  }
  const takeUpExchanges = takingUp('slack', parts, stopped, goOn, only)
  return async () => {
    await takeUpExchanges()
    await takeUpComparisons('slack', parts, (left) => {
      // Where nobody is left to see it, it has ended all the same.
      underWay.follow(
        workspaces.get(left.view.place.workspace).then((found) => found?.services.comparisons.settle(left)),
      )
    })
  }
}
