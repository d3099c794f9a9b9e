import type { types } from '@slack/bolt'
import type { CommandPicture } from '../../../commands/command.ts'
import { clip } from '../clip.ts'
import { pictureInWords } from '../picture-in-words.ts'
import { messagesOf } from './draft.ts'
import type { ReplyServices } from './reply.ts'
import { refusalOf } from './slack-api.ts'
import { uploadFile } from './upload-file.ts'

/** Longest description of a picture, in characters: https://docs.slack.dev/reference/block-kit/blocks/image-block */
const ALT_LIMIT = 2000

/**
 * Slack looks at an uploaded file in its own time and takes no block with it before; so often it is tried again, after
 * so many milliseconds.
 */
const TRIES = 6
const PAUSE = 1_000

/** One message, to whoever the text before it was for. */
export type Tell = (message: {
  readonly text: string
  readonly blocks: types.KnownBlock[]
}) => Promise<unknown>

/**
 * Shows a picture below the text it goes with. It is uploaded to no channel and shown by a block of its own, which may
 * be for one person alone: a shared file could not
 * (https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object). Where that fails, it is told in words.
 */
export async function showPicture(
  picture: CommandPicture,
  tell: Tell,
  services: Pick<ReplyServices, 'api' | 'wait' | 'logger'>,
): Promise<void> {
  try {
    const block = await pictureBlock(picture, services)
    await onceLookedAt(() => tell({ text: picture.title, blocks: [block] }), services)
  } catch (error) {
    services.logger.warn({ err: error }, 'picture not shown')
    const refusal = refusalOf(error)
    const reason = refusal === undefined ? undefined : `Slack says \`${refusal}\``
    for (const message of messagesOf(pictureInWords(picture, reason))) await tell(message)
  }
}

/** Uploads a picture to no channel; gives the block that shows it. */
export async function pictureBlock(
  picture: CommandPicture,
  services: Pick<ReplyServices, 'api'>,
): Promise<types.ImageBlock> {
  const content = Buffer.from(await picture.png())
  const id = await uploadFile({ name: `${picture.name}.png`, title: picture.title, content }, services)
  return { type: 'image', slack_file: { id }, alt_text: clip(picture.alt, ALT_LIMIT) }
}

/** Tells what shows an uploaded file, again and again until Slack has looked at that. */
export async function onceLookedAt(
  show: () => Promise<unknown>,
  { wait }: Pick<ReplyServices, 'wait'>,
): Promise<void> {
  for (let left = TRIES; ; left -= 1) {
    try {
      await show()
      return
    } catch (error) {
      if (refusalOf(error) !== 'invalid_blocks' || left === 1) throw error
      await wait(PAUSE)
    }
  }
}
