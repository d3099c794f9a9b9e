import { type EveryWorkspace, inEveryWorkspace } from './in-every-workspace.ts'
import type { ReconcileOptions } from './reactions.ts'
import { hasRecentMessages, reconcileReactions } from './reactions.ts'

type ReconcileAllOptions = EveryWorkspace &
  Pick<ReconcileOptions, 'bot' | 'logger' | 'now' | 'wait' | 'stopped' | 'missed'>

/** Makes up for votes that came while nobody listened, in every workspace that has recent answers. */
export async function reconcileAll(options: ReconcileAllOptions): Promise<void> {
  await inEveryWorkspace(
    options,
    'votes could not be made up for',
    (workspace) => hasRecentMessages(workspace, options.bot, options.now),
    async ({ identity, isBot, services: { api, bot } }) => {
      await reconcileReactions({ ...options, bot, api, identity, isBot })
    },
  )
}
