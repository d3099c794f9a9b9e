/** What people can read, of what Discord is sent. */
import { type Json, stringOf } from '../shared/json.ts'
import type { StoredMessage } from './state.ts'

/** All that is to be read in a message: its content, its embeds, and the words on its components. */
export function visibleText(message: Pick<StoredMessage, 'content' | 'embeds' | 'components'>): string {
  if (message.embeds.length === 0 && message.components.length === 0) return message.content
  return [message.content, ...message.embeds.flatMap(words), ...message.components.flatMap(words)]
    .filter((text) => text !== '')
    .join('\n')
}

const wordFields = [
  'title',
  'description',
  'name',
  'value',
  'text',
  'label',
  'placeholder',
  'content',
] as const
/** What is text in an embed is an address or a secret of the bot's in a component. */
const structure = [
  'author',
  'footer',
  'fields',
  'components',
  'options',
  'component',
  'accessory',
  'items',
] as const

/** The words that people can read in an embed, a component or a modal. */
export function words(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(words)
  if (typeof node !== 'object' || node === null) return []
  const one = node as Json
  // A select's option has a `value` that nobody sees; an embed's field has one that everybody does.
  const isOption = 'label' in one
  const own = wordFields.filter((name) => !(isOption && name === 'value')).map((name) => stringOf(one[name]))
  return [...own.filter((text) => text !== ''), ...structure.flatMap((name) => words(one[name]))]
}

/** A masked link whose label is not its target. */
export interface HiddenLink {
  readonly label: string
  readonly target: string
}

const code = /```[\s\S]*?```|`[^`\n]+`/g
const maskedLink = /(?<!\\)\[((?:\\.|[^\]\\])+)\]\(\s*<?(https?:\/\/[^)\s>]+)>?[^)]*\)/g

/** The masked links in a text. https://docs.discord.com/developers/reference#message-formatting */
export function hiddenLinksIn(text: string): readonly HiddenLink[] {
  return [...text.replace(code, ' ').matchAll(maskedLink)]
    .map(([, label = '', target = '']) => ({ label, target }))
    .filter(({ label, target }) => bare(label) !== bare(target))
}

const bare = (link: string): string => link.replace(/^https?:\/\//, '').replace(/\/$/, '')
