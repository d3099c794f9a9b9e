import type { Owner } from './fair-queue.ts'

/** How many may wait at once. */
export interface Bounds {
  readonly channel: number
  readonly workspace: number
  /** In this process. One provider's queue takes half of it at the most, so that it leaves room for others. */
  readonly process: number
}

/** What has no room left. */
export type Full = 'channel' | 'workspace' | 'provider' | 'process'

/** Counts who waits, wherever they wait, and says where there is no room for one more. */
export class Room {
  readonly #bounds: Bounds
  readonly #counts = new Map<string, number>()

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  get waiting(): number {
    return this.#counts.get(PROCESS) ?? 0
  }

  /** Whether there is room enough to take up what others left behind. */
  get isAmple(): boolean {
    return this.waiting < this.#bounds.process / 2
  }

  /** Where there is no room for one more; the narrowest first. */
  full(owner: Owner, provider: string): { readonly full: Full; readonly bound: number } | undefined {
    const bounds = this.#bounds
    const all: readonly (readonly [Full, string, number])[] = [
      ['channel', channelKey(owner), bounds.channel],
      ['workspace', workspaceKey(owner), bounds.workspace],
      ['provider', providerKey(provider), Math.ceil(bounds.process / 2)],
      ['process', PROCESS, bounds.process],
    ]
    for (const [full, key, bound] of all) {
      if ((this.#counts.get(key) ?? 0) >= bound) return { full, bound }
    }
    return undefined
  }

  enter(owner: Owner, provider: string): void {
    this.#count(owner, provider, 1)
  }

  leave(owner: Owner, provider: string): void {
    this.#count(owner, provider, -1)
  }

  #count(owner: Owner, provider: string, by: number): void {
    for (const key of [channelKey(owner), workspaceKey(owner), providerKey(provider), PROCESS]) {
      const count = (this.#counts.get(key) ?? 0) + by
      if (count === 0) this.#counts.delete(key)
      else this.#counts.set(key, count)
    }
  }
}

const PROCESS = 'process'

function channelKey({ channel }: Owner): string {
  return `channel ${channel}`
}

function workspaceKey({ workspace }: Owner): string {
  return `workspace ${workspace}`
}

function providerKey(provider: string): string {
  return `provider ${provider}`
}
