import type { Usage } from '../domain.ts'
import { ModelError } from '../errors.ts'
import { Arrivals } from './arrivals.ts'
import type { GenerateOptions, ModelEvent, ProviderRefusal } from './chat-model.ts'
import { Connection } from './connection.ts'
import { modelFailure, type ProviderFacts } from './model-failure.ts'

/** How long to wait for a provider, in milliseconds. */
export interface Timeouts {
  /** From the call to the first sign of an answer. Default 30,000. */
  readonly firstToken: number
  /** Between two chunks of an answer. Default 30,000. */
  readonly idle: number
}

const DEFAULT_TIMEOUTS: Timeouts = { firstToken: 30_000, idle: 30_000 }

/** What the usage record may lag behind the finish, in milliseconds; the answer does not wait longer for it. */
const LAG_OF_USAGE = 2_000

/** One chunk of a provider's stream in our words. All fields absent: the chunk says nothing of interest. */
export interface ChunkContent {
  readonly text?: string | undefined
  /** Wording in the provider's refusal field. */
  readonly refusal?: string | undefined
  /** The model works on text that is not part of its answer. */
  readonly thinking?: boolean | undefined
  readonly finish?:
    | 'stop'
    | 'length'
    | 'failed'
    | 'timed_out'
    | Exclude<ProviderRefusal, 'refusal_field'>
    | undefined
  readonly usage?: Usage | undefined
}

/** One call of a provider, as its adapter prepared it. */
export interface LiveCall<Chunk> {
  readonly provider: ProviderFacts
  readonly model: string
  /** Sends the request. Aborting `signal` must close the connection at any time. */
  open(signal: AbortSignal): Promise<AsyncIterable<Chunk>>
  read(chunk: Chunk): ChunkContent
}

/**
 * Runs a call: the part all live providers share. Text passes on as it comes; time-outs, aborts and a
 * consumer that walks away close the connection; every failure becomes a {@link ModelError}.
 * Nothing is retried here: a second try after text would repeat it, and before it the caller decides.
 */
export async function* streamLive<Chunk>(
  call: LiveCall<Chunk>,
  options: GenerateOptions,
  timeouts: Timeouts = DEFAULT_TIMEOUTS,
): AsyncGenerator<ModelEvent, void, undefined> {
  const connection = new Connection(options.signal, timeouts.firstToken)
  const seen: Seen = {
    opened: false,
    alive: false,
    text: false,
    refused: false,
    finish: undefined,
    usage: undefined,
  }
  let isOver = false
  try {
    for await (const content of contents(call, connection, seen)) {
      if (!seen.alive && isSignOfLife(content)) seen.alive = true
      if (content.text) {
        seen.text = true
        yield { type: 'text', text: content.text }
      }
      if (content.refusal) {
        seen.refused = true
        yield { type: 'refusal', signal: 'refusal_field', text: content.refusal }
      }
      if (content.finish === 'content_filter' || content.finish === 'toxic_error') {
        seen.refused = true
        yield { type: 'refusal', signal: content.finish }
      }
      seen.finish = content.finish ?? seen.finish
      seen.usage = content.usage ?? seen.usage
      if (seen.finish) connection.allowEachWait(Math.min(LAG_OF_USAGE, timeouts.idle))
      else if (seen.alive) connection.allowEachWait(timeouts.idle)
    }
    isOver = true
  } catch (error) {
    if (connection.stopped === 'aborted') throw new ModelError('aborted', 'The call was stopped.')
    // With the finish received only the usage record is missing, and the answer is whole without it.
    if (seen.finish === undefined) {
      if (connection.stopped === 'timeout') throw silence(call, seen, timeouts)
      const { provider, model } = call
      throw modelFailure(error, { provider, model, opened: seen.opened, now: Date.now() })
    }
  } finally {
    if (isOver) connection.end()
    else connection.close()
  }
  yield ending(call, seen)
}

type CallNames = Pick<LiveCall<unknown>, 'provider' | 'model'>

/** What is known of an answer so far. */
interface Seen {
  opened: boolean
  alive: boolean
  text: boolean
  refused: boolean
  finish: ChunkContent['finish']
  usage: Usage | undefined
}

async function* contents<Chunk>(
  call: LiveCall<Chunk>,
  connection: Connection,
  seen: Seen,
): AsyncGenerator<ChunkContent, void, undefined> {
  const stream = await connection.wait(call.open(connection.signal))
  const arrivals = new Arrivals<Chunk, ChunkContent>(stream, (unread, chunk) => add(unread, call.read(chunk)))
  seen.opened = true
  for (;;) {
    const arrived = await connection.wait(arrivals.next())
    if (!arrived) return
    yield* arrived
  }
}

/** Puts a content to others, so that they are as few as tell the same. */
function add(contents: ChunkContent[], content: ChunkContent): void {
  const last = contents.at(-1)
  // What is said in other words than text keeps its place in the order.
  if (last && !last.refusal && !last.finish) contents[contents.length - 1] = join(last, content)
  else contents.push(content)
}

function join(before: ChunkContent, after: ChunkContent): ChunkContent {
  return {
    ...after,
    text: (before.text ?? '') + (after.text ?? ''),
    thinking: before.thinking === true || after.thinking === true,
    usage: after.usage ?? before.usage,
  }
}

function isSignOfLife(content: ChunkContent): boolean {
  return Boolean(content.text || content.refusal || content.thinking || content.finish)
}

function silence(call: CallNames, seen: Seen, timeouts: Timeouts): ModelError {
  const { name } = call.provider
  return seen.alive
    ? new ModelError(
        'timeout',
        `${name} fell silent for ${inSeconds(timeouts.idle)} in mid-answer; try again.`,
      )
    : new ModelError(
        'timeout',
        `${name} gave no sign of an answer in ${inSeconds(timeouts.firstToken)}; try again, or choose another model.`,
      )
}

/** The last event of a stream that ended by itself. */
function ending(call: CallNames, seen: Seen): ModelEvent {
  const { name } = call.provider
  if (seen.refused) return done('refusal', seen.usage)
  if (seen.finish === 'failed') {
    throw new ModelError('unavailable', `${name} stopped with an internal error; try again.`)
  }
  if (seen.finish === 'timed_out') {
    throw new ModelError('timeout', `${name} ran out of time for this answer; try again.`)
  }
  if (!seen.text) {
    throw new ModelError(
      'empty',
      seen.finish === 'length'
        ? `"${call.model}" used up its tokens before it said anything; try another model.`
        : `"${call.model}" gave an empty answer; try again, or choose another model.`,
    )
  }
  if (seen.finish === undefined) {
    throw new ModelError('connection', `The connection to ${name} broke off in mid-answer; try again.`)
  }
  return done(seen.finish === 'length' ? 'length' : 'stop', seen.usage)
}

function done(finish: 'stop' | 'length' | 'refusal', usage: Usage | undefined): ModelEvent {
  return usage === undefined ? { type: 'done', finish } : { type: 'done', finish, usage }
}

function inSeconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`
}
