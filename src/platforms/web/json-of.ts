import type { Context } from 'hono'
import { InputError } from '../../errors.ts'

/**
 * The body of a request, which its sender says is JSON.
 *
 * @throws {InputError} when it is none
 */
export async function jsonOf(context: Context): Promise<unknown> {
  if (!(context.req.header('Content-Type') ?? '').startsWith('application/json')) {
    throw new InputError('Send this as application/json.')
  }
  try {
    return await context.req.json()
  } catch (error) {
    throw new InputError('This is not JSON. Reload the page and try again.', { cause: error })
  }
}
