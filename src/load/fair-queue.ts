/** Whose something is: a channel, in the workspace whose share it takes. */
export interface Owner {
  readonly workspace: string
  /** Unlike any channel of another workspace. */
  readonly channel: string
}

/** One that waits; what {@link FairQueue.remove} takes. */
export interface Entry<Item> {
  readonly owner: Owner
  readonly item: Item
}

/** The channels of a workspace, each with those that wait there; whose turn is next comes first. */
type Channels<Item> = Map<string, Set<Entry<Item>>>

/**
 * A queue in which nobody can crowd others out: workspaces take turns, within a workspace its channels take turns, and
 * within a channel whoever came first goes first. However many wait in one channel, another one's first waits for at
 * most one of them. Decides only; knows nothing of time.
 */
export class FairQueue<Item> {
  /** The order of the keys is the order of turns. */
  readonly #workspaces = new Map<string, Channels<Item>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /** `isFirst` puts it before the others of its channel, as one that had its turn and could not use it. */
  add(owner: Owner, item: Item, isFirst = false): Entry<Item> {
    const channels = this.#workspaces.get(owner.workspace) ?? new Map<string, Set<Entry<Item>>>()
    this.#workspaces.set(owner.workspace, channels)
    const waiting = channels.get(owner.channel) ?? new Set()
    const entry = { owner, item }
    if (isFirst) channels.set(owner.channel, new Set([entry, ...waiting]))
    else channels.set(owner.channel, waiting.add(entry))
    this.#size += 1
    return entry
  }

  /** False where it does not wait any more. */
  remove(entry: Entry<Item>): boolean {
    const { workspace, channel } = entry.owner
    const channels = this.#workspaces.get(workspace)
    const waiting = channels?.get(channel)
    if (!channels || !waiting?.delete(entry)) return false
    this.#size -= 1
    if (waiting.size === 0) channels.delete(channel)
    if (channels.size === 0) this.#workspaces.delete(workspace)
    return true
  }

  /** Takes out whose turn it is among the channels that may have one; the others keep their place. */
  take(may: (channel: string) => boolean = () => true): Item | undefined {
    for (const [workspace, channels] of this.#workspaces) {
      for (const [channel, waiting] of channels) {
        const [first] = waiting
        if (!first || !may(channel)) continue
        this.remove(first)
        toTheEnd(channels, channel)
        toTheEnd(this.#workspaces, workspace)
        return first.item
      }
    }
    return undefined
  }

  /** All that wait, in the order in which they would be taken if nobody else came. */
  order(): readonly Item[] {
    const ordered: Item[] = []
    let workspaces = [...this.#workspaces.values()].map((channels) => inTurns([...channels.values()]))
    while (workspaces.length > 0) {
      workspaces = workspaces.filter((turns) => {
        const next = turns.next()
        if (!next.done) ordered.push(next.value.item)
        return !next.done
      })
    }
    return ordered
  }
}

/** One of each, then again one of each, until all are through. */
function* inTurns<Each>(groups: readonly Iterable<Each>[]): Generator<Each> {
  let turns = groups.map((group) => group[Symbol.iterator]())
  while (turns.length > 0) {
    const left: Iterator<Each>[] = []
    for (const turn of turns) {
      const next = turn.next()
      if (next.done) continue
      yield next.value
      left.push(turn)
    }
    turns = left
  }
}

function toTheEnd<Value>(turns: Map<string, Value>, key: string): void {
  const value = turns.get(key)
  if (value === undefined) return
  turns.delete(key)
  turns.set(key, value)
}
