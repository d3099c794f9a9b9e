import type { CommandEvent } from '../../commands/command.ts'
import type { ReplyEvent } from '../reply-events.ts'

/** The reply events of a command, without the text of one that starts no exchange. */
export async function* repliesOnly(events: AsyncIterator<CommandEvent>): AsyncGenerator<ReplyEvent> {
  for (let next = await events.next(); !next.done; next = await events.next()) {
    if (next.value.type !== 'text') yield next.value
  }
}

/** The same where the first event was taken already. */
export async function* repliesFrom(
  first: ReplyEvent,
  rest: AsyncIterator<CommandEvent>,
): AsyncGenerator<ReplyEvent> {
  yield first
  yield* repliesOnly(rest)
}
