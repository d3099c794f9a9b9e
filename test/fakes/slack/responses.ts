/** Answers sent to a response URL. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
import { type Json, objectsOf, stringOf } from '../shared/json.ts'
import { isStored, postAsBot, updateAsBot } from './chat-methods.ts'
import { truthy } from './forms.ts'
import { blocksRefusal } from './limits.ts'
import { asBot, fail, failWith, type Slack } from './methods.ts'

/** Does what was posted to the response URL of this path. */
export async function respond(slack: Slack, path: string, args: Json): Promise<Json> {
  const permit = slack.triggers.useResponse(path)
  if (typeof permit === 'string') return fail(permit)
  const { channel, user, messageTs } = permit
  const source = messageTs === undefined ? undefined : slack.state.find(channel, messageTs)
  const ephemeral = slack.state.ephemerals.find((one) => one.ts === messageTs && one.user === user)
  if (truthy(args['delete_original'])) {
    if (ephemeral !== undefined) ephemeral.deleted = true
    if (source === undefined) return { ok: true }
    await asBot(slack, 'chat.delete', { channel, ts: source.ts })
    const before = slack.announcer.wire(source)
    source.deleted = true
    if (slack.echo) slack.announcer.deleted(source, before)
    return { ok: true }
  }
  const refusal = blocksRefusal(args['blocks'])
  if (refusal !== undefined) return failWith(refusal)
  const text = stringOf(args['text'])
  const blocks = slack.state.nameBlocks(objectsOf(args['blocks']))
  if (text === '' && blocks.length === 0) return fail('no_text')
  if (truthy(args['replace_original'])) {
    if (ephemeral !== undefined) {
      ephemeral.text = text
      ephemeral.blocks = blocks
      slack.state.noteEphemeral(ephemeral)
      return { ok: true }
    }
    if (source !== undefined)
      return (await updateAsBot(slack, source, { text, blocks }, false)) ?? { ok: true }
  }
  await showAnswer(slack, { channel, user, threadTs: permit.threadTs }, args)
  return { ok: true }
}

/** Shows the answer to a command or a click: to the person alone, or to the channel where it says so. */
export async function showAnswer(
  slack: Slack,
  to: { readonly channel: string; readonly user: string; readonly threadTs: string | undefined },
  answer: Json,
): Promise<void> {
  const text = stringOf(answer['text'])
  const blocks = slack.state.nameBlocks(objectsOf(answer['blocks']))
  if (text === '' && blocks.length === 0) return
  const threadTs = stringOf(answer['thread_ts']) || to.threadTs
  if (answer['response_type'] === 'in_channel') {
    const posted = await postAsBot(slack, to.channel, { thread_ts: threadTs }, { text, blocks })
    if (!isStored(posted)) throw new Error(`an answer could not be shown: ${stringOf(posted['error'])}`)
    return
  }
  slack.state.addEphemeral({ ...to, threadTs, ts: slack.state.nextTs(), text, blocks })
}
