import type { Client } from 'discord.js'
import type { State } from '../../store/state.ts'
import type { AppealBoard } from '../appeal-board.ts'
import type { ChannelPace } from '../channel-pace.ts'
import type { ComparisonBoard } from '../comparison-board.ts'
import type { ReplyServices } from '../reply.ts'
import type { Slots } from '../slots.ts'
import type { UnderWay } from '../under-way.ts'

/** What every part of the Discord adapter works with. */
export interface DiscordServices extends ReplyServices {
  readonly client: Client<true>
  readonly state: State
  readonly pace: ChannelPace
  /** Who may show by a message that they wait, by channel. */
  readonly waitingLines: Slots
  readonly appeals: AppealBoard
  readonly comparisons: ComparisonBoard
  /** What runs on by itself, to be waited for at the end. */
  readonly underWay: UnderWay
  /** At most 25 characters that never come again. */
  readonly newNonce: () => string
  readonly wait: (milliseconds: number) => Promise<void>
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
}
