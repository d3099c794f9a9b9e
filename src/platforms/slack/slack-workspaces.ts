import { patiently } from '../patiently.ts'
import type { SlackWorkspace } from './slack-workspace.ts'
import type { WorkspaceAccess, WorkspaceSource } from './workspace-source.ts'

/** A workspace in which nothing happens for so long is let go of, in milliseconds; its pace has recovered by then. */
const IDLE = 15 * 60_000

/** Workspaces that are kept at once; the one that has been idle the longest makes room. */
const KEPT = 1_000

/** A workspace is not let go of while something may be under way in it: within so long of its last call, in milliseconds. */
const BUSY = 2 * 60_000

export interface SlackWorkspacesOptions {
  readonly source: Pick<WorkspaceSource, 'named' | 'open' | 'isSame'>
  readonly create: (access: WorkspaceAccess) => SlackWorkspace
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
  /** Workspaces that are kept at once. */
  readonly kept?: number
}

interface Kept {
  readonly access: WorkspaceAccess
  readonly workspace: SlackWorkspace
  usedAt: number
}

/** The workspaces in use: opened when something happens in them, and let go of when nothing does. */
export class SlackWorkspaces {
  readonly #options: SlackWorkspacesOptions
  /** The one used last comes last. */
  readonly #kept = new Map<string, Kept>()
  readonly #opening = new Map<string, Promise<SlackWorkspace | undefined>>()
  readonly #found = new WeakMap<object, Promise<SlackWorkspace | undefined>>()

  constructor(options: SlackWorkspacesOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#kept.size
  }

  /** The workspace that something Slack has sent concerns; `undefined` where the app is not installed there. */
  of(body: object): Promise<SlackWorkspace | undefined> {
    const { source, wait } = this.#options
    const known = this.#found.get(body)
    if (known) return known
    const found = patiently(async () => {
      const name = await source.named(body)
      return name === undefined ? undefined : this.get(name)
    }, wait)
    this.#found.set(body, found)
    found.catch(() => this.#found.delete(body))
    return found
  }

  async get(name: string): Promise<SlackWorkspace | undefined> {
    const { source, now } = this.#options
    const kept = this.#kept.get(name)
    if (kept && source.isSame(kept.access)) {
      kept.usedAt = now()
      this.#kept.delete(name)
      this.#kept.set(name, kept)
      return kept.workspace
    }
    this.#kept.delete(name)
    const opening = this.#opening.get(name) ?? this.#open(name)
    this.#opening.set(name, opening)
    try {
      return await opening
    } finally {
      this.#opening.delete(name)
    }
  }

  /** The workspace has installed the app anew, or has it no more. */
  forget(name: string): void {
    this.#kept.delete(name)
  }

  /** Lets go of those in which nothing has happened for a while. */
  letGo(): void {
    for (const [name, kept] of this.#kept) if (this.#idle(kept) > IDLE) this.#kept.delete(name)
  }

  async #open(name: string): Promise<SlackWorkspace | undefined> {
    const { source, create, now, kept = KEPT } = this.#options
    const access = await source.open(name)
    if (!access) return undefined
    const workspace = create(access)
    this.#kept.set(name, { access, workspace, usedAt: now() })
    if (this.#kept.size > kept) this.#makeRoom()
    return workspace
  }

  #makeRoom(): void {
    for (const [name, kept] of this.#kept) {
      if (this.#idle(kept) <= BUSY) continue
      this.#kept.delete(name)
      return
    }
  }

  #idle({ usedAt, workspace }: Kept): number {
    return this.#options.now() - Math.max(usedAt, workspace.services.api.calledAt)
  }
}
