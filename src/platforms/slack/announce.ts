import type { types } from '@slack/bolt'
import { type Announcement, cannotAnnounce } from '../announcement.ts'
import { clip } from '../clip.ts'
import { pictureInWords } from '../picture-in-words.ts'
import { safeMarkdown } from '../safe-markdown.ts'
import { withSlackNames } from './command-names.ts'
import { markdownBlocks, metadataOf, PART_LIMIT, previewOf } from './draft.ts'
import { onceLookedAt, pictureBlock } from './picture.ts'
import { findInChannel } from './posted-messages.ts'
import type { ReplyServices } from './reply.ts'
import { refusalOf } from './slack-api.ts'

/**
 * Posts an announcement as one message with its picture, or with that in words, unless it stands in the channel.
 *
 * @throws {RecourseError} when it cannot be posted there
 */
export async function announce(
  { id, markdown, picture }: Announcement,
  channel: string,
  services: ReplyServices,
): Promise<void> {
  const { api, bot, logger } = services
  const names = bot.commands.map(({ name }) => name)
  const text = withSlackNames(markdown, names)
  const label = { exchange: `announcement:${id}`, part: 1, state: 'last' } as const
  const post = async (more: string, blocks: readonly types.KnownBlock[]) => {
    const lookUp = () => findInChannel(api, channel, label.exchange)
    if ((await lookUp()) !== undefined) return
    const whole = clip(safeMarkdown(`${text}${more}`), PART_LIMIT)
    await api.call(
      async () => {
        const posted = await api.client.chat.postMessage({
          channel,
          text: previewOf(text),
          blocks: [...markdownBlocks(whole), ...blocks],
          metadata: metadataOf(label),
          unfurl_links: false,
          unfurl_media: false,
        })
        return posted.ts ?? ''
      },
      { lane: `chat.postMessage ${channel}`, lookUp },
    )
  }
  try {
    const image = await pictureBlock(picture, services)
    await onceLookedAt(() => post('', [image]), services)
  } catch (error) {
    logger.info({ err: error }, 'announcement not posted with its picture')
    const refusal = refusalOf(error)
    const reason = refusal === undefined ? undefined : `Slack says \`${refusal}\``
    await post(`\n\n${pictureInWords(picture, reason)}`, []).catch((again: unknown) => {
      throw cannotAnnounce(remedyFor(refusalOf(again)), again)
    })
  }
}

function remedyFor(refusal: string | undefined): string {
  if (refusal === undefined) return 'Slack could not be reached'
  if (refusal === 'not_in_channel' || refusal === 'channel_not_found')
    return `Slack says ${refusal}: invite the bot there with /invite, or see whether ADMIN_CHANNEL names the channel’s id`
  return `Slack says ${refusal}: see whether the bot may write there`
}
