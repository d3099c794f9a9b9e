import type { ReplyServices } from './reply.ts'

/**
 * Hands Slack a file, for a channel or for a block that shows it, in the steps of
 * https://docs.slack.dev/messaging/working-with-files#upload. Gives its id.
 */
export async function uploadFile(
  file: {
    readonly name: string
    readonly title: string
    readonly content: Buffer
    readonly channel?: string
  },
  { api }: Pick<ReplyServices, 'api'>,
): Promise<string> {
  const { name, title, content, channel } = file
  const { files } = await api.call(
    () =>
      api.client.filesUploadV2({
        file: content,
        filename: name,
        title,
        ...(channel !== undefined && { channel_id: channel }),
      }),
    // A second time would be a second message in the channel, though the first had arrived.
    { lane: 'files.upload', repeat: channel === undefined },
  )
  const id = files[0]?.files?.[0]?.id
  if (id === undefined) throw new Error('Slack took a file and gave no id for it.')
  return id
}
