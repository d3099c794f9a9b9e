import type { webApi } from '@slack/bolt'
import { InputError } from '../errors.ts'
import { silentLogger } from '../logger.ts'
import { sdkLogger } from '../platforms/slack/sdk-logger.ts'

const DEFAULT_API_URL = 'https://slack.com/api/'

/** Calls a method of Slack's Web API; rejects with an {@link InputError} that says what to do. */
export type SlackCall = (call: {
  readonly method: string
  readonly token?: string
  /** What to do about the errors that this method is known for. */
  readonly remedies: Readonly<Record<string, string>>
  readonly options?: Record<string, unknown>
}) => Promise<webApi.WebAPICallResult>

/**
 * One try each, with an end. The SDK is loaded with the first call. Its errors are not kept as `cause`, nor are its
 * words passed on: they repeat the request and the response.
 *
 * @param timeout milliseconds
 */
export function slackCaller(timeout: number, apiUrl: string = DEFAULT_API_URL): SlackCall {
  return async ({ method, token, remedies, options }) => {
    if (!URL.canParse(apiUrl)) throw new InputError('SLACK_API_URL is no whole http:// or https:// URL.')
    const { webApi: sdk } = await import('@slack/bolt')
    const client = new sdk.WebClient(token, {
      slackApiUrl: apiUrl,
      timeout,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      // Its own repeats Slack's warnings on standard output, which belongs to the doctor's lines.
      logger: sdkLogger(silentLogger),
    })
    try {
      return await client.apiCall(method, options)
    } catch (error) {
      throw new InputError(remedyFor(error, sdk, { method, remedies, timeout, host: new URL(apiUrl).host }))
    }
  }
}

interface FailedCall {
  readonly method: string
  readonly remedies: Readonly<Record<string, string>>
  readonly timeout: number
  readonly host: string
}

function remedyFor(error: unknown, sdk: typeof webApi, call: FailedCall): string {
  const { host, method, remedies, timeout } = call
  if (error instanceof sdk.WebAPIPlatformError) {
    const code = error.data.error
    // An answer that is not JSON stands there as a whole.
    if (!/^[a-z_]{1,60}$/.test(code)) return notSlack(host)
    return (
      (Object.hasOwn(remedies, code) ? remedies[code] : undefined) ??
      `Slack says ${code}; https://docs.slack.dev/reference/methods/${method} explains it.`
    )
  }
  if (error instanceof sdk.WebAPIRateLimitedError) {
    return `Slack asks to wait: try again in ${error.retryAfter} s.`
  }
  if (error instanceof sdk.WebAPIHTTPError) {
    return error.statusCode >= 500
      ? `Slack is out of order at ${host} (HTTP ${error.statusCode}): see https://slack-status.com, and try again.`
      : notSlack(host)
  }
  const failure = error instanceof sdk.WebAPIRequestError ? error.original : error
  if (failure instanceof Error && failure.name === 'TimeoutError') {
    return `Slack did not answer at ${host} within ${timeout / 1000} s: see that this machine reaches it, and try again.`
  }
  if (error instanceof sdk.WebAPIRequestError) {
    return `Slack cannot be reached at ${host}${inBrackets(networkCode(failure))}: see that this machine reaches it${
      host === new URL(DEFAULT_API_URL).host ? '' : ', and that SLACK_API_URL is right'
    }.`
  }
  return notSlack(host)
}

function notSlack(host: string): string {
  return `What answers at ${host} does not speak as Slack does: leave SLACK_API_URL out, or see what stands between.`
}

/** Such as `ECONNREFUSED`, which `fetch` keeps a level down. */
function networkCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
}

function inBrackets(text: string | undefined): string {
  return text === undefined ? '' : ` (${text})`
}
