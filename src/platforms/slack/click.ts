import { z } from 'zod'
import { describeForReaders, InputError } from '../../errors.ts'
import { messagesOf } from './draft.ts'
import type { ReplyServices } from './reply.ts'

/** A click on something below one of our messages. */
export const clickShape = z.object({
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }),
  trigger_id: z.string(),
  actions: z.tuple([
    z.object({ action_id: z.string(), value: z.string().default(''), action_ts: z.string() }),
  ]),
})

export type Click = z.output<typeof clickShape>

/** Whom something is told to, and where. */
export interface Told {
  readonly user: { readonly id: string }
  readonly channel: { readonly id: string }
  readonly message: { readonly thread_ts?: string | undefined }
}

type Services = Pick<ReplyServices, 'api' | 'logger'>

/** A line, or a whole text, to the person alone. */
export async function tellPerson(
  { user, channel, message }: Told,
  markdown: string,
  { api }: Services,
): Promise<void> {
  for (const shown of messagesOf(markdown)) {
    await api.call(
      () =>
        api.client.chat.postEphemeral({
          channel: channel.id,
          user: user.id,
          ...(message.thread_ts !== undefined && { thread_ts: message.thread_ts }),
          ...shown,
        }),
      { lane: `chat.postEphemeral ${channel.id}` },
    )
  }
}

/** Whoever clicks learns what came of it, also where it broke. */
export async function orTell(told: Told, work: () => Promise<void>, services: Services): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof InputError)) services.logger.error({ err: error }, 'click could not be handled')
    await tellPerson(told, describeForReaders(error).message, services)
  }
}

/** Slack's times are in seconds. */
export function millisecondsOf(ts: string): number {
  return Math.round(Number(ts) * 1000)
}
