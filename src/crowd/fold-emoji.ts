/** How Discord writes a custom emoji: https://docs.discord.com/developers/reference#message-formatting */
const DISCORD_CUSTOM = /^\s*<a?:\w*:(\d+)>\s*$/

/**
 * Takes off what does not change the meaning of an emoji: tones, variation selectors, genders, colons, and spelling
 * of names. Of a Discord server's own emoji the id stays, whatever its name and whether it moves. Folding twice is
 * folding once.
 */
export function foldEmoji(emoji: string): string {
  const id = DISCORD_CUSTOM.exec(emoji)?.[1]
  if (id !== undefined) return `<${id}>`
  const folded = emoji
    .replaceAll(/[\u{1F3FB}-\u{1F3FF}\u{FE0E}\u{FE0F}]/gu, '')
    .replaceAll(/\u{200D}[\u{2640}\u{2642}]/gu, '')
    .trim()
    .toLowerCase()
    .replace(/^:/, '')
    .replace(/:$/, '')
    .replace(/(?:::skin-tone-[1-6]|_tone[1-5])$/, '')
    .replaceAll('-', '_')
  // What was taken off may have hidden more of its kind.
  return folded === emoji ? folded : foldEmoji(folded)
}
