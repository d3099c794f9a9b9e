import type { webApi } from '@slack/bolt'
import type { Logger } from '../../logger.ts'

/** The SDK logs whole requests, texts and all, below "warn"; only its warnings are ours to keep. */
export function sdkLogger(logger: Logger): NonNullable<webApi.WebClientOptions['logger']> {
  const level = 'warn' as webApi.LogLevel
  return {
    debug() {},
    info() {},
    warn: () => logger.debug('slack sdk warned'),
    error: () => logger.debug('slack sdk failed'),
    getLevel: () => level,
    setLevel() {},
    setName() {},
  }
}
