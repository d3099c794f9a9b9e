/**
 * Slack's side of Socket Mode: any number of sockets, each envelope to one of them, in turn.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { objectOf, stringOf } from '../shared/json.ts'
import type { Packet, Receipt, Transport } from './deliveries.ts'
import { parseBody } from './forms.ts'
import { appId } from './workspace.ts'

interface Waiting {
  readonly socket: WebSocket
  readonly finish: (receipt: Receipt) => void
}

const envelopeTypes = { event: 'events_api', command: 'slash_commands', interaction: 'interactive' } as const
/** Slack allows an app ten sockets. */
const maximumSockets = 10
/** Milliseconds; the SDK gives a connection up after 30 s without a ping. */
const pingEvery = 10_000
/** Milliseconds that a client has to answer when the fake closes. */
const farewell = 300

export class SocketMode implements Transport {
  private readonly sockets: WebSocket[] = []
  private readonly waiting = new Map<string, Waiting>()
  private readonly tickets = new Set<string>()
  private readonly server = new WebSocketServer({ noServer: true, clientTracking: true })
  private readonly pings: NodeJS.Timeout
  private readonly httpServer: Server
  private counter = 0
  private turn = 0

  constructor(httpServer: Server) {
    this.httpServer = httpServer
    httpServer.on('upgrade', this.upgrade)
    this.pings = setInterval(() => {
      for (const socket of this.sockets) socket.ping('Ping from fake Slack')
    }, pingEvery)
    this.pings.unref()
  }

  get connected(): number {
    return this.sockets.length
  }

  /** The path and query of a new socket's URL; good for one connection. */
  ticket(): string {
    const ticket = `ticket-${this.nextNumber()}`
    this.tickets.add(ticket)
    return `/link/?ticket=${ticket}&app_id=${appId}`
  }

  /** Asks every open socket to go, as Slack does before it recycles a host. */
  requestDisconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
    for (const socket of [...this.sockets]) {
      this.forget(socket)
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'fake' } }))
    }
  }

  /** Cuts every socket without a word. */
  drop(): void {
    for (const socket of this.sockets) socket.terminate()
  }

  send(packet: Packet, timeout: number): Promise<Receipt> {
    this.turn += 1
    const socket = this.sockets[this.turn % Math.max(1, this.sockets.length)]
    if (socket === undefined) {
      return Promise.resolve({ acknowledged: false, milliseconds: 0, reason: 'connection_failed' })
    }
    const id = `envelope-${this.nextNumber()}`
    const { kind, payload, retry } = packet
    const envelope = {
      envelope_id: id,
      type: envelopeTypes[kind],
      payload,
      accepts_response_payload: kind !== 'event',
      ...(kind === 'event' ? { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' } : {}),
    }
    const sent = performance.now()
    return new Promise((resolve) => {
      const finish = (receipt: Receipt) => {
        clearTimeout(timer)
        this.waiting.delete(id)
        resolve({ ...receipt, milliseconds: performance.now() - sent })
      }
      const timer = setTimeout(finish, timeout, { acknowledged: false, milliseconds: 0, reason: 'timeout' })
      this.waiting.set(id, { socket, finish })
      socket.send(JSON.stringify(envelope))
    })
  }

  close(): void {
    clearInterval(this.pings)
    this.httpServer.off('upgrade', this.upgrade)
    // A socket that is closing is let finish; one whose client is gone is not waited for.
    const open = [...this.server.clients]
    for (const socket of open) socket.close(1001)
    setTimeout(() => {
      for (const socket of open) socket.terminate()
    }, farewell).unref()
    this.server.close()
    for (const { finish } of [...this.waiting.values()]) {
      finish({ acknowledged: false, milliseconds: 0, reason: 'connection_failed' })
    }
  }

  private readonly upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? ''
    if (!this.tickets.delete(ticket) || this.sockets.length >= maximumSockets) {
      stream.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    this.server.handleUpgrade(request, stream, head, (socket) => this.welcome(socket))
  }

  private welcome(socket: WebSocket): void {
    this.sockets.push(socket)
    socket.on('message', (data) => {
      const answer = parseBody(String(data), 'application/json')
      const waiting = this.waiting.get(stringOf(answer['envelope_id']))
      waiting?.finish({ acknowledged: true, milliseconds: 0, body: objectOf(answer['payload']) })
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      this.forget(socket)
      for (const waiting of [...this.waiting.values()]) {
        if (waiting.socket !== socket) continue
        waiting.finish({ acknowledged: false, milliseconds: 0, reason: 'connection_failed' })
      }
    })
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.sockets.length,
        debug_info: { host: 'fake', build_number: 1, approximate_connection_time: 3600 },
        connection_info: { app_id: appId },
      }),
    )
    socket.ping('Ping from fake Slack')
  }

  private forget(socket: WebSocket): void {
    const index = this.sockets.indexOf(socket)
    if (index >= 0) this.sockets.splice(index, 1)
  }

  private nextNumber(): number {
    this.counter += 1
    return this.counter
  }
}
