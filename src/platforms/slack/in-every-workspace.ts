import type { Logger } from '../../logger.ts'
import type { SlackWorkspace } from './slack-workspace.ts'
import type { SlackWorkspaces } from './slack-workspaces.ts'
import type { WorkspaceSource } from './workspace-source.ts'

/** Workspaces at once: each waits for limits of its own. */
const AT_ONCE = 16

export interface EveryWorkspace {
  readonly workspaces: SlackWorkspaces
  readonly source: Pick<WorkspaceSource, 'all'>
  readonly logger: Logger
  readonly stopped: AbortSignal
}

/**
 * Does the same in every workspace that has the app and passes `concerns`; gives those in which it failed, each of which
 * is logged as `trouble`.
 *
 * @throws where it cannot be told which workspaces there are, once all work has ended that was begun
 */
export async function inEveryWorkspace(
  { workspaces, source, logger, stopped }: EveryWorkspace,
  trouble: string,
  concerns: (workspace: string) => Promise<boolean>,
  work: (workspace: SlackWorkspace) => Promise<void>,
): Promise<readonly string[]> {
  const left = source.all()[Symbol.asyncIterator]()
  const failed: string[] = []
  const worker = async () => {
    for (let next = await left.next(); !next.done && !stopped.aborted; next = await left.next()) {
      try {
        if (!(await concerns(next.value))) continue
        const found = await workspaces.get(next.value)
        if (found) await work(found)
      } catch (error) {
        failed.push(next.value)
        logger.error({ err: error, workspace: next.value }, trouble)
      }
    }
  }
  // None of them may still be at it when it is tried again.
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  return failed
}
