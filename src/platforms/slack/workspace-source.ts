import type { Identity } from './incoming.ts'
import type { TokenSource } from './slack-api.ts'

/** What is needed to act in a workspace. */
export interface WorkspaceAccess {
  readonly identity: Identity & { readonly botId: string }
  readonly token: string
  /** Where the token can change. */
  readonly tokens?: TokenSource
}

/** The workspaces in which the app is installed. A workspace is named as message keys name it. */
export interface WorkspaceSource {
  /** @throws {RecourseError} in one line, where nothing can be done with what was set */
  start(): Promise<void>
  /** The workspace that something Slack has sent concerns; `undefined` where the app is not installed there. */
  named(body: unknown): Promise<string | undefined>
  open(workspace: string): Promise<WorkspaceAccess | undefined>
  /** Whether what was opened is as it was then. */
  isSame(access: WorkspaceAccess): boolean
  /** The workspace, where there can be no other. */
  readonly only?: string | undefined
  /** Every workspace there is. */
  all(): AsyncIterable<string>
  /** An event as it concerns the workspace in which it is taken. */
  heard?(event: object, body: unknown, identity: Identity): Promise<unknown>
  /** Slack says that the app was removed somewhere, or that tokens were revoked. */
  departed?(body: unknown): Promise<void>
}
