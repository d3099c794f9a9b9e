import type { Config } from '../config.ts'
import { createRetention, type RetentionOptions } from '../retention.ts'
import { instanceName } from './instance-name.ts'

/** State is kept no longer than text. */
export function longestState({ retentionDays }: Config): { readonly longest?: number } {
  return retentionDays === undefined ? {} : { longest: retentionDays * 24 * 60 * 60_000 }
}

/** What erases text past its time, as it is configured. */
export function retentionOf(
  { retentionDays }: Config,
  parts: Pick<RetentionOptions, 'store' | 'state' | 'logger'>,
): ReturnType<typeof createRetention> {
  return createRetention({
    ...parts,
    ...(retentionDays !== undefined && { days: retentionDays }),
    instance: instanceName(),
    now: Date.now,
  })
}
