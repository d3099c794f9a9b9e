import { patiently } from '../patiently.ts'
import { type EveryWorkspace, inEveryWorkspace } from './in-every-workspace.ts'
import { hasRecentMessages, type ReconcileOptions, reconcileReactions } from './reactions.ts'

/** Waits before workspaces are looked at again that could not be, in milliseconds. */
const AGAIN_AFTER = [1_000, 8_000, 64_000, 512_000]

type ReconcileAllOptions = EveryWorkspace &
  Pick<ReconcileOptions, 'bot' | 'logger' | 'now' | 'wait' | 'stopped' | 'missedVotes'>

/**
 * Gives what makes up for votes that came while nobody listened, in every workspace that has recent answers. While it
 * looks, being called has it look once more afterwards.
 */
export function reconcilingAll(options: ReconcileAllOptions): () => Promise<void> {
  const { bot, logger, now, wait, stopped } = options
  let looking: Promise<void> | undefined
  let isDue = false
  let wake = () => {}

  const look = (only?: ReadonlySet<string>) =>
    inEveryWorkspace(
      options,
      'votes could not be made up for',
      async (workspace) =>
        (only?.has(workspace) ?? true) && patiently(() => hasRecentMessages(workspace, bot, now), wait),
      async ({ identity, isBot, services: { api, bot } }) => {
        await reconcileReactions({ ...options, bot, api, identity, isBot })
      },
    )

  /** Gives the workspaces that have to be looked at again; `undefined` where that is all of them. */
  async function lookAt(only: ReadonlySet<string> | undefined): Promise<ReadonlySet<string> | undefined> {
    try {
      return new Set(await look(only))
    } catch (error) {
      logger.warn({ err: error }, 'votes could not be made up for in any workspace')
      return only
    }
  }

  async function lookWhileDue(): Promise<void> {
    while (isDue && !stopped.aborted) {
      isDue = false
      let left = await lookAt(undefined)
      for (const pause of AGAIN_AFTER) {
        if (left?.size === 0 || stopped.aborted) break
        const called = new Promise<void>((resolve) => {
          wake = resolve
        })
        if (!isDue) await Promise.race([wait(pause), called])
        if (isDue) break
        left = await lookAt(left)
      }
    }
  }

  return async () => {
    isDue = true
    wake()
    looking ??= lookWhileDue().finally(() => {
      looking = undefined
    })
    await looking
  }
}
