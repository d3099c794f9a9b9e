import type { Bot } from '../bot-types.ts'
import { describeError, RecourseError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Platform } from '../platforms/platform.ts'
import { within } from '../platforms/within.ts'

/**
 * Starts every platform, says when all are ready, and runs until the process is told to stop.
 * Resolves once everything has been let finish.
 */
export async function servePlatforms(
  bot: Bot,
  platforms: readonly Platform[],
  logger: Logger,
  stopRequested: Promise<void>,
  ready: () => void,
): Promise<void> {
  const started: Platform[] = []
  try {
    for (const platform of platforms) {
      started.push(platform)
      // A platform that does not answer must not keep the process from being stopped.
      if (await isStopped(platform.start(bot), stopRequested)) return
      logger.info({ platform: platform.name }, 'platform started')
    }
    ready()
    await stopRequested
  } finally {
    await Promise.all(started.map((platform) => platform.stop()))
    // What a platform had taken on and did not finish; the leases need not run out first.
    await within(RELEASED_WITHIN, bot.handOver()).catch((error: unknown) =>
      logger.error({ err: error }, 'what was under way could not be handed over'),
    )
  }
}

/** Whether somebody wanted the process to stop before this was done. */
async function isStopped(work: Promise<void>, stopRequested: Promise<void>): Promise<boolean> {
  return Promise.race([work.then(() => false), stopRequested.then(() => true)])
}

/** How long giving up all leases may take at the very end, in milliseconds. */
const RELEASED_WITHIN = 500

/** A process that was told to stop has ended after so many milliseconds, whatever hangs. */
const ENDED_WITHIN = 9_500

/** Ends the process in time once it was told to stop, also where something does not come to its end. */
export async function endInTime(
  stopRequested: Promise<void>,
  end: () => void,
  logger: Logger,
  milliseconds = ENDED_WITHIN,
): Promise<void> {
  await stopRequested
  setTimeout(() => {
    logger.error('something did not stop in time; it is cut off')
    end()
  }, milliseconds).unref()
}

/**
 * Resolves when the process that started this one is gone. npm runs a script through a shell, and a shell that
 * is told to stop does not pass that on: without this, stopping `npm start` would leave the bot running.
 */
export function parentGone(child: { readonly ppid: number }, everyMilliseconds = 500): Promise<void> {
  const parent = child.ppid
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (child.ppid === parent) return
      clearInterval(look)
      resolve()
    }, everyMilliseconds)
    look.unref()
  })
}

/**
 * Rejects when something failed that nobody waits for, such as a connection that an SDK could not open again by
 * itself. What state the bot is in then is unknown: it stops in order, and whatever started it starts it anew.
 */
export function brokenSomewhere(events: NodeJS.Process): Promise<never> {
  return new Promise((_, reject) => {
    const broken = (cause: unknown) => {
      reject(
        new RecourseError(
          'broken',
          `Recourse stopped because a part of it broke: ${nameOf(cause)}. Start it again.`,
          { cause },
        ),
      )
    }
    // Both stay listened to: the runtime would else print what comes while the bot stops, with all it quotes.
    events.on('unhandledRejection', broken)
    events.on('uncaughtException', broken)
  })
}

/** Words of ours as they are. What anybody else's error says may quote what a person wrote, or a key. */
function nameOf(cause: unknown): string {
  if (cause instanceof RecourseError) return describeError(cause)
  if (!(cause instanceof Error)) return typeof cause
  const code = 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : ''
  const place = /\bat (?:.*\()?(?:file:\/\/)?([^\s()]+:\d+):\d+\)?$/m.exec(cause.stack ?? '')?.[1]
  return `${cause.name}${code}${place === undefined ? '' : `, in ${place.split('/').slice(-3).join('/')}`}`
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once, as it would by default. */
export function stopSignal(events: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      // Whichever comes second ends the process.
      events.off('SIGINT', stop).off('SIGTERM', stop)
      resolve()
    }
    events.on('SIGINT', stop).on('SIGTERM', stop)
  })
}
