import type { CommandPicture } from '../../../commands/command.ts'
import { clip } from '../clip.ts'

/** Longest description of a file, in characters: https://docs.discord.com/developers/resources/message#attachment-object */
const DESCRIPTION_LIMIT = 1024

/** A picture as a file of a message, with its words for those who do not see it. */
export async function attachedPicture(picture: CommandPicture) {
  const attachment = Buffer.from(await picture.png())
  return { attachment, name: `${picture.name}.png`, description: clip(picture.alt, DESCRIPTION_LIMIT) }
}
