import type { ComparisonChoice } from '../comparison-types.ts'
import { foldEmoji } from '../crowd/fold-emoji.ts'

/** What can be said of answers side by side by a reaction. */
export interface VoteEmoji {
  readonly choice: ComparisonChoice
  readonly emoji: string
  /** Names of the emoji on Slack and Discord, without colons; the first is the one to react with on Slack. */
  readonly names: readonly string[]
}

/**
 * Slack has no emoji of single letters, so there an answer is chosen by its number as well. A reaction with either
 * counts on every platform.
 */
export const VOTE_EMOJI: readonly VoteEmoji[] = [
  { choice: 'A', emoji: '🇦', names: ['one', 'regional_indicator_a'] },
  { choice: 'B', emoji: '🇧', names: ['two', 'regional_indicator_b'] },
  { choice: 'C', emoji: '🇨', names: ['three', 'regional_indicator_c'] },
  { choice: 'D', emoji: '🇩', names: ['four', 'regional_indicator_d'] },
  { choice: 'E', emoji: '🇪', names: ['five', 'regional_indicator_e'] },
  { choice: 'F', emoji: '🇫', names: ['six', 'regional_indicator_f'] },
  { choice: 'tie', emoji: '🤝', names: ['handshake'] },
  { choice: 'both_bad', emoji: '👎', names: ['-1', 'thumbsdown', 'thumbs_down'] },
]

const NUMBERS = ['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣', '6️⃣']

const BY_SPELLING: ReadonlyMap<string, ComparisonChoice> = new Map(
  VOTE_EMOJI.flatMap(({ choice, emoji, names }, index) =>
    [emoji, ...names, ...NUMBERS.slice(index, index + 1)].map((spelling) => [foldEmoji(spelling), choice]),
  ),
)

/** What an emoji says of a comparison, however it is written; `undefined` where it says nothing. */
export function choiceBy(emoji: string): ComparisonChoice | undefined {
  return BY_SPELLING.get(foldEmoji(emoji))
}
