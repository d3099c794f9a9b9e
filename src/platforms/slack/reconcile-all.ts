import type { ReconcileOptions } from './reactions.ts'
import { hasRecentMessages, reconcileReactions } from './reactions.ts'
import type { SlackWorkspaces } from './slack-workspaces.ts'
import type { WorkspaceSource } from './workspace-source.ts'

/** Workspaces at once: each waits for limits of its own. */
const AT_ONCE = 4

interface ReconcileAllOptions
  extends Pick<ReconcileOptions, 'bot' | 'logger' | 'now' | 'wait' | 'stopped' | 'missed'> {
  readonly workspaces: SlackWorkspaces
  readonly source: Pick<WorkspaceSource, 'all'>
}

/** Makes up for votes that came while nobody listened, in every workspace that has recent answers. */
export async function reconcileAll(options: ReconcileAllOptions): Promise<void> {
  const { bot, logger, now, stopped, source, workspaces } = options
  const left = source.all()[Symbol.asyncIterator]()
  const work = async () => {
    for (let next = await left.next(); !next.done && !stopped.aborted; next = await left.next()) {
      try {
        if (!(await hasRecentMessages(next.value, bot, now))) continue
        const found = await workspaces.get(next.value)
        if (!found) continue
        const { identity, isBot, services } = found
        await reconcileReactions({ ...options, bot: services.bot, api: services.api, identity, isBot })
      } catch (error) {
        logger.error({ err: error, workspace: next.value }, 'votes could not be made up for')
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
