import { z } from 'zod'
import { patiently } from '../patiently.ts'
import type { DiscordServices } from './services.ts'

/** How long it is known which edit of a request was asked, in milliseconds. */
const EDIT_REMEMBERED = 30 * 24 * 60 * 60_000

type Parts = Pick<DiscordServices, 'state' | 'wait' | 'logger'>

/** When the edit of a message was made that was asked last, in milliseconds since 1970; `undefined` where none was. */
export async function lastEdit(id: string, { state, wait, logger }: Parts): Promise<number | undefined> {
  try {
    return await patiently(() => state.get(nameOfEdit(id), z.number()), wait)
  } catch (error) {
    // Few messages were edited before: it is better to take back what is most likely than nothing.
    logger.warn({ err: error, message: id }, 'state cannot tell which edit was asked')
    return undefined
  }
}

export async function noteEdit(id: string, editedAt: number, { state, wait, logger }: Parts): Promise<void> {
  await patiently(() => state.set(nameOfEdit(id), editedAt, EDIT_REMEMBERED), wait).catch((error: unknown) =>
    logger.warn({ err: error, message: id }, 'state cannot keep which edit was asked'),
  )
}

function nameOfEdit(message: string): string {
  return `discord:edit:${message}`
}
