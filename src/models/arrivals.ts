import { setImmediate as nextTurn } from 'node:timers/promises'

/** So many chunks may lie unread before no more is taken from the source. */
const MOST_UNREAD = 256

/**
 * Reads a stream ahead and gives what has arrived in one turn of the event loop together: where a hundred answers come
 * at once, one read of a socket brings many chunks, and whatever follows costs as much for one of them as for all.
 * Nothing waits for more to come.
 */
export class Arrivals<Chunk, Content> {
  #unread: Content[] = []
  #chunks = 0
  #end: { readonly error?: unknown } | undefined
  #arrived: (() => void) | undefined
  #taken: (() => void) | undefined

  /**
   * Reads until the source ends; whoever wants it to end earlier ends the source. `add` puts a chunk to what is unread, at
   * once, so that the chunks of a hundred answers need not be kept.
   */
  constructor(source: AsyncIterable<Chunk>, add: (unread: Content[], chunk: Chunk) => void) {
    void this.#read(source, add)
  }

  /**
   * What has arrived, at least something; `undefined` at the end.
   *
   * @throws what the source has thrown, after all that came before
   */
  async next(): Promise<readonly Content[] | undefined> {
    if (this.#unread.length === 0 && !this.#end) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve
      })
    }
    await nextTurn()
    if (this.#unread.length === 0) {
      if (this.#end && 'error' in this.#end) throw this.#end.error
      return undefined
    }
    const unread = this.#unread
    this.#unread = []
    this.#chunks = 0
    this.#taken?.()
    return unread
  }

  async #read(source: AsyncIterable<Chunk>, add: (unread: Content[], chunk: Chunk) => void): Promise<void> {
    try {
      for await (const chunk of source) {
        add(this.#unread, chunk)
        this.#chunks += 1
        this.#arrived?.()
        if (this.#chunks < MOST_UNREAD) continue
        await new Promise<void>((resolve) => {
          this.#taken = resolve
        })
      }
      this.#end = {}
    } catch (error) {
      this.#end = { error }
    }
    this.#arrived?.()
  }
}
