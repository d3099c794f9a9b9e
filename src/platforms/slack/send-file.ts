import type { CommandFile } from '../../../commands/command.ts'
import { gatherFile } from '../gather-file.ts'
import { withSlackNames } from './command-names.ts'
import type { ReplyServices } from './reply.ts'
import { refusalOf } from './slack-api.ts'
import { uploadFile } from './upload-file.ts'

/** Bytes of one file. Slack takes a gigabyte, but it has to be in memory. */
const FILE_LIMIT = 50 * 1024 * 1024

/**
 * Sends a file to one person as a direct message. Gives the line that tells them what came of it.
 */
export async function sendFile(file: CommandFile, user: string, services: ReplyServices): Promise<string> {
  const names = services.bot.commands.map(({ name }) => name)
  const content = await gatherFile(file, FILE_LIMIT)
  if (typeof content === 'string') return withSlackNames(content, names)
  try {
    await deliver(file.name, content, user, services)
  } catch (error) {
    services.logger.warn({ err: error }, 'file could not be sent')
    const refusal = refusalOf(error)
    return refusal === undefined
      ? 'The file could not be sent to you. Try again in a moment.'
      : `I cannot send you the file (Slack says \`${refusal}\`). \`files:write\` and \`im:write\` are the permissions for it.`
  }
  return withSlackNames(`I have sent you \`${file.name}\` as a direct message. ${file.description}`, names)
}

async function deliver(name: string, content: Buffer, user: string, services: ReplyServices): Promise<void> {
  const { api } = services
  const { channel } = await api.call(() => api.client.conversations.open({ users: user }), {
    lane: 'conversations.open',
  })
  if (channel?.id === undefined) throw new Error('Slack gave no direct message to send the file to.')
  await uploadFile({ name, title: name, content, channel: channel.id }, services)
}
