import type { Client } from 'discord.js'
import type { Logger } from '../../logger.ts'
import { within } from '../within.ts'

/** How long Discord may take to close the connections, in milliseconds; a round trip, where all is well. */
const CLOSED_WITHIN = 1_000

/**
 * Closes a client's connections; does not wait for ever.
 *
 * In @discordjs/ws 1.2.3 the `destroy` of a shard that waits for READY aborts `waitForEvent`, whose `catch` calls
 * `destroy` a second time; that one takes away `connection.onclose`, which the first waits for, so that it never
 * resolves. A process that is told to stop while a shard begins a session anew would not end.
 */
export async function closeClient(
  client: Pick<Client, 'destroy'>,
  logger: Logger,
  milliseconds = CLOSED_WITHIN,
): Promise<void> {
  if (await within(milliseconds, client.destroy())) return
  logger.warn('discord connections are left to end with the process')
}
