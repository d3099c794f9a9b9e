/** What the methods of the Web API have in common. */
import { type Json, stringOf } from '../shared/json.ts'
import type { Announcer } from './announcer.ts'
import { truthy } from './forms.ts'
import type { Refusal } from './limits.ts'
import type { MessageFlags, WorkspaceState } from './state.ts'
import type { Triggers } from './triggers.ts'
import type { Workspace } from './workspace.ts'

export interface Slack {
  readonly workspace: Workspace
  readonly state: WorkspaceState
  readonly announcer: Announcer
  readonly triggers: Triggers
  readonly botToken: string
  /** Where the fake listens. */
  readonly baseUrl: string
  readonly now: () => number
  readonly scopes: readonly string[]
  /** Whether the bot's own messages come back to it as events, as they do in Slack. */
  readonly echo: boolean
  /** Milliseconds that a stream lives. */
  readonly streamLifetime: number
  /** How the streaming methods answer where the workspace has none; undefined where it has. */
  readonly streamingError: string | undefined
}

/** A method: its arguments in, the body of its answer out. */
export type Method = (args: Json, slack: Slack) => Promise<Json> | Json

export const fail = (error: string, detail?: string): Json => ({
  ok: false,
  error,
  ...(detail === undefined ? {} : { response_metadata: { messages: [`[ERROR] ${detail}`] } }),
})

export const failWith = (refusal: Refusal): Json => fail(refusal.error, refusal.detail)

/** Calls the emulator as the bot. */
export const asBot = (slack: Slack, method: string, args: Json): Promise<Json> =>
  slack.workspace.call(method, args, slack.botToken)

export function missingScope(slack: Slack, ...needed: readonly string[]): Json | undefined {
  if (needed.some((scope) => slack.scopes.includes(scope))) return undefined
  return { ok: false, error: 'missing_scope', needed: needed.join(','), provided: slack.scopes.join(',') }
}

export function flagsOf(args: Json): MessageFlags {
  return {
    ...(args['unfurl_links'] === undefined ? {} : { unfurl_links: truthy(args['unfurl_links']) }),
    ...(args['unfurl_media'] === undefined ? {} : { unfurl_media: truthy(args['unfurl_media']) }),
    ...(args['parse'] === undefined ? {} : { parse: stringOf(args['parse']) }),
    ...(args['link_names'] === undefined ? {} : { link_names: truthy(args['link_names']) }),
    ...(args['mrkdwn'] === undefined ? {} : { mrkdwn: truthy(args['mrkdwn']) }),
  }
}
