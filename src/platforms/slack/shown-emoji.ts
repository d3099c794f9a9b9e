import type { CodebookEntry } from '../../crowd/codebook.ts'

/** An emoji as Slack writes it, by its name: https://docs.slack.dev/messaging/formatting-message-text#emoji */
export function shownEmoji({ emoji, names }: Pick<CodebookEntry, 'emoji' | 'names'>): string {
  const [name] = names
  return name === undefined ? emoji : `:${name}:`
}
