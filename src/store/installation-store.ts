/** A workspace that has installed the Slack app, as it is stored. */
export interface StoredInstallation {
  /** Our key of the workspace: the team, or the organisation of an installation for all of its teams. */
  readonly workspace: string
  readonly team?: string
  readonly enterprise?: string
  /** As it was called when it was installed. */
  readonly name: string
  readonly botUser: string
  /** What the bot token is granted. */
  readonly scopes: readonly string[]
  /** The tokens, encrypted. */
  readonly sealed: string
  readonly keyId: string
  /** Milliseconds since 1970; of the newest installation where it was installed again. */
  readonly installedAt: number
}

/** The workspaces that have installed the Slack app. */
export interface InstallationRecords {
  /** Stores an installation, in place of an earlier one of the same workspace. */
  keepInstallation(installation: StoredInstallation): Promise<void>
  /**
   * Stores the secrets anew, of an installation that is still the one that holds `known`; false where it is not, because
   * it was installed again, removed, or another process was quicker.
   */
  resealInstallation(
    workspace: string,
    known: string,
    secrets: Pick<StoredInstallation, 'sealed' | 'keyId'>,
  ): Promise<boolean>
  /** Those of these workspaces that have installed it. */
  installations(workspaces: readonly string[]): Promise<readonly StoredInstallation[]>
  /** Those of some users that are the bots of installations. */
  installedBots(users: readonly string[]): Promise<readonly string[]>
  /** Every installation in pages, by the name of its key; `after` the last of the page before. */
  installationsAfter(after: string, limit: number): Promise<readonly StoredInstallation[]>
  /** How many installations there are under each key of encryption. */
  installationKeys(): Promise<readonly { readonly keyId: string; readonly count: number }[]>
  /**
   * Forgets the tokens of a workspace, and which channels are at home there; with `known` only where it is still the
   * installation that holds these secrets. False where there was none.
   */
  removeInstallation(workspace: string, known?: string): Promise<boolean>
  /**
   * The workspace in which a channel is at home. Where it has none yet it is one of `claimFor`: that in which something was
   * asked there before, else the first. Whoever asks at the same time is given the same.
   */
  channelHome(channel: string, claimFor?: readonly string[]): Promise<string | undefined>
  /**
   * Ends everything of a workspace that waits to be answered, told or revealed: nobody is there any more to be told.
   * Gives how many requests that were.
   */
  endWork(workspace: { readonly platform: string; readonly workspace: string }, at: number): Promise<number>
}
