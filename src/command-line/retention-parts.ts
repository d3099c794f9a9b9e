import type { Config } from '../config.ts'
import type { DestinationStream } from '../logger.ts'
import { createRetention, type RetentionOptions } from '../retention.ts'
import { openState } from '../store/state.ts'
import { instanceName } from './instance-name.ts'
import { openRecords } from './records.ts'
import type { RetentionTools } from './retention-command.ts'

/** What `recourse retention` works on: the records, and the state where it is kept in a file. */
export async function openRetention(
  config: Config,
  logs: DestinationStream | undefined,
): Promise<RetentionTools> {
  const store = await openRecords(config, { logs })
  const isFile = config.stateUrl !== ':memory:' && !/^rediss?:/.test(config.stateUrl)
  try {
    const state = isFile ? await openState({ url: config.stateUrl }) : undefined
    return {
      store,
      ...(state && { state }),
      ...(config.retentionDays !== undefined && { days: config.retentionDays }),
      async close() {
        await state?.close()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
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
