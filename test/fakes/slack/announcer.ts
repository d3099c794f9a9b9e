/** The events by which Slack tells an app of messages and reactions. https://docs.slack.dev/reference/events */
import type { Json } from '../shared/json.ts'
import type { Deliveries } from './deliveries.ts'
import { type StoredMessage, type WorkspaceState, wireMessage } from './state.ts'
import { appId, type Workspace } from './workspace.ts'

/** Which of the two events of a mention goes first. */
export type MentionOrder = 'mention-first' | 'message-first'

export class Announcer {
  private readonly workspace: Workspace
  private readonly state: WorkspaceState
  private readonly deliveries: Deliveries

  constructor(workspace: Workspace, state: WorkspaceState, deliveries: Deliveries) {
    this.workspace = workspace
    this.state = state
    this.deliveries = deliveries
  }

  posted(message: StoredMessage, order: MentionOrder = 'mention-first'): void {
    const parent =
      message.threadTs === undefined ? undefined : this.state.find(message.channel, message.threadTs)
    const wire: Json = {
      ...this.wire(message),
      ...(message.files.length === 0 ? {} : { subtype: 'file_share' }),
      ...(parent === undefined ? {} : { parent_user_id: parent.by }),
      channel: message.channel,
      event_ts: message.ts,
    }
    const post = () =>
      this.send(message.channel, { ...wire, channel_type: this.workspace.kindOf(message.channel) })
    // Nobody gets an app_mention in direct messages, nor for what the app itself wrote.
    const mentions =
      message.by !== this.workspace.team.botUserId &&
      this.workspace.kindOf(message.channel) !== 'im' &&
      message.text.includes(`<@${this.workspace.team.botUserId}>`)
    if (!mentions) {
      post()
      return
    }
    const { subtype: _subtype, ...mention } = wire as Record<string, unknown>
    const announce = () => this.send(message.channel, { ...mention, type: 'app_mention' })
    if (order === 'mention-first') announce()
    post()
    if (order === 'message-first') announce()
  }

  /** @param before the message's wire form before the change */
  changed(message: StoredMessage, before: Json): void {
    this.hidden(message.channel, {
      subtype: 'message_changed',
      message: {
        ...this.wire(message),
        source_team: this.deliveries.actingTeam,
        user_team: this.deliveries.actingTeam,
      },
      previous_message: before,
    })
  }

  /** Slack leaves a tombstone where a deleted message has replies. */
  deleted(message: StoredMessage, before: Json): void {
    if (message.replies > 0) {
      this.hidden(message.channel, {
        subtype: 'message_changed',
        message: {
          type: 'message',
          subtype: 'tombstone',
          hidden: true,
          text: 'This message was deleted.',
          user: 'USLACKBOT',
          ts: message.ts,
          thread_ts: message.ts,
          reply_count: message.replies,
        },
        previous_message: before,
      })
      return
    }
    this.hidden(message.channel, {
      subtype: 'message_deleted',
      deleted_ts: message.ts,
      previous_message: before,
    })
  }

  reaction(added: boolean, user: string, name: string, message: StoredMessage): void {
    this.send(message.channel, {
      type: added ? 'reaction_added' : 'reaction_removed',
      user,
      reaction: name,
      item: { type: 'message', channel: message.channel, ts: message.ts },
      item_user: message.by,
      event_ts: this.state.nextTs(),
    })
  }

  wire(message: StoredMessage): Json {
    const { botUserId, teamId } = this.workspace.team
    return message.by === botUserId
      ? wireMessage(message, teamId, appId, true)
      : wireMessage(message, this.deliveries.actingTeam, appId, false)
  }

  private hidden(channel: string, event: Json): void {
    const ts = this.state.nextTs()
    this.send(channel, {
      type: 'message',
      hidden: true,
      ...event,
      channel,
      channel_type: this.workspace.kindOf(channel),
      ts,
      event_ts: ts,
    })
  }

  private send(channel: string, event: Json): void {
    if (this.workspace.botIsIn(channel)) this.deliveries.event(event)
  }
}
