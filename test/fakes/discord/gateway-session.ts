/** One session of the gateway: its numbered events, and the socket it speaks over while it has one. */
import type { WebSocket } from 'ws'

interface Sent {
  readonly seq: number
  readonly frame: string
}

/** Events kept for a resume; Discord, too, keeps them only for a while. */
const kept = 5_000

export class GatewaySession {
  readonly id: string
  readonly shard: number
  readonly shards: number
  readonly intents: number
  /** Undefined while the client is away. */
  socket: WebSocket | undefined
  /** The number of the latest event. */
  seq = 0
  private readonly events: Sent[] = []

  constructor(id: string, shard: readonly [number, number], intents: number, socket: WebSocket) {
    this.id = id
    this.shard = shard[0]
    this.shards = shard[1]
    this.intents = intents
    this.socket = socket
  }

  /** Numbers an event, keeps it, and sends it if the client is there. @param data the event's payload as JSON */
  dispatch(type: string, data: string): void {
    this.seq += 1
    const frame = `{"op":0,"t":"${type}","s":${this.seq},"d":${data}}`
    this.events.push({ seq: this.seq, frame })
    if (this.events.length > 2 * kept) this.events.splice(0, kept)
    this.socket?.send(frame)
  }

  /** Sends what the client missed. False where that is no longer known. */
  replay(after: number): boolean {
    const first = this.events[0]
    if (first !== undefined && first.seq > after + 1) return false
    const from = first === undefined ? 0 : after + 1 - first.seq
    for (const { frame } of this.events.slice(from)) this.socket?.send(frame)
    return true
  }
}
