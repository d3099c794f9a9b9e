import type { State } from '../../store/state.ts'

/** One shard may identify in this time, in milliseconds, or as many as Discord allows at once. */
export const IDENTIFY_WINDOW = 5_000

/** Time between two looks whether it is our turn, in milliseconds. */
const LOOK_EVERY = 200

export interface IdentifyTurnsOptions {
  readonly state: State
  readonly wait: (milliseconds: number) => Promise<void>
  /** How many shards may identify at once. */
  readonly atOnce: number
  readonly window: number
}

/**
 * Lets the shards of all processes identify one after another, as Discord demands of a bot
 * (https://docs.discord.com/developers/events/gateway#sharding-max-concurrency). Told in the shared state, because
 * discord.js only knows of the shards of its own process.
 */
export class IdentifyTurns {
  readonly #options: IdentifyTurnsOptions

  constructor(options: IdentifyTurnsOptions) {
    this.#options = options
  }

  /** Resolves once the shard may identify. */
  async waitForIdentify(shard: number, signal: AbortSignal): Promise<void> {
    const { state, wait, atOnce, window } = this.#options
    if (window <= 0) return
    const name = `discord:identify:${shard % atOnce}`
    // While the state cannot be reached nobody knows whose turn it is; a shard that fails here would end the process.
    while (!(await state.add(name, shard, window).catch(() => false))) {
      await wait(LOOK_EVERY)
      signal.throwIfAborted()
    }
  }
}
