import type { VoteEvent } from './store.ts'
import { isDeadlock, isMissingParent } from './store-errors.ts'

/** So many votes are stored in one transaction at most; more would keep other writers waiting. */
const TOGETHER = 100

/** How votes are stored: many at a time, which is all or nothing, or one. */
export interface VoteWriting {
  readonly many: (events: readonly VoteEvent[]) => Promise<readonly boolean[]>
  readonly one: (event: VoteEvent) => Promise<boolean>
}

interface Waiting {
  readonly event: VoteEvent
  readonly stored: (stored: boolean | Promise<boolean>) => void
  readonly failed: (error: unknown) => void
}

/**
 * Stores votes as they come, and those that come while others are being stored together: nobody waits for company.
 * Votes keep their order. Where one of many may have been what failed, each is tried by itself, so that no vote
 * suffers from another; where the database failed, all of them have.
 */
export function createVoteWriter({ many, one }: VoteWriting): (event: VoteEvent) => Promise<boolean> {
  const waiting: Waiting[] = []
  let isWriting = false

  async function write(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, TOGETHER)
      if (batch.length === 1) await writeEach(batch)
      else await writeTogether(batch)
    }
    isWriting = false
  }

  async function writeTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await many(batch.map(({ event }) => event))
      for (const [index, { stored }] of batch.entries()) stored(results[index] ?? false)
    } catch (error) {
      if (isMissingParent(error) || isDeadlock(error)) await writeEach(batch)
      else for (const { failed } of batch) failed(error)
    }
  }

  async function writeEach(batch: readonly Waiting[]): Promise<void> {
    for (const { event, stored } of batch) {
      const result = one(event)
      stored(result)
      // In their order, whatever becomes of it; who waits for it is told.
      await result.catch(() => undefined)
    }
  }

  return (event) =>
    new Promise((stored, failed) => {
      waiting.push({ event, stored, failed })
      if (!isWriting) void write()
    })
}
