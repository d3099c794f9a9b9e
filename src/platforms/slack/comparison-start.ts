import type { CommandEvent } from '../../../commands/command.ts'
import type { Person } from '../../bot-types.ts'
import type { ComparisonView } from '../../comparison-types.ts'
import type { ReplyServices } from './reply.ts'
import { refusalOf } from './slack-api.ts'

interface BegunComparison {
  readonly view: ComparisonView
  readonly rest: AsyncIterator<CommandEvent>
  readonly person: Person
}

/** Shows a comparison that a command has begun, to its end; `tell` says a line to its caller alone. */
export async function showComparison(
  { view, rest, person }: BegunComparison,
  { comparisons, logger }: Pick<ReplyServices, 'comparisons' | 'logger'>,
  tell: (line: string) => Promise<void>,
): Promise<void> {
  try {
    await comparisons.show(view, rest, { person })
  } catch (error) {
    logger.warn({ err: error, comparison: view.id }, 'comparison could not be posted')
    await tell(cannotPost(error, 'the comparison'))
  }
}

/** Why something could not be posted in a channel, and what to do about it. */
export function cannotPost(error: unknown, what: string): string {
  const refusal = refusalOf(error)
  return refusal === undefined
    ? `Slack could not be reached to post ${what} here. Try again in a moment.`
    : `I cannot post in this channel (Slack says \`${refusal}\`). Invite me with \`/invite\`, then ask again.`
}
