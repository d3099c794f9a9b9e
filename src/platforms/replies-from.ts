import type { CommandEnd, CommandEvent } from '../../commands/command.ts'
import type { ReplyEvent } from '../reply-events.ts'

/** What commands yield that start no exchange. */
const ENDS: ReadonlySet<string> = new Set<CommandEnd['type']>(['text', 'file', 'labelling', 'comparison'])

/** Whether a command has started an exchange. */
export function isReply(event: CommandEvent): event is ReplyEvent {
  return !ENDS.has(event.type)
}

/** The reply events of a command, without what one yields that starts no exchange. */
export async function* repliesOnly(events: AsyncIterator<CommandEvent>): AsyncGenerator<ReplyEvent> {
  for (let next = await events.next(); !next.done; next = await events.next()) {
    if (isReply(next.value)) yield next.value
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
