import type { CommandPicture } from '../../commands/command.ts'
import { RecourseError } from '../errors.ts'

/** Something for everybody in a channel, which nobody there has asked for. */
export interface Announcement {
  /** The same for the same announcement: it is posted once, however often that is tried. */
  readonly id: string
  readonly markdown: string
  readonly picture: CommandPicture
}

/** An announcement that could not be posted, with what to do about it in one line. */
export function cannotAnnounce(why: string, cause?: unknown): RecourseError {
  return new RecourseError('cannot_announce', why, { cause })
}
