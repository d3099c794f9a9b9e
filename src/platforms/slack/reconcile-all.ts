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
  const { bot, now, wait, stopped } = options
  let looking: Promise<void> | undefined
  let isDue = false

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

  async function lookWhileDue(): Promise<void> {
    while (isDue && !stopped.aborted) {
      isDue = false
      let failed = await look()
      for (const pause of AGAIN_AFTER) {
        if (failed.length === 0 || isDue || stopped.aborted) break
        await wait(pause)
        failed = await look(new Set(failed))
      }
    }
  }

  return async () => {
    isDue = true
    looking ??= lookWhileDue().finally(() => {
      looking = undefined
    })
    await looking
  }
}
