import type { CommandEvent } from '../../commands/command.ts'
import type { ReplyEvent } from '../reply-events.ts'

/** The reply events of a command whose first one was taken already. */
export async function* repliesFrom(
  first: ReplyEvent,
  rest: AsyncIterator<CommandEvent>,
): AsyncGenerator<ReplyEvent> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    if (next.value.type !== 'text') yield next.value
  }
}
