import type { Store } from '../../src/store/store.ts'

/** What a contract suite works on. */
export interface OpenedStores {
  readonly store: Store
  /** Another connection to the same records; the same store where there can be only one. */
  readonly other: Store
  close(): Promise<void>
}
