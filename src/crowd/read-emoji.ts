import { InputError } from '../errors.ts'
import { CODEBOOK, entryOf } from './codebook.ts'

/**
 * Longest name of an emoji that is taken in Slack, in characters; Slack itself allows 100, but an option of a form
 * takes 75 in all, and the meaning has to fit as well.
 */
const NAME_LIMIT = 40

/** A name as Slack writes it, and the tone that may follow: https://docs.slack.dev/messaging/formatting-message-text */
const SLACK_NAME = /^:([\p{Ll}\p{Lo}\p{M}\p{N}_+'-]+)(?:::skin-tone-[1-6])?:$/u

/** https://docs.discord.com/developers/reference#message-formatting */
const DISCORD_CUSTOM = /^<a?:\w{2,32}:\d{15,20}>$/

const TONES = /[\u{1F3FB}-\u{1F3FF}]/gu

/** What can be typed as an emoji, and an example; a platform that is not named here takes characters alone. */
const HINTS: Readonly<Record<string, string>> = {
  slack: `one emoji by its name, such as :our_no:, of at most ${NAME_LIMIT} characters`,
  discord: 'one emoji, such as 🙅 or one of this server’s own',
}
const HINT = 'one emoji, such as 🙅; names and emoji of your own do not work here'

/**
 * The one emoji that somebody typed, as a codebook writes it: without a tone, and under the name by which a reaction
 * with it comes back from the platform.
 *
 * @throws {InputError} where it is none, more than one, or one that the platform does not have
 */
export function readEmoji(typed: string, platform: string): string {
  const emoji = emojiIn(typed.trim(), platform)
  if (emoji === undefined) {
    throw new InputError(`“${shortened(typed)}” cannot be used. Give ${HINTS[platform] ?? HINT}.`)
  }
  return entryOf(emoji, CODEBOOK)?.emoji ?? emoji
}

function emojiIn(typed: string, platform: string): string | undefined {
  const character = characterIn(typed)
  if (platform === 'slack') {
    const name = SLACK_NAME.exec(typed.toLowerCase())?.[1]
    if (name !== undefined && name.length <= NAME_LIMIT) return `:${name}:`
    // Slack tells of reactions by name, and only these characters have one that is known here.
    return character !== undefined && entryOf(character, CODEBOOK) ? character : undefined
  }
  if (platform === 'discord' && DISCORD_CUSTOM.test(typed)) return typed
  return character
}

/** Unicode's own list decides what is one emoji (UTS #51, ED-27); a tone and a missing variation selector are mended. */
function characterIn(typed: string): string | undefined {
  const plain = typed.replaceAll(TONES, '')
  return [plain, `${plain}\uFE0F`].find((candidate) => /^\p{RGI_Emoji}$/v.test(candidate))
}

function shortened(text: string): string {
  return text.length > 40 ? `${[...text].slice(0, 40).join('')}…` : text
}
