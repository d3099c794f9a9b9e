import type { CommandEnd, CommandEvent } from '../../commands/command.ts'
import type { ReplyEvent } from '../reply-events.ts'

/** What commands yield that start no exchange. */
const ENDS: ReadonlySet<string> = new Set<CommandEnd['type']>(['text', 'file', 'labelling', 'comparison'])

/** Whether a command has started an exchange. */
export function isReply(event: CommandEvent): event is ReplyEvent {
  return !ENDS.has(event.type)
}

/**
 * The reply events of a command, without what one yields that starts no exchange. No generator, since one that was never
 * asked for anything tells nobody that it is not wanted any more: whoever answers keeps its place until then.
 */
export function repliesOnly(events: AsyncIterator<CommandEvent>): AsyncIterableIterator<ReplyEvent> {
  const ended = { done: true, value: undefined } as const
  return {
    async next() {
      for (;;) {
        const { done, value } = await events.next()
        if (done) return ended
        if (isReply(value)) return { done: false, value }
      }
    },
    async return() {
      await events.return?.()
      return ended
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** The same where the first event was taken already. */
export async function* repliesFrom(
  first: ReplyEvent,
  rest: AsyncIterator<CommandEvent>,
): AsyncGenerator<ReplyEvent> {
  const replies = repliesOnly(rest)
  try {
    yield first
    yield* replies
  } finally {
    await replies.return?.()
  }
}
