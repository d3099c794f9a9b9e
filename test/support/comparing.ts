import type { CommandEvent } from '../../commands/command.ts'
import type { Bot, Caller, Person } from '../../src/bot-types.ts'
import type { ComparisonView } from '../../src/comparison-types.ts'
import type { MessageKey } from '../../src/domain.ts'
import { ANA } from './bot.ts'
import { scriptedModel } from './scripted-model.ts'

/** What runs `/compare` in the tests' own channel. */
export interface ComparingCaller {
  readonly person?: Person
  readonly thread?: string
  readonly message?: string
  readonly about?: MessageKey
}

export function callerOf({ person = ANA, thread, message, about }: ComparingCaller = {}): Caller {
  const key = {
    platform: 'test',
    workspace: 'w',
    channel: 'general',
    message: message ?? crypto.randomUUID(),
  }
  const place = { ...key, thread: thread ?? key.message }
  return { person, place, key, isAdmin: false, ...(about && { about }) }
}

/** Starts `/compare` with what is typed after it. */
export function compareEvents(
  bot: Bot,
  typed: string,
  caller: ComparingCaller = {},
): AsyncIterable<CommandEvent> {
  return bot.handleCommand(`compare ${typed}`, callerOf(caller))
}

/** Runs `/compare` to its end. `text` is what the caller alone is told where nothing was compared. */
export async function compared(
  bot: Bot,
  typed: string,
  caller: ComparingCaller = {},
): Promise<{
  readonly views: readonly ComparisonView[]
  readonly last?: ComparisonView
  readonly text?: string
}> {
  const views: ComparisonView[] = []
  let text: string | undefined
  for await (const event of compareEvents(bot, typed, caller)) {
    if (event.type === 'comparison') views.push(event.view)
    if (event.type === 'text') text = event.markdown
  }
  const last = views.at(-1)
  return { views, ...(last && { last }), ...(text !== undefined && { text }) }
}

/** A live model under a name of its own that says one thing, and counts its calls. */
export function saying(text: string, name: string) {
  return { ...scriptedModel([text]), id: `openai:${name}` }
}
