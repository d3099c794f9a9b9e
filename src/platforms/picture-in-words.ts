import type { CommandPicture } from '../../commands/command.ts'

/** What stands in the place of a picture that could not be shown, with the reason where the platform gave one. */
export function pictureInWords({ alt }: Pick<CommandPicture, 'alt'>, reason?: string): string {
  const why = reason === undefined ? '' : ` (${reason})`
  return `The chart could not be shown here${why}. In words: ${alt}`
}
