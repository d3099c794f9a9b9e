import { createHash } from 'node:crypto'
import { InputError } from '../errors.ts'
import { type Codebook, entryLabelled, entryOf, isSameEmoji, LABELS, type Label } from './codebook.ts'
import { readEmoji } from './read-emoji.ts'

/** Hexadecimal digits by which a version is told from others of one workspace: 32 bits. */
const VERSION_DIGITS = 8

/** The emoji that a workspace has chosen in place of the codebook's. */
export type EmojiChoices = ReadonlyMap<Label, string>

/** Under which name a workspace's emoji of a label is stored. */
export type EmojiSetting = `emoji.${Label}`

export function emojiSetting(label: Label): EmojiSetting {
  return `emoji.${label}`
}

/** The label whose emoji is stored under this name. */
export function labelOfSetting(name: string): Label | undefined {
  return LABELS.find((label) => emojiSetting(label) === name)
}

/** The choices among the settings of a workspace. */
export function emojiChoices(settings: ReadonlyMap<string, string> = new Map()): EmojiChoices {
  return new Map(
    [...settings].flatMap(([name, emoji]) => {
      const label = labelOfSetting(name)
      return label === undefined ? [] : [[label, emoji]]
    }),
  )
}

/**
 * The codebook with a workspace's own emoji. Its version tells the choices apart, in whatever order they were made;
 * without any it is the one that was given.
 */
export function codebookWith(codebook: Codebook, choices: EmojiChoices): Codebook {
  if (choices.size === 0) return codebook
  return {
    version: `${codebook.version}-${digestOf(choices)}`,
    entries: codebook.entries.map((entry) => {
      const emoji = choices.get(entry.label)
      return emoji === undefined ? entry : { ...entry, emoji, names: namesOf(emoji, codebook) }
    }),
  }
}

/**
 * What to store for a label whose emoji somebody wants to change; `undefined` goes back to the codebook's own.
 *
 * @throws {InputError} where it is no emoji of the platform, or stands for another label
 */
export function changedEmoji(
  label: Label,
  typed: string | undefined,
  at: { readonly codebook: Codebook; readonly choices: EmojiChoices; readonly platform: string },
): string | undefined {
  const { codebook, choices, platform } = at
  const own = entryLabelled(label, codebook)?.emoji ?? ''
  const emoji = typed === undefined ? own : readEmoji(typed, platform)
  const entry = entryOf(emoji, codebookWith(codebook, choices))
  if (entry && entry.label !== label) {
    throw new InputError(
      `${entry.emoji} stands for “${entry.name}” already. Choose another emoji, or change that one first.`,
    )
  }
  if (isSameEmoji(emoji, own, codebook)) return undefined
  // The same one under a newer name stays as it is: votes are stored with it.
  return entry ? choices.get(label) : emoji
}

function namesOf(emoji: string, codebook: Codebook): readonly string[] {
  const known = entryOf(emoji, codebook)
  if (known) return known.names
  const name = /^:(.+):$/.exec(emoji)?.[1]
  return name === undefined ? [] : [name]
}

function digestOf(choices: EmojiChoices): string {
  const lines = [...choices].map((choice) => JSON.stringify(choice)).toSorted()
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, VERSION_DIGITS)
}
